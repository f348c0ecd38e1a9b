package io.bailiwick.cluster;

import io.bailiwick.tenant.TenantId;
import java.util.concurrent.CompletionStage;

/**
 * The operator's way to the cluster, the same from every node. A cluster of one is one too. A node
 * that does not answer is shown as such and holds nobody up. Thread-safe.
 */
public interface Oversight {

  /** The cluster as this node sees it, with what every node says of itself. Never fails. */
  CompletionStage<ClusterView> view();

  /** Where a tenant's tree and books live. Never fails; does not know whether there is a tenant. */
  CompletionStage<TenantPlace> place(TenantId tenant);

  /**
   * Asks a member to leave: its shards move while others serve them, and then it ends. Asking again
   * changes nothing. Always completes with a reply.
   *
   * @param address {@code host:port}
   */
  CompletionStage<LeaveReply> leave(String address);

  /** What this node knows without asking anybody; for metrics. */
  NodeGauges gauges();
}
