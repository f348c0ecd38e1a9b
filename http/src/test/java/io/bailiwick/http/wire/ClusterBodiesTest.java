package io.bailiwick.http.wire;

import static org.assertj.core.api.Assertions.assertThat;

import io.bailiwick.cluster.ClusterView;
import io.bailiwick.cluster.HandoverReport;
import io.bailiwick.cluster.JournalReport;
import io.bailiwick.cluster.LeaveReply;
import io.bailiwick.cluster.Member;
import io.bailiwick.cluster.MemberState;
import io.bailiwick.cluster.NodeReport;
import io.bailiwick.cluster.OverdueWork;
import io.bailiwick.cluster.TenantPlace;
import io.bailiwick.tenant.TenantId;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class ClusterBodiesTest {
  private static final TenantId ACME = new TenantId("acme");
  private static final JournalReport JOURNAL = new JournalReport(1, 2, 3, 4, 5, 6, 7);

  private static String text(byte[] json) {
    return new String(json, StandardCharsets.UTF_8);
  }

  private static Member member(List<String> unreachableBy) {
    return new Member(
        "a:1", MemberState.WEAKLY_UP, unreachableBy, List.of("r"), "1.2", true, false);
  }

  private static ClusterView view(
      Member member, NodeReport report, HandoverReport handovers, OverdueWork overdue) {
    return new ClusterView(
        1_000, "a:1", List.of(new ClusterView.Node(member, report)), handovers, overdue);
  }

  @Test
  void aMemberThatAnswersShowsEverything() {
    NodeReport report =
        new NodeReport(
            2_000L,
            List.of(new NodeReport.Shard("7", 9L), new NodeReport.Shard("8", null)),
            10,
            11,
            12,
            21L,
            JOURNAL);
    HandoverReport handovers =
        new HandoverReport(List.of(new HandoverReport.UnderWay("8", "a:1", 13)), 14, 15L, 16L, 17L);
    assertThat(
            text(
                ClusterBodies.view(
                    view(member(List.of()), report, handovers, new OverdueWork(18, 19, 20)))))
        .isEqualTo(
            """
            {"taken_at":"1970-01-01T00:00:01Z","self":"a:1","members":[{"address":"a:1",\
            "status":"WEAKLY_UP","reachable":true,"unreachable_by":[],"roles":["r"],\
            "app_version":"1.2","oldest":true,"leader":false,"answers":true,\
            "up_since":"1970-01-01T00:00:02Z","shards":[{"shard_id":"7","entities":9},\
            {"shard_id":"8"}],"scopes":10,"books":11,"active_reservations":12,\
            "unapplied_decisions":21,"journal":{"queue_depth":1,"oldest_waiting_ms":2,"transactions":3,"failures":4,"last_us":5,\
            "median_us":6,"max_us":7}}],"handovers":{"in_progress":[{"shard_id":"8",\
            "from":"a:1","for_ms":13}],"completed":14,"last_ms":15,"median_ms":16,"max_ms":17},\
            "overdue":{"books":18,"oldest_ms":19,"closes":20},"projection_lag_ms":0}\
            """);
  }

  @Test
  void whatNobodySaysIsLeftOut() {
    HandoverReport none = new HandoverReport(List.of(), 0, null, null, null);
    assertThat(text(ClusterBodies.view(view(member(List.of("b:1")), null, none, null))))
        .isEqualTo(
            """
            {"taken_at":"1970-01-01T00:00:01Z","self":"a:1","members":[{"address":"a:1",\
            "status":"WEAKLY_UP","reachable":false,"unreachable_by":["b:1"],"roles":["r"],\
            "app_version":"1.2","oldest":true,"leader":false,"answers":false}],\
            "handovers":{"in_progress":[],"completed":0},"projection_lag_ms":0}\
            """);
    NodeReport speechless = new NodeReport(null, null, 0, 0, 0, null, JOURNAL);
    assertThat(text(ClusterBodies.view(view(member(List.of()), speechless, none, null))))
        .contains("\"answers\":true,\"scopes\":0")
        .doesNotContain("shards")
        .doesNotContain("unapplied")
        .doesNotContain("up_since");
  }

  @Test
  void aPlaceSaysWhetherSomebodyHasItOrMayHaveIt() {
    assertThat(text(ClusterBodies.place(new TenantPlace(ACME, "7", "a:1", 3L, List.of()))))
        .isEqualTo(
            """
            {"tenant_id":"acme","shard_id":"7","status":"ALLOCATED","node":"a:1","entities":3,\
            "silent":[]}\
            """);
    assertThat(text(ClusterBodies.place(new TenantPlace(ACME, "7", null, null, List.of()))))
        .isEqualTo(
            """
            {"tenant_id":"acme","shard_id":"7","status":"UNALLOCATED","silent":[]}\
            """);
    assertThat(text(ClusterBodies.place(new TenantPlace(ACME, "7", null, null, List.of("b:1")))))
        .isEqualTo(
            """
            {"tenant_id":"acme","shard_id":"7","status":"UNKNOWN","silent":["b:1"]}\
            """);
  }

  @Test
  void aLeavingMemberShowsHowFarItIs() {
    assertThat(text(ClusterBodies.leaving(new LeaveReply.Leaving("a:1", MemberState.EXITING))))
        .isEqualTo("{\"address\":\"a:1\",\"status\":\"EXITING\"}");
  }
}
