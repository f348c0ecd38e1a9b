package io.bailiwick.http;

import io.bailiwick.cluster.ClusterView;
import io.bailiwick.cluster.MemberState;
import io.bailiwick.cluster.Oversight;
import io.bailiwick.http.metric.Meters;
import java.util.Locale;
import java.util.function.Supplier;

/** What a node knows of itself and its cluster without asking, as metrics. */
final class NodeMeters {
  private NodeMeters() {}

  static void register(Meters meters, Oversight oversight) {
    meters.gauge(
        "cycles.active.reservations",
        "Reservations that hold something on this node",
        () -> oversight.gauges().holds());
    meters.gauge(
        "bailiwick.unapplied.decisions",
        "Decisions recorded by books on this node that not every scope has applied",
        () -> oversight.gauges().unapplied());
    meters.gauge(
        "bailiwick.projection.lag.ms",
        "How much later than its event a row of the read tables is seen",
        () -> ClusterView.PROJECTION_LAG_MS);
    entities(meters, "scope", () -> oversight.gauges().scopes());
    entities(meters, "book", () -> oversight.gauges().books());
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

  private static void entities(Meters meters, String kind, Supplier<Number> value) {
    meters.gauge("bailiwick.entities", "Entities in memory on this node", value, "kind", kind);
  }
}
