package io.bailiwick.cluster;

import io.bailiwick.harness.ClusterNode;
import io.bailiwick.harness.Operator;
import io.bailiwick.harness.Reply;
import io.bailiwick.harness.ServerCluster;
import io.bailiwick.harness.ServerSetup;

/** Where a tenant lives, as the cluster itself says. */
final class Placement {
  private static final String CLUSTER = "/v1/x-bailiwick/cluster";

  private Placement() {}

  /**
   * The node that owns the tenant.
   *
   * @throws AssertionError if none does at the moment
   */
  static ClusterNode of(ServerCluster cluster, String tenant) {
    String address = ask(cluster.nodes().getFirst(), "/tenants/" + tenant).text("node");
    return cluster.nodes().stream()
        .filter(node -> ask(node, "").text("self").equals(address))
        .findFirst()
        .orElseThrow(() -> new AssertionError("no node has the address " + address));
  }

  /** What a node says of itself: a member of its view. */
  static long own(ServerCluster cluster, ClusterNode node, String figure) {
    Reply view = ask(node, "");
    for (var member : view.body().path("members")) {
      if (member.path("address").asText().equals(view.text("self"))) {
        return member.path(figure).asLong();
      }
    }
    throw new AssertionError("a node that is no member of its own view: " + view.body());
  }

  private static Reply ask(ClusterNode node, String below) {
    return new Operator(node.process().client(), ServerSetup.ADMIN_KEY)
        .get(CLUSTER + below)
        .expect(200);
  }
}
