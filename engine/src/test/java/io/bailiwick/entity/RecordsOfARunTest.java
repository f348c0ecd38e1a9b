package io.bailiwick.entity;

import static io.bailiwick.entity.TestNode.answer;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.bailiwick.amount.Amount;
import io.bailiwick.amount.OveragePolicy;
import io.bailiwick.amount.Unit;
import io.bailiwick.config.Settings;
import io.bailiwick.policy.Caps;
import io.bailiwick.policy.PolicyCommand;
import io.bailiwick.policy.PolicyId;
import io.bailiwick.policy.PolicyStatus;
import io.bailiwick.policy.PolicyTerms;
import io.bailiwick.policy.ScopePattern;
import io.bailiwick.record.Actor;
import io.bailiwick.record.Origin;
import io.bailiwick.reservation.Purpose;
import io.bailiwick.reservation.RequestKey;
import io.bailiwick.reservation.ReservationCommand;
import io.bailiwick.reservation.ReservationId;
import io.bailiwick.reservation.ReservationReply;
import io.bailiwick.scope.BudgetCommand;
import io.bailiwick.scope.BurnTerms;
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
import java.util.TreeMap;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is told of a run is what its journal stands for: nothing else, nothing less. */
class RecordsOfARunTest {

  private static final int ROUNDS = 80;
  private static final int AT_ONCE = 15;

  private static final List<TenantId> TENANTS = List.of(new TenantId("acme"), new TenantId("beta"));
  private static final List<String> BELOW = List.of("", "/app:a", "/app:a/agent:x");

  private final long seed = Long.getLong("seed", new Random().nextLong());
  private final Random random = new Random(seed);
  private final Queue<ReservationId> held = new ConcurrentLinkedQueue<>();
  private final Map<String, Integer> expectedOfOwned = new ConcurrentHashMap<>();
  private OwnedRun owned;
  private int number;

  @TempDir Path dataDir;

