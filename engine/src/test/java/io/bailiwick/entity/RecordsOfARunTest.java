package io.bailiwick.entity;

import static io.bailiwick.entity.TestNode.answer;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.bailiwick.amount.Amount;
import io.bailiwick.amount.OveragePolicy;
import io.bailiwick.amount.Unit;
import io.bailiwick.config.Settings;
import io.bailiwick.record.Actor;
import io.bailiwick.record.Origin;
import io.bailiwick.reservation.Purpose;
import io.bailiwick.reservation.RequestKey;
import io.bailiwick.reservation.ReservationCommand;
import io.bailiwick.reservation.ReservationId;
import io.bailiwick.reservation.ReservationReply;
import io.bailiwick.scope.BudgetCommand;
import io.bailiwick.scope.FundingOperation;
import io.bailiwick.scope.LedgerTerms;
import io.bailiwick.scope.ScopePath;
import io.bailiwick.tenant.TenantCommand;
import io.bailiwick.tenant.TenantId;
import io.bailiwick.tenant.TenantReply;
import io.bailiwick.tenant.TenantSettings;
import io.bailiwick.tenant.TenantStatus;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is told of a run is what its journal stands for: nothing else, nothing less. */
class RecordsOfARunTest {

  private static final int ROUNDS = 60;
  private static final int AT_ONCE = 15;
  private static final List<TenantId> TENANTS = List.of(new TenantId("acme"), new TenantId("beta"));
  private static final List<String> BELOW = List.of("", "/app:a", "/app:a/agent:x");

  private final long seed = Long.getLong("seed", new Random().nextLong());
  private final Random random = new Random(seed);
  private final Queue<ReservationId> held = new ConcurrentLinkedQueue<>();
  private int number;

  @TempDir Path dataDir;

  @ParameterizedTest
  @ValueSource(strings = {"embedded", "postgresql"})
  void recordsAreThoseThatTheJournalStandsFor(String kind) throws Exception {
    Settings settings =
        TestNode.settings(
            kind.equals("embedded") ? TestNode.embedded(dataDir) : TestNode.postgres(dataDir));
    try (TestNode node = new TestNode(settings)) {
      TENANTS.forEach(tenant -> open(node, tenant));
      run(node, ROUNDS);
    }
    try (TestNode node = new TestNode(settings)) {
      // Entities that come back from the journal go on where they were.
      run(node, ROUNDS);
      for (TenantId tenant : TENANTS) {
        answer(
            node.authority
                .tenants()
                .ask(
                    new TenantCommand.Update(tenant, null, TenantStatus.CLOSED, null, null),
                    origin(Actor.ADMIN)));
      }
      await()
          .atMost(Duration.ofSeconds(20))
          .untilAsserted(
              () ->
                  assertThat(DerivedRecords.ofTables(node.store.readPool()).values())
                      .filteredOn(row -> row.contains("tenant.closed, "))
                      .hasSize(2));

      Map<String, String> told = DerivedRecords.ofTables(node.store.readPool());
      assertThat(told)
          .as("seed %d", seed)
          .isEqualTo(DerivedRecords.ofJournal(node.store.readPool()));
      for (String type :
          List.of(
              "budget.funded",
              "budget.exhausted",
              "budget.debt_incurred",
              "budget.over_limit_entered",
              "reservation.commit_overage",
              "reservation.expired",
              "releaseReservation",
              "budget.closed_via_tenant_cascade",
              "tenant_close_cascade")) {
        assertThat(told.values()).as(type).anyMatch(row -> row.contains(type));
      }
    }
  }

  @Test
  void aCloseThatIsInterruptedIsToldOnceAndAsItsOwn() throws Exception {
    Settings settings = TestNode.settings(TestNode.embedded(dataDir));
    TenantId acme = TENANTS.getFirst();
    TenantCommand close = new TenantCommand.Update(acme, null, TenantStatus.CLOSED, null, null);
    Origin first = origin(Actor.ADMIN);
    try (TestNode node = new TestNode(settings)) {
      open(node, acme);
      answer(reserve(node, new ScopePath("tenant:acme/app:a")));
      node.hookFailures.set(Integer.MAX_VALUE);
      assertThat(answer(node.authority.tenants().ask(close, first)))
          .isInstanceOf(TenantReply.Unavailable.class);
      assertThat(closed(node)).as("its keys have not ended").isEmpty();
    }
    try (TestNode node = new TestNode(settings)) {
      await().atMost(Duration.ofSeconds(20)).until(() -> closed(node).size() == 1);
      answer(node.authority.tenants().ask(close, origin(Actor.ADMIN)));

      assertThat(closed(node))
          .singleElement()
          .asString()
          .contains("tenant_close_cascade:acme:" + first.requestId(), first.traceId());
      assertThat(DerivedRecords.ofTables(node.store.readPool()))
          .isEqualTo(DerivedRecords.ofJournal(node.store.readPool()));
    }
  }

