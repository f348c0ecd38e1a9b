package io.bailiwick.policy;

import static org.assertj.core.api.Assertions.assertThat;

import io.bailiwick.amount.OveragePolicy;
import io.bailiwick.collection.TrieMap;
import io.bailiwick.refusal.RefusalCode;
import io.bailiwick.tenant.TenantId;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What commands do to the policies of a tenant. */
class PolicyRulesTest {

  private static final TenantId ACME = new TenantId("acme");
  private static final Caps CAPS = new Caps(10L, null, null, null, null);
  private static final PolicyCommand.Change NO_CHANGE =
      new PolicyCommand.Change(null, null, null, null);

  private TrieMap<String, Policy> policies = TrieMap.empty();
  private long nowMs = 100;

  @Test
  void laysDownAPolicyThatIsActive() {
    Policy made = created(decide(create("1", "agents")));

    assertThat(made.status()).isEqualTo(PolicyStatus.ACTIVE);
    assertThat(made.createdAtMs()).isEqualTo(100);
    assertThat(policies.find("pol_acme_1")).isEqualTo(made);
  }

  @Test
  void refusesANameThatIsTaken() {
    decide(create("1", "agents"));

    assertThat(refused(decide(create("2", "agents")))).isEqualTo(RefusalCode.DUPLICATE_RESOURCE);
    decide(create("3", "apps"));
    assertThat(refused(decide(update("3", "agents", null, NO_CHANGE))))
        .isEqualTo(RefusalCode.DUPLICATE_RESOURCE);
    assertThat(policies.size()).isEqualTo(2);
  }

  @Test
  void aCommandThatComesTwiceMakesOnePolicy() {
    Policy made = created(decide(create("1", "agents")));
    nowMs = 200;

    assertThat(created(decide(create("1", "agents")))).isEqualTo(made);
    assertThat(policies.size()).isEqualTo(1);
  }

  @Test
  void changesWhatIsNamedAndKeepsTheRest() {
    Policy made = created(decide(create("1", "agents")));
    nowMs = 200;
    Policy changed = updated(decide(update("1", null, 7, NO_CHANGE)));

    assertThat(changed.priority()).isEqualTo(7);
    assertThat(changed.terms()).isEqualTo(made.terms());
    assertThat(changed.name()).isEqualTo("agents");
    assertThat(changed.updatedAtMs()).isEqualTo(200);
    assertThat(changed.createdAtMs()).isEqualTo(100);
  }

  @Test
  void emptyTermsTakeAwayWhatWasLaidDown() {
    decide(create("1", "agents"));
    Policy changed =
        updated(
            decide(
                update(
                    "1",
                    null,
                    null,
                    new PolicyCommand.Change(
                        Caps.NONE, OveragePolicy.REJECT, null, RateLimits.NONE))));

    assertThat(changed.terms()).isEqualTo(new PolicyTerms(null, OveragePolicy.REJECT, null, null));
  }

  @Test
  void whatChangesNothingIsNoEvent() {
    Policy made = created(decide(create("1", "agents")));
    nowMs = 200;
    PolicyRules.Decision decision = decide(update("1", "agents", 3, NO_CHANGE));

    assertThat(decision.changed()).isNull();
    assertThat(updated(decision)).isEqualTo(made);
  }

  @Test
  void refusesWhatIsNotThere() {
    assertThat(refused(decide(update("1", null, 1, NO_CHANGE)))).isEqualTo(RefusalCode.NOT_FOUND);
  }

  @Test
  void refusesAnEndThatIsNotAfterTheBeginning() {
    decide(create("1", "agents"));
    decide(timed("1", 500L, null));

    assertThat(refused(decide(timed("1", null, 500L)))).isEqualTo(RefusalCode.INVALID_REQUEST);
    assertThat(updated(decide(timed("1", null, 501L))).effectiveUntilMs()).isEqualTo(501);
  }

  @Test
  void aTenantHasSoManyAndNoMore() {
    for (int i = 0; i < PolicyRules.OF_TENANT_MAX; i++) {
      created(decide(create("p" + i, "name " + i)));
    }

    assertThat(refused(decide(create("more", "more")))).isEqualTo(RefusalCode.INVALID_REQUEST);
  }

  @Test
  void listsOfNoToolsSayNothing() {
    assertThat(new PolicyTerms(new Caps(null, null, List.of(), List.of(), null), null, null, null))
        .isEqualTo(PolicyTerms.NONE);
  }

  private PolicyRules.Decision decide(PolicyCommand command) {
    PolicyRules.Decision decision = PolicyRules.decide(policies, command, nowMs);
    if (decision.changed() != null) {
      policies = policies.with(decision.changed().id().text(), decision.changed());
    }
    return decision;
  }

  private static PolicyCommand create(String unique, String name) {
    return new PolicyCommand.Create(
        PolicyId.of(ACME, unique),
        name,
        null,
        new ScopePattern("agent:*"),
        3,
        new PolicyTerms(CAPS, null, null, new RateLimits(5, null)),
        null,
        null);
  }

  private static PolicyCommand update(
      String unique, String name, Integer priority, PolicyCommand.Change change) {
    return new PolicyCommand.Update(
        PolicyId.of(ACME, unique), name, null, priority, change, null, null, null);
  }

  private static PolicyCommand timed(String unique, Long fromMs, Long untilMs) {
    return new PolicyCommand.Update(
        PolicyId.of(ACME, unique), null, null, null, NO_CHANGE, null, fromMs, untilMs);
  }

  private static Policy created(PolicyRules.Decision decision) {
    return ((PolicyReply.Created) decision.reply()).policy();
  }

  private static Policy updated(PolicyRules.Decision decision) {
    return ((PolicyReply.Updated) decision.reply()).policy();
  }

  private static RefusalCode refused(PolicyRules.Decision decision) {
    return ((PolicyReply.Refused) decision.reply()).refusal().code();
  }
}
