package io.bailiwick.entity;

import static io.bailiwick.entity.TestNode.answer;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.bailiwick.amount.Unit;
import io.bailiwick.cluster.ClusterView;
import io.bailiwick.cluster.HandoverReport;
import io.bailiwick.cluster.JournalReport;
import io.bailiwick.cluster.LeaveReply;
import io.bailiwick.cluster.Member;
import io.bailiwick.cluster.MemberState;
import io.bailiwick.cluster.NodeReport;
import io.bailiwick.cluster.OverdueWork;
import io.bailiwick.cluster.TenantPlace;
import io.bailiwick.config.Settings;
import io.bailiwick.journal.JournalObserver;
import io.bailiwick.scope.BudgetCommand;
import io.bailiwick.scope.BudgetReply;
import io.bailiwick.scope.LedgerTerms;
import io.bailiwick.scope.ScopePath;
import io.bailiwick.tenant.TenantCommand;
import io.bailiwick.tenant.TenantId;
import io.bailiwick.tenant.TenantReply;
import io.bailiwick.tenant.TenantSettings;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.pekko.actor.PoisonPill;
import org.apache.pekko.actor.typed.javadsl.Adapter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What an operator sees of one node and of two, and how a member leaves. */
class OversightTest {

  private static final int TENANTS = 8;
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  @TempDir Path dataDir;

  /** Counts what the node took over. */
  private static final class TakenOver implements EntityObserver {
    private final AtomicInteger shards = new AtomicInteger();

    @Override
    public void handedOver(long nanos) {
      shards.incrementAndGet();
    }
  }

  @Test
  void oneNodeIsAClusterOfItsOwn() {
    try (TestNode node = new TestNode(TestNode.settings(TestNode.embedded(dataDir)))) {
      open(node, tenant(1));

      ClusterView view = view(node);
      assertThat(view.nodes()).hasSize(1);
      Member member = view.nodes().getFirst().member();
      assertThat(member.address()).isEqualTo(view.self()).matches("127\\.0\\.0\\.1:\\d+");
      assertThat(member.state()).isEqualTo(MemberState.UP);
      assertThat(member.isReachable()).isTrue();
      assertThat(member.isOldest()).isTrue();
      assertThat(member.isLeader()).isTrue();
      NodeReport report = view.nodes().getFirst().report();
      assertThat(report.upSinceMs()).isPositive().isLessThanOrEqualTo(view.atMs());
      assertThat(report.shards()).containsExactly(new NodeReport.Shard(shard(node, 1), 1L));
      assertThat(report.scopes()).isOne();
      assertThat(report.books()).isZero();
      JournalReport journal = report.journal();
      assertThat(journal.transactions()).isPositive();
      assertThat(journal.medianMicros()).isPositive().isLessThanOrEqualTo(journal.maxMicros());
      assertThat(journal.failures()).isZero();
      assertThat(view.handovers()).isEqualTo(new HandoverReport(List.of(), 0, null, null, null));
      assertThat(view.overdue()).isEqualTo(new OverdueWork(0, 0, 0));

      assertThat(place(node, 1))
          .isEqualTo(new TenantPlace(tenant(1), shard(node, 1), view.self(), 1L, List.of()));
      assertThat(place(node, 2).status()).isEqualTo(TenantPlace.Status.UNALLOCATED);

      assertThat(leave(node, view.self())).isEqualTo(new LeaveReply.LastMember(view.self()));
      assertThat(leave(node, "127.0.0.1:1")).isEqualTo(new LeaveReply.NoMember("127.0.0.1:1"));
      assertThat(view(node).nodes().getFirst().member().state()).isEqualTo(MemberState.UP);
    }
  }

  @Test
  void shardsMoveToAMemberThatJoinsAndBackWhenItLeavesOnRequest() throws Exception {
    int first = freePort();
    int second = freePort();
    Map<String, String> environment = cluster(first);
    TakenOver takenOver = new TakenOver();
    try (TestNode staying = node(settings(environment, first), takenOver)) {
      for (int i = 0; i < TENANTS; i++) {
        open(staying, tenant(i));
      }
      TestNode leaving = new TestNode(settings(environment, second));
      try (leaving) {
        awaitBothSeen(staying, first, second);
        awaitBothSeen(leaving, first, second);
        assertThat(oldest(view(leaving))).containsExactly(name(first));
        await()
            .atMost(PATIENCE)
            .until(() -> !shardsOf(view(leaving), name(second)).isEmpty() && isQuiet(staying));
        assertThat(takenOver.shards).hasValue(0);

        ClusterView before = view(staying);
        for (int i = 0; i < TENANTS; i++) {
          TenantPlace place = place(staying, i);
          assertThat(place.status()).isEqualTo(TenantPlace.Status.ALLOCATED);
          assertThat(shardsOf(view(staying), place.node())).contains(place.shard());
        }
        int moving = shardsOf(before, name(second)).size();
        assertThat(before.handovers().completed()).isPositive();
        assertThat(view(leaving).handovers().completed()).isPositive();

        assertThat(leave(leaving, name(second)))
            .isEqualTo(new LeaveReply.Leaving(name(second), MemberState.LEAVING));
        assertThat(leave(staying, name(second)))
            .isInstanceOfAny(LeaveReply.Leaving.class, LeaveReply.NoMember.class);

        await()
            .atMost(PATIENCE)
            .untilAsserted(() -> assertThat(addresses(view(staying))).containsExactly(name(first)));
        await()
            .atMost(PATIENCE)
            .untilAsserted(
                () ->
                    assertThat(view(staying).handovers().completed())
                        .isGreaterThanOrEqualTo(before.handovers().completed() + moving));
        assertThat(view(staying).handovers().underWay()).isEmpty();
        HandoverReport handovers = view(staying).handovers();
        assertThat(handovers.medianMs()).isBetween(0L, handovers.maxMs());
        assertThat(takenOver.shards.get()).isGreaterThanOrEqualTo(moving);
        for (int i = 0; i < TENANTS; i++) {
          assertThat(place(staying, i).node()).isEqualTo(name(first));
        }
        assertThat(leave(staying, name(second))).isEqualTo(new LeaveReply.NoMember(name(second)));
        assertThat(leave(staying, name(first))).isEqualTo(new LeaveReply.LastMember(name(first)));
      }
    }
  }

