package io.bailiwick.record;

import static org.assertj.core.api.Assertions.assertThat;

import io.bailiwick.policy.Caps;
import io.bailiwick.policy.Policy;
import io.bailiwick.policy.PolicyId;
import io.bailiwick.policy.PolicyStatus;
import io.bailiwick.policy.PolicyTerms;
import io.bailiwick.policy.RateLimits;
import io.bailiwick.policy.ScopePattern;
import io.bailiwick.scope.ScopeEvent;
import io.bailiwick.scope.ScopePath;
import io.bailiwick.tenant.TenantId;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PolicyRecordsTest {

  private static final TenantId ACME = new TenantId("acme");
  private static final Origin ORIGIN =
      new Origin(
          Actor.ADMIN, null, "10.0.0.9", "curl/8", "req-1", "a".repeat(32), "op", null, null, null);

  private final Told told = new Told(ScopePath.root(ACME));

  @Test
  void policiesAreToldUnderTheirPattern() {
    Policy policy = policy("agents", 3);
    told.of(new ScopeEvent.PolicySet(policy, ORIGIN, 3));
    assertThat(told.types()).containsExactly("policy.created");
    assertThat(told.events.getFirst().place()).isEqualTo(policy.pattern().text());
    told.of(new ScopeEvent.PolicySet(policy("others", 4), ORIGIN, 4));
    assertThat(told.types()).containsExactly("policy.updated");
    assertThat(told.events.getFirst().place()).isEqualTo("tenant:acme/agent:*");
  }

  @Test
  void theEntryOfAChangeSaysWhatHasBecomeAnotherAndWhatItWas() {
    told.of(new ScopeEvent.PolicySet(policy("agents", 3), ORIGIN, 3));
    Caps caps = new Caps(4_096L, null, List.of("search"), null, null);
    PolicyTerms terms = new PolicyTerms(caps, null, null, new RateLimits(5, null));
    Policy before = policy("agents", 4);
    told.of(
        new ScopeEvent.PolicySet(
            new Policy(
                before.id(),
                "others",
                null,
                before.pattern(),
                7,
                terms,
                PolicyStatus.DISABLED,
                null,
                60_000L,
                1,
                4),
            ORIGIN,
            4));

    assertThat(told.audits.getLast().metadata())
        .containsEntry("before", Map.of("name", "agents", "priority", 0, "status", "ACTIVE"))
        .containsEntry(
            "after",
            Map.of(
                "name",
                "others",
                "priority",
                7,
                "caps",
                Map.of("max_tokens", 4_096L, "tool_allowlist", List.of("search")),
                "rate_limits",
                Map.of("max_reservations_per_minute", 5),
                "effective_until",
                "1970-01-01T00:01:00Z",
                "status",
                "DISABLED"));
  }

  private static Policy policy(String name, long updatedAtMs) {
    return new Policy(
        PolicyId.of(ACME, "1"),
        name,
        null,
        new ScopePattern("tenant:acme/agent:*"),
        0,
        PolicyTerms.NONE,
        PolicyStatus.ACTIVE,
        null,
        null,
        1,
        updatedAtMs);
  }
}
