package io.bailiwick.entity;

import static io.bailiwick.entity.TestNode.answer;
import static io.bailiwick.entity.TestNode.answers;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.bailiwick.amount.Amount;
import io.bailiwick.amount.Unit;
import io.bailiwick.config.Settings;
import io.bailiwick.query.Reads;
import io.bailiwick.refusal.RefusalCode;
import io.bailiwick.reservation.Purpose;
import io.bailiwick.reservation.RequestKey;
import io.bailiwick.reservation.ReservationCommand;
import io.bailiwick.reservation.ReservationId;
import io.bailiwick.reservation.ReservationReply;
import io.bailiwick.scope.Balance;
import io.bailiwick.scope.BudgetCommand;
import io.bailiwick.scope.BudgetReply;
import io.bailiwick.scope.FundingOperation;
import io.bailiwick.scope.ScopePath;
import io.bailiwick.tenant.TenantCommand;
import io.bailiwick.tenant.TenantId;
import io.bailiwick.tenant.TenantReply;
import io.bailiwick.tenant.TenantStatus;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The real participants on real nodes: what was acknowledged is there after a restart. */
class AuthorityTest {

  private static final TenantId ACME = new TenantId("acme");
  private static final ScopePath AGENT = new ScopePath("tenant:acme/app:chat/agent:writer");

  @TempDir Path dataDir;

  @ParameterizedTest
  @ValueSource(strings = {"embedded", "postgresql"})
  void findsEverythingAfterARestart(String kind) throws Exception {
    Settings settings = settings(kind);
    ReservationCommand.Reserve reserve = reserve("key-1", 400);
    ReservationReply first;
    ReservationId open;
    try (TestNode node = new TestNode(settings)) {
      openTenant(node);
      first = answer(node.authority.reservations().ask(reserve, null));
      assertThat(first).isInstanceOf(ReservationReply.Reserved.class);
      open = ((ReservationReply.Reserved) first).reservation();
      assertThat(remaining(((ReservationReply.Reserved) first).balances()))
          .containsExactly(9_600L, 4_600L, 600L);
      assertThat(answer(node.authority.reservations().ask(reserve("key-2", 601), null)))
          .isInstanceOfSatisfying(
              ReservationReply.Refused.class,
              refused ->
                  assertThat(refused.refusal().code()).isEqualTo(RefusalCode.BUDGET_EXCEEDED));
    }
    try (TestNode node = new TestNode(settings)) {
      assertThat(answer(node.authority.reservations().ask(reserve, null)))
          .usingRecursiveComparison()
          .ignoringFields("remainingTtlMs")
          .isEqualTo(first);
      ReservationReply commit =
          answer(
              node.authority
                  .reservations()
                  .ask(
                      new ReservationCommand.Commit(
                          new RequestKey("key-3", "h3"), open, new Amount(Unit.TOKENS, 300), null),
                      null));
      assertThat(commit)
          .isInstanceOfSatisfying(
              ReservationReply.Committed.class,
              committed ->
                  assertThat(remaining(committed.balances()))
                      .containsExactly(9_700L, 4_700L, 700L));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"embedded"})
  void neverGrantsMoreThanThereIsToManyAtOnce(String kind) throws Exception {
    try (TestNode node = new TestNode(settings(kind))) {
      openTenant(node);
      List<CompletionStage<ReservationReply>> asked = new ArrayList<>();
      for (int i = 0; i < 300; i++) {
        asked.add(node.authority.reservations().ask(reserve("key-" + i, 10), null));
      }
      List<ReservationReply> replies = answers(asked);
      assertThat(replies.stream().filter(ReservationReply.Reserved.class::isInstance)).hasSize(100);
      assertThat(replies.stream().filter(ReservationReply.Refused.class::isInstance)).hasSize(200);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"embedded"})
  void answersARepeatedFundingAsTheFirstTime(String kind) throws Exception {
    try (TestNode node = new TestNode(settings(kind))) {
      openTenant(node);
      BudgetReply first = answer(node.authority.budgets().ask(fund("hash"), null));
      assertThat(first).isInstanceOf(BudgetReply.Funded.class);
      assertThat(answer(node.authority.budgets().ask(fund("hash"), null))).isEqualTo(first);
      assertThat(answer(node.authority.budgets().ask(fund("other"), null)))
          .isInstanceOfSatisfying(
              BudgetReply.Refused.class,
              refused ->
                  assertThat(refused.refusal().code()).isEqualTo(RefusalCode.IDEMPOTENCY_MISMATCH));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"embedded"})
  void endsTheKeysBeforeACloseIsAnswered(String kind) throws Exception {
    try (TestNode node = new TestNode(settings(kind))) {
      openTenant(node);
      answer(node.authority.reservations().ask(reserve("key-1", 10), null));
      TenantReply closed =
          answer(
              node.authority
                  .tenants()
                  .ask(
                      new TenantCommand.Update(ACME, null, TenantStatus.CLOSED, null, null), null));
      assertThat(closed).isInstanceOf(TenantReply.Updated.class);
      assertThat(node.closed).containsExactly("acme");
      assertThat(answer(node.authority.reservations().ask(reserve("key-2", 10), null)))
          .isInstanceOfSatisfying(
              ReservationReply.Refused.class,
              refused -> assertThat(refused.refusal().code()).isEqualTo(RefusalCode.TENANT_CLOSED));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"embedded"})
  void endsTheKeysOfACloseThatNobodyAsksForAgain(String kind) throws Exception {
    try (TestNode node = new TestNode(settings(kind))) {
      openTenant(node);
      // For longer than the operator waits.
      node.hookFailures.set(12);
      TenantReply closed =
          answer(
              node.authority
                  .tenants()
                  .ask(
                      new TenantCommand.Update(ACME, null, TenantStatus.CLOSED, null, null), null));
      assertThat(closed).isInstanceOf(TenantReply.Closing.class);
      await().atMost(Duration.ofSeconds(25)).until(() -> node.closed.contains(ACME.value()));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"embedded"})
  void endsLeasesThatNobodyTouches(String kind) throws Exception {
    Settings settings = settings(kind);
    AtomicLong ahead = new AtomicLong();
    InstantSource clock = () -> Instant.now().plusMillis(ahead.get());
    try (TestNode node = new TestNode(settings, clock)) {
      openTenant(node);
      assertThat(answer(node.authority.reservations().ask(reserve("key-1", 400), null)))
          .isInstanceOf(ReservationReply.Reserved.class);
    }
    ahead.set(3_600_000);
    try (TestNode node = new TestNode(settings, clock)) {
      await().atMost(Duration.ofSeconds(20)).until(() -> status(node).equals("EXPIRED"));
    }
  }