  private static boolean isQuiet(TestNode node) {
    return view(node).handovers().underWay().isEmpty();
  }

  @Test
  void twoMembersDoNotLeaveEachOtherAloneAndASilentOneIsShownAsSilent() throws Exception {
    int some = freePort();
    int other = freePort();
    int first = Math.min(some, other);
    int second = Math.max(some, other);
    Map<String, String> environment = cluster(first);
    TestNode one = new TestNode(settings(environment, first));
    TestNode two = new TestNode(settings(environment, second));
    try (one;
        two) {
      awaitBothSeen(one, first, second);
      awaitBothSeen(two, first, second);

      Adapter.toClassic(two.system)
          .actorSelection("/system/" + NodeAgent.NAME)
          .tell(PoisonPill.getInstance(), org.apache.pekko.actor.ActorRef.noSender());
      await()
          .atMost(PATIENCE)
          .untilAsserted(
              () ->
                  assertThat(view(one).nodes().stream().map(node -> node.report() == null))
                      .containsExactly(false, true));
      assertThat(place(one, 1).status()).isEqualTo(TenantPlace.Status.UNKNOWN);
      assertThat(place(one, 1).silent()).containsExactly(name(second));

      // Both are decided by the leader, which is the one with the lower address.
      var toFirst = two.authority.oversight().leave(name(first));
      var toSecond = one.authority.oversight().leave(name(second));
      assertThat(Stream.of(answer(toFirst), answer(toSecond)).<Class<?>>map(LeaveReply::getClass))
          .containsExactlyInAnyOrder(LeaveReply.Leaving.class, LeaveReply.LastMember.class);
    }
  }

  private static TestNode node(Settings settings, EntityObserver observer) {
    return new TestNode(settings, InstantSource.system(), JournalObserver.NONE, observer);
  }

  private Map<String, String> cluster(int seed) throws Exception {
    Map<String, String> environment = TestNode.postgres(dataDir);
    environment.put("BAILIWICK_CLUSTER_ENABLED", "true");
    environment.put("BAILIWICK_CLUSTER_SEED_NODES", name(seed));
    environment.put("BAILIWICK_AUTH_KEY_PEPPER", "0123456789abcdef0123456789abcdef");
    return environment;
  }

  private static Settings settings(Map<String, String> environment, int port) {
    environment.put("BAILIWICK_CLUSTER_PORT", Integer.toString(port));
    return TestNode.settings(environment);
  }

  private static String name(int port) {
    return "127.0.0.1:" + port;
  }

  private static TenantId tenant(int number) {
    return new TenantId("tenant-" + number);
  }

  private static void open(TestNode node, TenantId tenant) {
    var create = new TenantCommand.Create(tenant, "T", null, TenantSettings.NONE, null, null);
    assertThat(answer(node.authority.tenants().ask(create, null)))
        .isInstanceOf(TenantReply.Created.class);
    var budget =
        new BudgetCommand.Open(
            ScopePath.root(tenant),
            Unit.TOKENS,
            "led-" + tenant,
            100,
            0,
            new LedgerTerms(null, null, null, null, null));
    assertThat(answer(node.authority.budgets().ask(budget, null)))
        .isInstanceOf(BudgetReply.Opened.class);
  }

  private static ClusterView view(TestNode node) {
    return answer(node.authority.oversight().view());
  }

  private static TenantPlace place(TestNode node, int tenant) {
    return answer(node.authority.oversight().place(tenant(tenant)));
  }

  private static String shard(TestNode node, int tenant) {
    return place(node, tenant).shard();
  }

  private static LeaveReply leave(TestNode node, String address) {
    return answer(node.authority.oversight().leave(address));
  }

  private static void awaitBothSeen(TestNode node, int first, int second) {
    await()
        .atMost(PATIENCE)
        .untilAsserted(
            () -> {
              ClusterView view = view(node);
              assertThat(addresses(view)).containsExactlyInAnyOrder(name(first), name(second));
              assertThat(view.nodes())
                  .allMatch(
                      each ->
                          each.member().state() == MemberState.UP
                              && each.report() != null
                              && each.report().shards() != null);
            });
  }

  private static List<String> addresses(ClusterView view) {
    return view.nodes().stream().map(node -> node.member().address()).toList();
  }

  private static List<String> oldest(ClusterView view) {
    return view.nodes().stream()
        .map(ClusterView.Node::member)
        .filter(Member::isOldest)
        .map(Member::address)
        .toList();
  }

  private static Set<String> shardsOf(ClusterView view, String address) {
    return view.nodes().stream()
        .filter(node -> node.member().address().equals(address))
        .flatMap(node -> node.report().shards().stream())
        .map(NodeReport.Shard::id)
        .collect(Collectors.toSet());
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }
}
