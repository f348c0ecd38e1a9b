package io.bailiwick.http.wire;

import io.bailiwick.cluster.ClusterView;
import io.bailiwick.cluster.HandoverReport;
import io.bailiwick.cluster.JournalReport;
import io.bailiwick.cluster.LeaveReply;
import io.bailiwick.cluster.Member;
import io.bailiwick.cluster.NodeReport;
import io.bailiwick.cluster.OverdueWork;
import io.bailiwick.cluster.TenantPlace;
import java.io.IOException;

/** What operators see of the cluster. What nobody said is left out. */
public final class ClusterBodies {
  private ClusterBodies() {}

  public static byte[] view(ClusterView view) {
    return JsonText.object(
        json -> {
          json.time("taken_at", view.atMs())
              .text("self", view.self())
              .objects("members", view.nodes(), ClusterBodies::node)
              .object("handovers", handovers -> handovers(handovers, view.handovers()));
          OverdueWork overdue = view.overdue();
          if (overdue != null) {
            json.object(
                "overdue",
                work ->
                    work.integer("books", overdue.books())
                        .integer("oldest_ms", overdue.oldestMs())
                        .integer("closes", overdue.closes()));
          }
          json.integer("projection_lag_ms", ClusterView.PROJECTION_LAG_MS);
        });
  }

  public static byte[] place(TenantPlace place) {
    return JsonText.object(
        json ->
            json.text("tenant_id", place.tenant().value())
                .text("shard_id", place.shard())
                .constant("status", place.status())
                .text("node", place.node())
                .integer("entities", place.entities())
                .texts("silent", place.silent()));
  }

  public static byte[] leaving(LeaveReply.Leaving leaving) {
    return JsonText.object(
        json -> json.text("address", leaving.address()).constant("status", leaving.state()));
  }

  private static void node(JsonText json, ClusterView.Node node) throws IOException {
    Member member = node.member();
    json.text("address", member.address())
        .constant("status", member.state())
        .flag("reachable", member.isReachable())
        .texts("unreachable_by", member.unreachableBy())
        .texts("roles", member.roles())
        .text("app_version", member.appVersion())
        .flag("oldest", member.isOldest())
        .flag("leader", member.isLeader())
        .flag("answers", node.report() != null);
    if (node.report() != null) {
      report(json, node.report());
    }
  }

  private static void report(JsonText json, NodeReport report) throws IOException {
    json.time("up_since", report.upSinceMs());
    if (report.shards() != null) {
      json.objects(
          "shards",
          report.shards(),
          (each, shard) -> each.text("shard_id", shard.id()).integer("entities", shard.entities()));
    }
    JournalReport journal = report.journal();
    json.integer("scopes", report.scopes())
        .integer("books", report.books())
        .integer("active_reservations", report.holds())
        .integer("unapplied_decisions", report.unapplied())
        .object(
            "journal",
            figures ->
                figures
                    .integer("queue_depth", journal.queueDepth())
                    .integer("oldest_waiting_ms", journal.oldestWaitingMs())
                    .integer("transactions", journal.transactions())
                    .integer("failures", journal.failures())
                    .integer("last_us", journal.lastMicros())
                    .integer("median_us", journal.medianMicros())
                    .integer("max_us", journal.maxMicros()));
  }

  private static void handovers(JsonText json, HandoverReport handovers) throws IOException {
    json.objects(
            "in_progress",
            handovers.underWay(),
            (each, moving) ->
                each.text("shard_id", moving.shard())
                    .text("from", moving.from())
                    .integer("for_ms", moving.forMs()))
        .integer("completed", handovers.completed())
        .integer("last_ms", handovers.lastMs())
        .integer("median_ms", handovers.medianMs())
        .integer("max_ms", handovers.maxMs());
  }
}