  /** A refusal asks the journal on PostgreSQL, and a new key asks the tables on both. */
  @ParameterizedTest
  @ValueSource(strings = {"embedded", "postgresql"})
  void decidesWhileSlowListsHaveTheWholePool(String kind) throws Exception {
    Settings settings = settings(kind);
    CountDownLatch release = new CountDownLatch(1);
    try (TestNode node = new TestNode(settings)) {
      openTenant(node);
      Reads lists = StoreReads.of(node.system, node.store).lists();
      CountDownLatch taken = new CountDownLatch(settings.store().poolSize());
      List<CompletionStage<Boolean>> slow = new ArrayList<>();
      for (int i = 0; i < 2 * settings.store().poolSize(); i++) {
        slow.add(
            lists.ask(
                connection -> {
                  taken.countDown();
                  try {
                    return release.await(60, TimeUnit.SECONDS);
                  } catch (InterruptedException e) {
                    throw new SQLException(e);
                  }
                }));
      }
      assertThat(taken.await(20, TimeUnit.SECONDS)).isTrue();
      assertThat(answer(node.authority.reservations().ask(reserve("key-1", 601), null)))
          .isInstanceOf(ReservationReply.Reserved.class);
      assertThat(answer(node.authority.reservations().ask(reserve("key-2", 601), null)))
          .isInstanceOfSatisfying(
              ReservationReply.Refused.class,
              refused ->
                  assertThat(refused.refusal().code()).isEqualTo(RefusalCode.BUDGET_EXCEEDED));
      assertThat(slow).noneMatch(one -> one.toCompletableFuture().isDone());
      release.countDown();
      assertThat(answers(slow)).doesNotContain(false);
    } finally {
      release.countDown();
    }
  }

  private static String status(TestNode node) throws SQLException {
    try (Connection connection = node.store.readPool().getConnection();
        Statement select = connection.createStatement();
        ResultSet row = select.executeQuery("SELECT status FROM reservation")) {
      return row.next() ? row.getString(1) : "";
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"embedded"})
  void refusesABookThatNoTenantHas(String kind) throws Exception {
    try (TestNode node = new TestNode(settings(kind))) {
      ReservationReply reply =
          answer(
              node.authority
                  .reservations()
                  .ask(
                      new ReservationCommand.Release(
                          new RequestKey("key", "h"), new ReservationId("acme.4711.1.1"), null),
                      null));
      assertThat(reply)
          .isInstanceOfSatisfying(
              ReservationReply.Refused.class,
              refused -> assertThat(refused.refusal().code()).isEqualTo(RefusalCode.NOT_FOUND));
    }
  }

  private Settings settings(String kind) throws Exception {
    Map<String, String> environment =
        kind.equals("embedded") ? TestNode.embedded(dataDir) : TestNode.postgres(dataDir);
    return TestNode.settings(environment);
  }

  private static void openTenant(TestNode node) {
    node.openTenant(ACME);
    node.openLedger(ScopePath.root(ACME), 10_000);
    node.openLedger(new ScopePath("tenant:acme/app:chat"), 5_000);
    node.openLedger(AGENT, 1_000);
  }

  private static ReservationCommand.Reserve reserve(String key, long amount) {
    return new ReservationCommand.Reserve(
        new RequestKey(key, "hash of " + amount),
        AGENT,
        new Amount(Unit.TOKENS, amount),
        null,
        5_000,
        null,
        false,
        new Purpose("{}", "{}", null));
  }

  private static BudgetCommand.Fund fund(String hash) {
    return new BudgetCommand.Fund(
        AGENT, Unit.TOKENS, FundingOperation.CREDIT, 50L, Unit.TOKENS, null, "fund-1", hash);
  }

  private static List<Long> remaining(List<Balance> balances) {
    return balances.stream().map(balance -> balance.figures().remaining()).toList();
  }
}