  private static List<String> closed(TestNode node) throws Exception {
    return DerivedRecords.ofTables(node.store.readPool()).values().stream()
        .filter(row -> row.contains("tenant.closed, "))
        .toList();
  }

  private void open(TestNode node, TenantId tenant) {
    answer(
        node.authority
            .tenants()
            .ask(
                new TenantCommand.Create(
                    tenant,
                    tenant.value(),
                    null,
                    new TenantSettings(null, 1_000L, null, null),
                    null,
                    null),
                origin(Actor.ADMIN)));
    for (String below : BELOW) {
      answer(
          node.authority
              .budgets()
              .ask(
                  new BudgetCommand.Open(
                      new ScopePath("tenant:" + tenant + below),
                      Unit.TOKENS,
                      "led-" + tenant + below,
                      500,
                      60,
                      new LedgerTerms(null, null, null, null, null)),
                  origin(Actor.ADMIN_ON_BEHALF_OF)));
    }
  }

  private void run(TestNode node, int rounds) {
    for (int round = 0; round < rounds; round++) {
      List<CompletionStage<?>> underWay = new ArrayList<>();
      for (int i = 0; i < AT_ONCE; i++) {
        underWay.add(next(node));
      }
      underWay.forEach(TestNode::answer);
    }
  }

  private CompletionStage<?> next(TestNode node) {
    ScopePath scope =
        new ScopePath(
            "tenant:"
                + TENANTS.get(random.nextInt(TENANTS.size()))
                + BELOW.get(random.nextInt(BELOW.size())));
    ReservationId reservation = held.peek();
    return switch (random.nextInt(12)) {
      case 0 -> budget(node, new BudgetCommand.Freeze(scope, Unit.TOKENS));
      case 1, 2 -> budget(node, new BudgetCommand.Unfreeze(scope, Unit.TOKENS));
      case 3 -> budget(node, fund(scope));
      case 4 -> budget(node, new BudgetCommand.Update(scope, Unit.TOKENS, limit(), null, null));
      case 5 ->
          node.authority
              .tenants()
              .ask(
                  new TenantCommand.Update(
                      scope.tenant(), "n" + random.nextInt(3), null, null, null),
                  origin(Actor.ADMIN));
      case 6 ->
          node.authority
              .reservations()
              .ask(
                  new ReservationCommand.Debit(
                      key(), scope, amount(), OveragePolicy.ALLOW_WITH_OVERDRAFT, purpose()),
                  origin(Actor.API_KEY));
      case 7, 8, 9 -> reserve(node, scope);
      case 10 ->
          reservation == null
              ? reserve(node, scope)
              : node.authority
                  .reservations()
                  .ask(
                      new ReservationCommand.Release(key(), held.poll(), "stuck"),
                      origin(Actor.ADMIN_ON_BEHALF_OF));
      default ->
          reservation == null
              ? reserve(node, scope)
              : node.authority
                  .reservations()
                  .ask(
                      new ReservationCommand.Commit(key(), held.poll(), amount(), null),
                      origin(Actor.API_KEY));
    };
  }

  private CompletionStage<?> budget(TestNode node, BudgetCommand command) {
    return node.authority.budgets().ask(command, origin(Actor.ADMIN_ON_BEHALF_OF).because("why"));
  }

  private CompletionStage<?> reserve(TestNode node, ScopePath scope) {
    return node.authority
        .reservations()
        .ask(
            new ReservationCommand.Reserve(
                key(),
                scope,
                amount(),
                null,
                0,
                OveragePolicy.ALLOW_WITH_OVERDRAFT,
                false,
                purpose()),
            origin(Actor.API_KEY))
        .thenAccept(
            reply -> {
              if (reply instanceof ReservationReply.Reserved reserved && random.nextInt(4) > 0) {
                held.add(reserved.reservation());
              }
            });
  }

  private BudgetCommand.Fund fund(ScopePath scope) {
    FundingOperation operation =
        FundingOperation.values()[random.nextInt(FundingOperation.values().length)];
    return new BudgetCommand.Fund(
        scope,
        Unit.TOKENS,
        operation,
        (long) random.nextInt(300),
        Unit.TOKENS,
        null,
        "f" + random.nextInt(40),
        operation.name());
  }

  private Origin origin(Actor actor) {
    return new Origin(
        actor,
        actor == Actor.API_KEY ? "key_1" : null,
        "10.0.0.1",
        "test \"agent\"",
        "req-" + number++,
        "a".repeat(32),
        actor == Actor.ADMIN_ON_BEHALF_OF ? "releaseReservation" : "op",
        null,
        null);
  }

  private RequestKey key() {
    return new RequestKey("k" + number++, "hash");
  }

  private Amount amount() {
    return new Amount(Unit.TOKENS, 1 + random.nextInt(120));
  }

  private long limit() {
    return random.nextInt(80);
  }

  private static Purpose purpose() {
    return new Purpose("{}", "{}", null);
  }
}
