package io.bailiwick.reservation;

import static io.bailiwick.amount.OveragePolicy.ALLOW_IF_AVAILABLE;
import static io.bailiwick.amount.OveragePolicy.ALLOW_WITH_OVERDRAFT;
import static io.bailiwick.amount.OveragePolicy.REJECT;
import static org.assertj.core.api.Assertions.assertThat;

import io.bailiwick.amount.Amount;
import io.bailiwick.amount.OveragePolicy;
import io.bailiwick.amount.Unit;
import io.bailiwick.policy.Caps;
import io.bailiwick.policy.PolicyCommand;
import io.bailiwick.policy.PolicyId;
import io.bailiwick.policy.PolicyReply;
import io.bailiwick.policy.PolicyTerms;
import io.bailiwick.policy.RateLimits;
import io.bailiwick.policy.ScopePattern;
import io.bailiwick.policy.TtlOverride;
import io.bailiwick.protocol.EntityId;
import io.bailiwick.refusal.Refusal;
import io.bailiwick.refusal.RefusalCode;
import io.bailiwick.scope.BudgetCommand;
import io.bailiwick.scope.ScopePath;
import io.bailiwick.tenant.TenantSettings;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What policies do to requests, from the root to the answer. */
class PoliciesTest {

  private static final Caps CAPS = new Caps(4_096L, null, null, List.of("code.exec"), null);
  private static final Caps OTHER_CAPS = new Caps(1L, null, null, null, null);
  private static final EntityId.OfScope ROOT = new EntityId.OfScope(OneTenant.ROOT);
  private static final ScopePath WRITER = new ScopePath("tenant:acme/app:chat/agent:writer");
  private static final ScopePath READER = new ScopePath("tenant:acme/app:chat/agent:reader");

  private OneTenant acme = new OneTenant();
  private int policies;

  @Test
  void capsComeWithWhatIsAllowedAndWithNothingElse() {
    fund(100);
    policy("agent:*", caps(CAPS));

    assertThat(caps(acme.reserve(WRITER, 10))).isEqualTo(CAPS);
    assertThat(caps(judge(WRITER, 10))).isEqualTo(CAPS);
    assertThat(caps(dryRun(WRITER, 10))).isEqualTo(CAPS);
    assertThat(caps(acme.reserve(OneTenant.ROOT, 10))).isNull();
    assertThat(((ReservationReply.Judged) judge(WRITER, 1_000)).denial()).isNotNull();
    assertThat(caps(judge(WRITER, 1_000))).isNull();
  }

  @Test
  void aRepeatedRequestGetsTheCapsOfItsFirstAnswer() {
    fund(100);
    PolicyId policy = policy("agent:*", caps(CAPS));
    RequestKey key = acme.newKey();
    ReservationCommand reserve = OneTenant.reserving(key, WRITER, 10, null);
    ReservationCommand decide =
        new ReservationCommand.Decide(acme.newKey(), WRITER, new Amount(Unit.TOKENS, 1));
    ReservationReply first = acme.ask(reserve);
    ReservationReply decided = acme.ask(decide);
    change(policy, new PolicyCommand.Change(OTHER_CAPS, null, null, null));

    assertThat(acme.ask(reserve)).isEqualTo(first);
    assertThat(acme.ask(decide)).isEqualTo(decided);
    acme.restart(acme.book());
    assertThat(acme.ask(reserve)).isEqualTo(first);
    assertThat(caps(acme.reserve(WRITER, 10))).isEqualTo(OTHER_CAPS);
  }

  @Test
  void theOveragePolicyIsThatOfTheRequestThePolicyTheLedgerTheTenant() {
    acme = new OneTenant(new TenantSettings(REJECT, null, null, null), null);
    fund(100);
    assertThat(overage(null)).isEqualTo(REJECT);
    acme.budget(
        new BudgetCommand.Update(OneTenant.ROOT, Unit.TOKENS, null, ALLOW_WITH_OVERDRAFT, null));
    assertThat(overage(null)).isEqualTo(ALLOW_WITH_OVERDRAFT);
    policy("agent:*", new PolicyTerms(null, ALLOW_IF_AVAILABLE, null, null));
    assertThat(overage(null)).isEqualTo(ALLOW_IF_AVAILABLE);
    assertThat(overage(REJECT)).isEqualTo(REJECT);
  }

  @Test
  void anEventGoesByThePolicyBeforeTheLedger() {
    fund(100);
    policy("agent:*", new PolicyTerms(null, REJECT, null, null));

    assertThat(refusal(acme.event(WRITER, 101, null)).code())
        .isEqualTo(RefusalCode.BUDGET_EXCEEDED);
    assertThat(acme.event(WRITER, 101, ALLOW_IF_AVAILABLE))
        .isInstanceOf(ReservationReply.Debited.class);
  }

