package io.bailiwick.entity;

import io.bailiwick.cluster.LeaveReply;
import io.bailiwick.cluster.NodeReport;
import java.util.List;
import java.util.function.Consumer;
import org.apache.pekko.Done;
import org.apache.pekko.actor.typed.ActorRef;

/** What a node's agent can be told. */
sealed interface NodeMessage {

  /** What travels between nodes. */
  sealed interface Sent extends NodeMessage {}

  /** How are you? */
  record Report(ActorRef<NodeReport> replyTo) implements Sent {}

  /** To the leader's agent: let that member leave. */
  record Leave(String address, ActorRef<LeaveReply> replyTo) implements Sent {}

  /** To everybody: these shards are to leave that member. */
  record HandoversBegun(List<String> shards, String from) implements Sent {}

  /** To everybody: that shard has a new owner. */
  record HandoverEnded(String shard, String to, long tookMs) implements Sent {}

  /** From this node's coordinator of shards: it has decided to move these. */
  record Rebalancing(List<String> shards, String from) implements NodeMessage {}

  /** From this node's coordinator of shards: it has found an owner for that one. */
  record Allocated(String shard, String to) implements NodeMessage {}

  /** This node is about to give up its shards. */
  record Depart(ActorRef<Done> replyTo) implements NodeMessage {}

  /** Time to see how many shards there are. */
  record Look() implements NodeMessage {}

  /**
   * The region has said what it has.
   *
   * @param shards null when it has not
   * @param then what they were wanted for
   */
  record Looked(List<NodeReport.Shard> shards, Consumer<List<NodeReport.Shard>> then)
      implements NodeMessage {}
}
