package io.bailiwick.record;

import static org.assertj.core.api.Assertions.assertThat;

import io.bailiwick.amount.OveragePolicy;
import io.bailiwick.amount.Unit;
import io.bailiwick.reservation.ReservationId;
import io.bailiwick.scope.CloseCounts;
import io.bailiwick.scope.Figures;
import io.bailiwick.scope.FundingOperation;
import io.bailiwick.scope.Ledger;
import io.bailiwick.scope.LedgerStatus;
import io.bailiwick.scope.LedgerTerms;
import io.bailiwick.scope.ScopeEvent;
import io.bailiwick.scope.ScopePath;
import io.bailiwick.tenant.Tenant;
import io.bailiwick.tenant.TenantId;
import io.bailiwick.tenant.TenantSettings;
import io.bailiwick.tenant.TenantStatus;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ScopeRecordsTest {

  private static final TenantId ACME = new TenantId("acme");
  private static final ScopePath ROOT = ScopePath.root(ACME);
  private static final Origin ORIGIN =
      new Origin(
          Actor.ADMIN, null, "10.0.0.9", "curl/8", "req-1", "a".repeat(32), "op", null, null, null);
  private static final Origin KEYS =
      new Origin(
          Actor.API_KEY,
          "key_1",
          "10.0.0.8",
          "py",
          "req-2",
          "b".repeat(32),
          "commit",
          null,
          null,
          null);

  private final Told told = new Told(ROOT);

  @Test
  void tenantIsToldOnceAndItsChangesByWhatHasChanged() {
    assertThat(told.of(set("Acme", TenantStatus.ACTIVE, null, null, 1)).types())
        .containsExactly("tenant.created");
    assertThat(told.events.getFirst())
        .returns("acme", EventRecord::tenant)
        .returns(ORIGIN, EventRecord::origin)
        .returns("cycles-admin", EventRecord::source);
    assertThat(told.audits).singleElement().returns(201, AuditEntry::status);

    assertThat(told.of(set("New", TenantStatus.ACTIVE, null, null, 2)).types())
        .containsExactly("tenant.updated");
    assertThat(told.audits.getFirst().metadata())
        .containsEntry("changed_fields", List.of("name"))
        .containsEntry("before", Map.of("name", "Acme"))
        .containsEntry("after", Map.of("name", "New"))
        .containsEntry("actor_type", "admin");
    assertThat(told.of(set("Newer", TenantStatus.ACTIVE, 5_000L, null, 3)).types())
        .containsExactly("tenant.settings_changed");
    assertThat(told.events.getFirst().data().members())
        .containsEntry("changed_fields", List.of("name", "default_reservation_ttl_ms"));
    assertThat(told.of(set("Newer", TenantStatus.SUSPENDED, 5_000L, null, 4)).types())
        .containsExactly("tenant.suspended");
    assertThat(told.of(set("Newer", TenantStatus.ACTIVE, 5_000L, "{}", 5)).types())
        .containsExactly("tenant.reactivated");
    assertThat(told.events.getFirst().data().members())
        .containsEntry("previous_status", "SUSPENDED")
        .containsEntry("new_status", "ACTIVE")
        .containsEntry("changed_fields", List.of("metadata"));
  }

  @Test
  void whatChangesNothingIsNotTold() {
    told.of(set("Acme", TenantStatus.ACTIVE, null, null, 1), opened(100, 0, 0));

    told.of(
        set("Acme", TenantStatus.ACTIVE, null, null, 9),
        new ScopeEvent.LedgerChanged(told.state().ledger(Unit.TOKENS), ORIGIN, 10),
        held(1, 50),
        settled(1, 50, 20, 0, false, null));

    assertThat(told.types()).isEmpty();
    assertThat(told.audits).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "CREDIT, budget.funded",
    "DEBIT, budget.debited",
    "RESET, budget.reset",
    "RESET_SPENT, budget.reset_spent",
    "REPAY_DEBT, budget.debt_repaid"
  })
  void fundingIsToldWithTheFiguresBeforeAndAfter(FundingOperation operation, String type) {
    told.of(opened(100, 0, 0));

    told.of(funded(operation, new Figures(90, 0, 0, 0, 0, false)));

    assertThat(told.types()).containsExactly(type);
    Map<String, Object> data = told.events.getFirst().data().members();
    assertThat(data).containsEntry("operation", operation.name()).containsEntry("reason", "why");
    assertThat(data.get("previous_state").toString()).contains("allocated=100", "remaining=100");
    assertThat(data.get("new_state").toString()).contains("allocated=90", "remaining=90");
    assertThat(data.get("spent_override_provided"))
        .isEqualTo(operation == FundingOperation.RESET_SPENT ? Boolean.TRUE : null);
    assertThat(told.audits)
        .singleElement()
        .returns("budget", AuditEntry::resourceType)
        .returns(ROOT + ":TOKENS", AuditEntry::resourceId);
    assertThat(told.audits.getFirst().metadata())
        .containsEntry("funding_operation", operation.name())
        .containsEntry("idempotency_key", "fund-1")
        .containsEntry("reason", "why")
        .containsEntry("previous_spent", 0L)
        .containsEntry("new_spent", 0L);
  }

  @ParameterizedTest
  @CsvSource({
    "CREDIT, 70, 20, 30",
    "DEBIT, 20, 20, 20",
    "RESET, 33, 20, 33",
    "RESET_SPENT, 33, 20, 33",
    "REPAY_DEBT, 40, 5, 15",
    "REPAY_DEBT, 42, 0, 22"
  })
  void howMuchWasFundedIsToldAsItWasAskedFor(
      FundingOperation operation, long allocated, long debt, long amount) {
    told.of(new ScopeEvent.LedgerOpened(ledger(new Figures(40, 0, 0, 20, 100, false)), ORIGIN, 5));

    told.of(funded(operation, new Figures(allocated, 0, 0, debt, 100, false)));

    assertThat(told.audits.getFirst().metadata()).containsEntry("amount", amount);
  }

  @Test
  void statusAndTermsOfALedgerAreTold() {
    assertThat(told.of(opened(100, 0, 0)).types()).containsExactly("budget.created");
    Ledger ledger = told.state().ledger(Unit.TOKENS);
    assertThat(told.of(changed(ledger.with(LedgerStatus.FROZEN, 2))).types())
        .containsExactly("budget.frozen");
    assertThat(told.of(changed(ledger.with(LedgerStatus.ACTIVE, 3))).types())
        .containsExactly("budget.unfrozen");
    Ledger other = ledger.with(new LedgerTerms(OveragePolicy.REJECT, "NONE", null, null, null), 4);
    assertThat(told.of(changed(other)).types()).containsExactly("budget.updated");
    assertThat(told.audits.getFirst().resourceId()).isEqualTo("led_1");
    assertThat(told.audits.getFirst().metadata())
        .containsEntry("commit_overage_policy", "REJECT")
        .containsEntry("after", Map.of("commit_overage_policy", "REJECT"));
    assertThat(told.events.getFirst().data().members().get("new_state").toString())
        .contains("overdraft_limit=", "commit_overage_policy=REJECT");
    told.of(changed(other.with(new Figures(100, 0, 0, 0, 7, false), 5)));
    assertThat(told.audits.getFirst().metadata())
        .containsEntry("before", Map.of("overdraft_limit", 0L))
        .containsEntry("after", Map.of("overdraft_limit", 7L));
  }

  @Test
  void exhaustionIsToldWhenNothingIsLeftAndNotAgainUntilSomethingIs() {
    told.of(opened(100, 0, 0));

    assertThat(told.of(held(1, 60)).typesBesideThresholds()).isEmpty();
    assertThat(told.of(held(2, 40)).typesBesideThresholds()).containsExactly("budget.exhausted");
    assertThat(told.events.getFirst())
        .returns(KEYS, EventRecord::origin)
        .returns("cycles-server", EventRecord::source);
    assertThat(told.events.getFirst().data().members())
        .containsEntry("utilization", new BigDecimal("1.0000"))
        .containsEntry("remaining", 0L);
    assertThat(told.of(settled(1, 60, 60, 0, false, null)).typesBesideThresholds()).isEmpty();
    assertThat(told.of(settled(2, 40, 10, 0, false, null)).typesBesideThresholds()).isEmpty();
    assertThat(told.of(held(3, 30)).typesBesideThresholds()).containsExactly("budget.exhausted");
    assertThat(told.audits).isEmpty();
  }

  @Test
  void debtAndTheLimitAreToldWhenTheyAreReachedAndLeft() {
    told.of(opened(100, 0, 10));

    assertThat(told.of(settled(1, 0, 100, 8, false, null)).typesBesideThresholds())
        .containsExactly("budget.debt_incurred", "budget.exhausted");
    assertThat(told.events.getFirst().data().members())
        .containsEntry("debt_incurred", 8L)
        .containsEntry("total_debt", 8L)
        .containsEntry("reservation_id", reservation(1).text());
    assertThat(told.of(settled(2, 0, 0, 5, true, null)).typesBesideThresholds())
        .containsExactly("budget.debt_incurred", "budget.over_limit_entered");
    assertThat(told.events.getLast().data().members())
        .containsEntry("debt_utilization", new BigDecimal("1.3000"));
    assertThat(told.of(settled(3, 0, 0, 1, true, null)).typesBesideThresholds())
        .containsExactly("budget.debt_incurred");
    assertThat(
            told.of(funded(FundingOperation.REPAY_DEBT, new Figures(100, 100, 0, 4, 10, false)))
                .typesBesideThresholds())
        .containsExactly("budget.debt_repaid", "budget.over_limit_exited");
  }

  @Test
  void closeIsToldAsTheLastOfAllWithHowMuchItHasEnded() {
    told.of(set("Acme", TenantStatus.ACTIVE, null, null, 1), opened(100, 0, 0), held(1, 60));
    String correlation = "tenant_close_cascade:acme:req-1";

    told.of(set("Gone", TenantStatus.CLOSED, null, null, 10));
    assertThat(told.types()).isEmpty();
    assertThat(told.audits)
        .as("the request has its entry with the guard")
        .singleElement()
        .returns("op", entry -> entry.origin().operation())
        .returns("tenant", AuditEntry::resourceType)
        .returns(10L, AuditEntry::atMs)
        .returns("CLOSED", entry -> entry.metadata().get("new_status"))
        .returns(correlation, entry -> entry.metadata().get("correlation_id"));
    assertThat(told.audits.getFirst().metadata().get("cascade").toString())
        .isEqualTo(
            "{budgets_closed=0, webhooks_disabled=0, api_keys_revoked=0, reservations_released=0,"
                + " in_progress=true, failures_count=0, failed_resources=[]}");

    told.of(settled(1, 60, 0, 0, false, true), new ScopeEvent.NodeClosed(ORIGIN, 20));
    assertThat(told.types())
        .containsExactly(
            "reservation.released_via_tenant_cascade", "budget.closed_via_tenant_cascade");
    assertThat(told.events.getFirst().data().members())
        .containsEntry("released_amount", 60L)
        .containsEntry("ledger_id", "led_1")
        .containsEntry("cascade_reason", "tenant_closed");
    assertThat(told.events.getFirst().atMs()).isLessThan(told.events.getLast().atMs());
    assertThat(told.operations()).containsOnly("tenant_close_cascade").hasSize(2);
    assertThat(told.audits.getLast().metadata()).containsEntry("released_reserved_amount", 60L);
    assertThat(told.events.getLast().data().members())
        .doesNotContainKey("released_reserved_amount");
    assertThat(told.events).extracting(EventRecord::correlationId).containsOnly(correlation);
    assertThat(told.audits)
        .allMatch(entry -> entry.metadata().get("correlation_id").equals(correlation));

    told.of(new ScopeEvent.CloseCompleted(new CloseCounts(1, 2, 3, 4L), 30));
    assertThat(told.types()).containsExactly("tenant.closed");
    assertThat(told.events.getFirst())
        .returns(correlation, EventRecord::correlationId)
        .returns(ORIGIN, EventRecord::origin);
    assertThat(told.events.getFirst().data().members())
        .containsEntry("previous_status", "ACTIVE")
        .containsEntry("changed_fields", List.of("name"));
    assertThat(told.audits)
        .as("the request has no second one")
        .singleElement()
        .returns("tenant_close_cascade", entry -> entry.origin().operation())
        .returns("tenant", AuditEntry::resourceType)
        .returns("tenant.closed", entry -> entry.metadata().get("event_kind"))
        .returns(correlation, entry -> entry.metadata().get("correlation_id"));
    assertThat(told.audits.getFirst().metadata().get("cascade").toString())
        .isEqualTo(
            "{budgets_closed=1, webhooks_disabled=2, api_keys_revoked=3, reservations_released=4,"
                + " in_progress=false, failures_count=0, failed_resources=[]}");

    // A closed tenant can still be renamed, and its root written to to find rivals.
    assertThat(told.of(set("Later", TenantStatus.CLOSED, null, null, 40)).types())
        .containsExactly("tenant.updated");
    assertThat(told.of(set("Later", TenantStatus.CLOSED, null, null, 50)).types()).isEmpty();
  }

  @Test
  void changesOfABulkActionShareItsIdAndHaveNoAuditEntryOfTheirOwn() {
    String bulk = "tenant_bulk_action:close:req-1";
    told.of(set("Acme", TenantStatus.ACTIVE, null, null, 1));

    told.of(
        new ScopeEvent.TenantSet(
            tenant("Acme", TenantStatus.CLOSED, null, null), ORIGIN.partOf(bulk), 2),
        new ScopeEvent.CloseCompleted(null, 3));

    assertThat(told.audits).isEmpty();
    assertThat(told.events).singleElement().returns(bulk, EventRecord::correlationId);
  }

  @Test
  void journalsFromBeforeThereWereOriginsAreToldWithoutThem() {
    told.of(
        new ScopeEvent.TenantSet(tenant("Acme", TenantStatus.ACTIVE, null, null), null, 1),
        new ScopeEvent.LedgerOpened(ledger(new Figures(1, 0, 0, 0, 0, false)), null, 2));

    assertThat(told.types()).containsExactly("tenant.created", "budget.created");
    assertThat(told.events).allMatch(event -> event.origin() == null);
    assertThat(told.audits).isEmpty();
  }

  @Test
  void whatIsToldAgainHasTheSameIdAndLaterOnesSortAfterIt() {
    ScopeEvent[] events = {
      set("Acme", TenantStatus.ACTIVE, null, null, 1),
      opened(100, 0, 0),
      changed(ledger(new Figures(100, 0, 0, 0, 0, false)).with(LedgerStatus.FROZEN, 6))
    };
    List<String> ids = told.of(events).events.stream().map(EventRecord::eventId).toList();
    List<String> again =
        new Told(ROOT).of(events).events.stream().map(EventRecord::eventId).toList();

    assertThat(again).isEqualTo(ids).doesNotHaveDuplicates().isSorted();
    assertThat(ids).allMatch(id -> id.matches("evt_[0-9a-z]{9}[0-9][0-9a-f]{24}"));
  }

  private static ScopeEvent set(
      String name, TenantStatus status, Long ttlMs, String metadata, long atMs) {
    return new ScopeEvent.TenantSet(tenant(name, status, ttlMs, metadata), ORIGIN, atMs);
  }

  private static Tenant tenant(String name, TenantStatus status, Long ttlMs, String metadata) {
    return new Tenant(
        ACME,
        name,
        status,
        null,
        new TenantSettings(null, ttlMs, null, null),
        null,
        metadata,
        0,
        0,
        null,
        null);
  }

  private static ScopeEvent opened(long allocated, long spent, long limit) {
    Figures figures = new Figures(allocated, spent, 0, 0, limit, false);
    return new ScopeEvent.LedgerOpened(ledger(figures), ORIGIN, 5);
  }

  private static Ledger ledger(Figures figures) {
    return new Ledger(
        ROOT,
        Unit.TOKENS,
        "led_1",
        new LedgerTerms(null, "NONE", null, null, null),
        LedgerStatus.ACTIVE,
        figures,
        0,
        0,
        null);
  }

  private static ScopeEvent changed(Ledger ledger) {
    return new ScopeEvent.LedgerChanged(ledger, ORIGIN, 6);
  }

  private ScopeEvent funded(FundingOperation operation, Figures after) {
    return new ScopeEvent.Funded(
        Unit.TOKENS,
        operation,
        told.state().ledger(Unit.TOKENS).figures(),
        after,
        operation == FundingOperation.RESET_SPENT ? Boolean.TRUE : null,
        "fund-1",
        "hash",
        ORIGIN.because("why"),
        7);
  }

  private static ScopeEvent held(long number, long amount) {
    return new ScopeEvent.Held(
        new ScopeEvent.Step(0, number, 0), reservation(number), Unit.TOKENS, amount, KEYS, 8);
  }

  private static ScopeEvent settled(
      long number, long released, long spent, long indebted, boolean overLimit, Boolean isOfClose) {
    return new ScopeEvent.Settled(
        new ScopeEvent.Step(0, 100 + number, 0),
        reservation(number),
        Unit.TOKENS,
        released,
        spent,
        indebted,
        overLimit,
        isOfClose,
        KEYS,
        9);
  }

  private static ReservationId reservation(long number) {
    return ReservationId.of(ACME, 0, 1, number);
  }
}