  @Test
  void leasesGoByThePolicyBeforeTheTenant() {
    acme = new OneTenant(new TenantSettings(null, 20_000L, 30_000L, 5), null);
    fund(100);
    assertThat(lease(null)).isEqualTo(20_000);
    assertThat(lease(99_000L)).isEqualTo(30_000);
    policy("agent:*", new PolicyTerms(null, null, new TtlOverride(40_000L, 50_000L, 1), null));
    assertThat(lease(null)).isEqualTo(40_000);
    assertThat(lease(99_000L)).isEqualTo(50_000);
    assertThat(lease(10_000L)).isEqualTo(10_000);

    ReservationId id = acme.reserved(WRITER, 1, null);
    assertThat(acme.extend(id, 1_000)).isInstanceOf(ReservationReply.Extended.class);
    assertThat(refusal(acme.extend(id, 1_000)).code())
        .isEqualTo(RefusalCode.MAX_EXTENSIONS_EXCEEDED);
  }

  @Test
  void moreThanTheRateIsTurnedAwayUntilThereIsRoom() {
    fund(1_000);
    policy("agent:*", rates(2, null));
    acme.reserve(WRITER, 1);
    acme.event(WRITER, 1, null);

    Refusal refusal = refusal(acme.reserve(WRITER, 1));
    assertThat(refusal.code()).isEqualTo(RefusalCode.LIMIT_EXCEEDED);
    long waitMs = (Long) refusal.details().get(Refusal.RETRY_AFTER_MS);
    assertThat(waitMs).isBetween(60_000L, 61_000L);
    assertThat(refusal(acme.event(WRITER, 1, null)).code()).isEqualTo(RefusalCode.LIMIT_EXCEEDED);
    assertThat(refusal(judge(WRITER, 1)).code()).isEqualTo(RefusalCode.LIMIT_EXCEEDED);
    assertThat(refusal(dryRun(WRITER, 1)).code()).isEqualTo(RefusalCode.LIMIT_EXCEEDED);
    assertThat(acme.reserve(READER, 1)).isInstanceOf(ReservationReply.Reserved.class);
    acme.advance(waitMs);
    assertThat(acme.reserve(WRITER, 1)).isInstanceOf(ReservationReply.Reserved.class);
  }

  @Test
  void whatWasTurnedAwayAndWhatOnlyAsksIsNotCounted() {
    fund(1_000);
    policy("agent:*", rates(1, null));
    judge(WRITER, 1);
    dryRun(WRITER, 1);
    assertThat(acme.reserve(WRITER, 1)).isInstanceOf(ReservationReply.Reserved.class);
    acme.advance(30_000);
    assertThat(refusal(acme.reserve(WRITER, 1)).code()).isEqualTo(RefusalCode.LIMIT_EXCEEDED);
    acme.advance(31_000);
    assertThat(acme.reserve(WRITER, 1)).isInstanceOf(ReservationReply.Reserved.class);
  }

  @Test
  void theRateOfAScopeCountsEverythingBelowIt() {
    fund(1_000);
    policy("tenant:acme", rates(2, null));
    acme.reserve(WRITER, 1);
    acme.reserve(READER, 1);

    assertThat(refusal(acme.reserve(OneTenant.ROOT, 1)).code())
        .isEqualTo(RefusalCode.LIMIT_EXCEEDED);
    assertThat(refusal(acme.reserve(WRITER, 1)).details())
        .containsEntry("scope", "tenant:acme")
        .containsEntry("max_reservations_per_minute", 2L);
    assertThat(caps(judgeLater(WRITER))).isNull();
  }

  @Test
  void anEventCountsOnceAlsoWhereItAsksTwice() {
    fund(1_000);
    policy("tenant:acme", rates(2, 2));

    assertThat(acme.event(WRITER, 1, null)).isInstanceOf(ReservationReply.Debited.class);
    assertThat(acme.event(WRITER, 1, null)).isInstanceOf(ReservationReply.Debited.class);
    assertThat(refusal(acme.event(WRITER, 1, null)).code()).isEqualTo(RefusalCode.LIMIT_EXCEEDED);
  }