  @ParameterizedTest
  @ValueSource(strings = {"embedded", "postgresql"})
  void recordsAreThoseThatTheJournalStandsFor(String kind) throws Exception {
    Settings settings =
        TestNode.settings(
            kind.equals("embedded") ? TestNode.embedded(dataDir) : TestNode.postgres(dataDir));
    try (TestNode node = new TestNode(settings)) {
      owned = new OwnedRun(node, settings, random, expectedOfOwned);
      TENANTS.forEach(tenant -> open(node, tenant));
      run(node, ROUNDS);
    }
    try (TestNode node = new TestNode(settings)) {
      owned = owned.on(node, settings);
      node.atClose.set(owned::end);
      node.utilizations.set(List.of(333_333, 800_000, 950_000, 1_000_000));
      node.burns.set(List.of(BurnTerms.PROTOCOL, new BurnTerms(1, 1_500)));
      // Entities that come back from the journal go on where they were.
      run(node, ROUNDS);
      for (TenantId tenant : TENANTS) {
        answer(owned.make(tenant, origin(Actor.ADMIN)));
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
      Map<String, String> ofOwned = new TreeMap<>(told);
      ofOwned.values().removeIf(row -> !DerivedRecords.isOfOwned(row));
      Map<String, String> ofTrees = new TreeMap<>(told);
      ofTrees.keySet().removeAll(ofOwned.keySet());
      assertThat(ofTrees)
          .as("seed %d", seed)
          .isEqualTo(DerivedRecords.ofJournal(node.store.readPool()));
      DerivedRecords.decisionsAreThoseOfTheJournal(node.store.readPool(), seed);
      assertThat(DerivedRecords.counted(ofOwned)).as("seed %d", seed).isEqualTo(expectedOwned());
      assertThat(DerivedRecords.exported(StoreReads.of(node.system, node.store).lists()))
          .as("seed %d", seed)
          .isEqualTo(told.keySet());
      assertThat(told.values())
          .as("each close has counted what it has ended")
          .filteredOn(row -> row.contains("\"in_progress\":false"))
          .hasSize(2)
          .allMatch(row -> row.contains("\"budgets_closed\":" + BELOW.size()))
          .noneMatch(row -> row.contains("\"webhooks_disabled\":0"));
      for (String type :
          List.of(
              "budget.funded",
              "budget.threshold_crossed",
              "\"threshold\":0.333333",
              "budget.over_limit_exited",
              "policy.created",
              "policy.updated",
              "tenant.suspended",
              "tenant.settings_changed",
              "webhook.paused",
              "api_key.revoked",
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
          .isInstanceOf(TenantReply.Closing.class);
      assertThat(closed(node)).as("its keys have not ended").isEmpty();
      assertThat(entries(node, first)).as("what was asked for is in the log").hasSize(1);
    }
    try (TestNode node = new TestNode(settings)) {
      await().atMost(Duration.ofSeconds(20)).until(() -> closed(node).size() == 1);
      answer(node.authority.tenants().ask(close, origin(Actor.ADMIN)));

      assertThat(closed(node))
          .singleElement()
          .asString()
          .contains("tenant_close_cascade:acme:" + first.requestId(), first.traceId());
      assertThat(entries(node, first)).as("and is not told again").hasSize(1);
      assertThat(DerivedRecords.ofTables(node.store.readPool()))
          .isEqualTo(DerivedRecords.ofJournal(node.store.readPool()));
    }
  }

  /** Of a request that has closed a tenant. */
  private static List<String> entries(TestNode node, Origin origin) throws Exception {
    return DerivedRecords.ofTables(node.store.readPool()).values().stream()
        .filter(row -> row.contains(", op, tenant, ") && row.contains(origin.requestId()))
        .toList();
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
    return switch (random.nextInt(18)) {
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
          asAgent(
              node,
              new ReservationCommand.Debit(
                  key(), scope, amount(), OveragePolicy.ALLOW_WITH_OVERDRAFT, purpose()));
      case 7, 8, 9 -> reserve(node, scope);
      case 12, 13, 14 -> owned.next(scope.tenant(), origin(Actor.ADMIN));
      case 15 -> policy(node, scope);
      case 16 -> tenant(node, scope.tenant());
      case 17 ->
          reservation == null
              ? reserve(node, scope)
              : asAgent(
                  node, new ReservationCommand.Extend(key(), reservation, 1 + random.nextInt(900)));
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
              : asAgent(node, new ReservationCommand.Commit(key(), held.poll(), amount(), null));
    };
  }

  private CompletionStage<?> asAgent(TestNode node, ReservationCommand command) {
    return node.authority.reservations().ask(command, origin(Actor.API_KEY));
  }

  /** A key for each kind of record: an event's type, or the operation of an entry. */
  private Map<String, Integer> expectedOwned() {
    Map<String, Integer> all = new TreeMap<>(expectedOfOwned);
    int ended =
        all.getOrDefault("api_key.revoked_via_tenant_cascade", 0)
            + all.getOrDefault("webhook.disabled_via_tenant_cascade", 0);
    all.put("tenant_close_cascade", ended);
    return all;
  }

  private CompletionStage<?> policy(TestNode node, ScopePath scope) {
    int unique = random.nextInt(6);
    PolicyId id = PolicyId.of(scope.tenant(), "p" + unique);
    PolicyCommand command =
        random.nextBoolean()
            ? new PolicyCommand.Create(
                id,
                "p" + unique,
                null,
                new ScopePattern(scope.text()),
                1,
                new PolicyTerms(new Caps(5L, null, null, null, null), null, null, null),
                null,
                null)
            : new PolicyCommand.Update(
                id,
                null,
                null,
                random.nextInt(3),
                new PolicyCommand.Change(null, null, null, null),
                random.nextBoolean() ? PolicyStatus.ACTIVE : PolicyStatus.DISABLED,
                null,
                null);
    return node.authority.policies().ask(command, origin(Actor.ADMIN_ON_BEHALF_OF));
  }

  /** Mostly back to work. */
  private CompletionStage<?> tenant(TestNode node, TenantId tenant) {
    TenantStatus status = random.nextInt(6) == 0 ? TenantStatus.SUSPENDED : TenantStatus.ACTIVE;
    TenantSettings settings =
        random.nextBoolean()
            ? null
            : new TenantSettings(null, 1_000L + random.nextInt(3), null, null);
    return node.authority
        .tenants()
        .ask(new TenantCommand.Update(tenant, null, status, settings, null), origin(Actor.ADMIN));
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
