package io.bailiwick.http;

import io.bailiwick.cluster.MemberState;
import io.bailiwick.cluster.Oversight;
import io.bailiwick.http.metric.Meters;
import java.util.Locale;

/** What a node knows of its cluster without asking, as metrics. */
final class ClusterMeters {
  private ClusterMeters() {}

  static void register(Meters meters, Oversight oversight) {
    for (MemberState state : MemberState.values()) {
      meters.gauge(
          "bailiwick.cluster.members",
          "Members of the cluster by status, as this node sees them",
          () -> oversight.gauges().members(state),
          "status",
          state.name().toLowerCase(Locale.ROOT));
    }
    meters.gauge(
        "bailiwick.cluster.unreachable",
        "Members that some other member cannot reach",
        () -> oversight.gauges().unreachable());
    meters.gauge(
        "bailiwick.cluster.shards", "Shards on this node", () -> oversight.gauges().shards());
    meters.gauge(
        "bailiwick.cluster.handovers.underway",
        "Shards that are on the move in the whole cluster",
        () -> oversight.gauges().handoversUnderWay());
  }
}