  @Test
  void aCommitIsNeverTurnedAwayAndHoldsBackWhatIsNew() {
    fund(1_000);
    policy("agent:*", rates(null, 1));
    ReservationId first = acme.reserved(WRITER, 10, null);
    ReservationId second = acme.reserved(WRITER, 10, null);
    ReservationId third = acme.reserved(WRITER, 10, null);

    assertThat(acme.commit(first, 5)).isInstanceOf(ReservationReply.Committed.class);
    assertThat(acme.commit(second, 15)).isInstanceOf(ReservationReply.Committed.class);
    assertThat(refusal(acme.reserve(WRITER, 1)).details())
        .containsEntry("max_commits_per_minute", 1L);
    assertThat(acme.extend(third, 60_000)).isInstanceOf(ReservationReply.Extended.class);
    assertThat(acme.release(third)).isInstanceOf(ReservationReply.Released.class);
    acme.advance(61_000);
    assertThat(acme.reserve(WRITER, 1)).isInstanceOf(ReservationReply.Reserved.class);
  }

  @Test
  void aRestartRemembersPoliciesAndForgetsRates() {
    fund(1_000);
    policy("agent:*", new PolicyTerms(CAPS, null, null, new RateLimits(1, null)));
    acme.reserve(WRITER, 1);
    acme.restart(ROOT);

    assertThat(caps(acme.reserve(WRITER, 1))).isEqualTo(CAPS);
    assertThat(refusal(acme.reserve(WRITER, 1)).code()).isEqualTo(RefusalCode.LIMIT_EXCEEDED);
  }

  @Test
  void aClosedTenantsPoliciesDoNotChange() {
    PolicyId policy = policy("agent:*", caps(CAPS));
    acme.close();

    assertThat(refusal(acme.command(create("agent:*", caps(CAPS)))).code())
        .isEqualTo(RefusalCode.TENANT_CLOSED);
    assertThat(refusal(change(policy, new PolicyCommand.Change(null, REJECT, null, null))).code())
        .isEqualTo(RefusalCode.TENANT_CLOSED);
    assertThat(acme.state(OneTenant.ROOT).policies().size()).isEqualTo(1);
  }

  private void fund(long tokens) {
    acme.open("tenant:acme", Unit.TOKENS, tokens, 0);
  }

  private PolicyId policy(String pattern, PolicyTerms terms) {
    return ((PolicyReply.Created) acme.command(create(pattern, terms))).policy().id();
  }

  private PolicyCommand create(String pattern, PolicyTerms terms) {
    String unique = "p" + policies++;
    return new PolicyCommand.Create(
        PolicyId.of(OneTenant.ACME, unique),
        unique,
        null,
        new ScopePattern(pattern),
        0,
        terms,
        null,
        null);
  }

  private PolicyReply change(PolicyId policy, PolicyCommand.Change terms) {
    return acme.command(
        new PolicyCommand.Update(policy, null, null, null, terms, null, null, null));
  }

  private static PolicyTerms caps(Caps caps) {
    return new PolicyTerms(caps, null, null, null);
  }

  private static PolicyTerms rates(Integer reservations, Integer commits) {
    return new PolicyTerms(null, null, null, new RateLimits(reservations, commits));
  }

  private ReservationReply judge(ScopePath scope, long amount) {
    return acme.ask(
        new ReservationCommand.Decide(acme.newKey(), scope, new Amount(Unit.TOKENS, amount)));
  }

  private ReservationReply judgeLater(ScopePath scope) {
    acme.advance(61_000);
    return judge(scope, 1);
  }

  private ReservationReply dryRun(ScopePath scope, long amount) {
    return acme.ask(reserving(scope, amount, null, null, true));
  }

  private OveragePolicy overage(OveragePolicy requested) {
    ReservationId id = acme.reserved(WRITER, 1, requested);
    return acme.bookState().reservation(id).overagePolicy();
  }

  private long lease(Long ttlMs) {
    ReservationReply.Reserved reply =
        (ReservationReply.Reserved) acme.ask(reserving(WRITER, 1, ttlMs, null, false));
    return reply.remainingTtlMs();
  }

  private ReservationCommand reserving(
      ScopePath scope, long amount, Long ttlMs, OveragePolicy overage, boolean dryRun) {
    return new ReservationCommand.Reserve(
        acme.newKey(),
        scope,
        new Amount(Unit.TOKENS, amount),
        ttlMs,
        5_000,
        overage,
        dryRun,
        new Purpose("{}", "{}", null));
  }

  private static Caps caps(ReservationReply reply) {
    return switch (reply) {
      case ReservationReply.Reserved reserved -> reserved.caps();
      case ReservationReply.Judged judged -> judged.caps();
      default -> throw new AssertionError("has no caps: " + reply);
    };
  }

  private static Refusal refusal(Object reply) {
    return switch (reply) {
      case ReservationReply.Refused(var refusal) -> refusal;
      case PolicyReply.Refused(var refusal) -> refusal;
      default -> throw new AssertionError("not refused: " + reply);
    };
  }
}
