package io.bailiwick.policy;

import static org.assertj.core.api.Assertions.assertThat;

import io.bailiwick.scope.ScopePath;
import io.bailiwick.tenant.TenantId;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which policy governs a scope. */
class PolicyMatcherTest {

  private static final TenantId ACME = new TenantId("acme");

  private final List<Policy> policies = new ArrayList<>();

  @ParameterizedTest
  @CsvSource({
    "tenant:acme, tenant:acme, true",
    "tenant:acme, tenant:acme/app:chat, false",
    "tenant:acme/app:chat, tenant:acme/app:chat, true",
    "tenant:acme/app:chat, tenant:acme/app:chat2, false",
    "tenant:acme/*, tenant:acme, false",
    "tenant:acme/*, tenant:acme/app:chat, true",
    "tenant:acme/*, tenant:acme/app:chat/agent:x, true",
    "tenant:acme/app:chat/*, tenant:acme/app:chat2/agent:x, false",
    "tenant:acme/agent:*, tenant:acme/agent:x, true",
    "tenant:acme/agent:*, tenant:acme/app:chat/agent:x, true",
    "tenant:acme/agent:*, tenant:acme/app:chat, false",
    "tenant:acme/agent:*, tenant:acme/agent:x/toolset:t, false",
    "tenant:acme/app:chat/agent:*, tenant:acme/agent:x, false",
    "agent:*, tenant:acme/app:chat/agent:x, true",
    "*/agent:x, tenant:acme/app:chat/agent:x, true",
    "*/agent:x, tenant:acme/app:chat/agent:xy, false",
  })
  void matchesTheScopesOfItsPattern(String pattern, String scope, boolean matches) {
    policy(pattern, 0, 1);

    assertThat(governing(scope, 5) != null).isEqualTo(matches);
  }

  @Test
  void theHighestPriorityGoverns() {
    policy("tenant:acme/app:chat", 1, 1);
    Policy high = policy("tenant:acme/*", 2, 1);

    assertThat(governing("tenant:acme/app:chat", 5)).isEqualTo(high);
  }

  @Test
  void ofEqualPriorityTheMostSpecificGoverns() {
    Policy exact = policy("tenant:acme/app:chat/agent:x", 1, 1);
    policy("tenant:acme/app:chat/*", 1, 9);
    policy("agent:*", 1, 9);

    assertThat(governing("tenant:acme/app:chat/agent:x", 10)).isEqualTo(exact);
  }

  @Test
  void ofEquallySpecificOnesTheNewestGoverns() {
    policy("tenant:acme/*", 1, 1);
    Policy newest = policy("tenant:acme/*", 1, 3);
    policy("tenant:acme/*", 1, 2);

    assertThat(governing("tenant:acme/app:chat", 5)).isEqualTo(newest);
  }

  @Test
  void holdsFromItsFirstMomentToBeforeItsLast() {
    Policy always = policy("tenant:acme/*", 0, 1);
    Policy trial = timed(policy("tenant:acme/*", 9, 1), 100L, 200L);
    policies.set(1, trial);

    assertThat(governing("tenant:acme/app:chat", 99)).isEqualTo(always);
    assertThat(governing("tenant:acme/app:chat", 100)).isEqualTo(trial);
    assertThat(governing("tenant:acme/app:chat", 199)).isEqualTo(trial);
    assertThat(governing("tenant:acme/app:chat", 200)).isEqualTo(always);
  }

  @Test
  void aDisabledOneIsAsIfItWereNotThere() {
    Policy off = policy("tenant:acme/*", 9, 1);
    policies.set(
        0,
        new Policy(
            off.id(),
            off.name(),
            null,
            off.pattern(),
            9,
            off.terms(),
            PolicyStatus.DISABLED,
            null,
            null,
            1,
            1));

    assertThat(governing("tenant:acme/app:chat", 5)).isNull();
    assertThat(PolicyMatcher.of(policies).isEmpty()).isTrue();
  }

  private Policy governing(String scope, long atMs) {
    List<ScopePath> chain = new ScopePath(scope).chain();
    return PolicyMatcher.of(policies).governing(chain, chain.size() - 1, atMs);
  }

  private Policy policy(String pattern, int priority, long createdAtMs) {
    String unique = Integer.toString(policies.size());
    Policy policy =
        new Policy(
            PolicyId.of(ACME, unique),
            unique,
            null,
            new ScopePattern(pattern),
            priority,
            PolicyTerms.NONE,
            PolicyStatus.ACTIVE,
            null,
            null,
            createdAtMs,
            createdAtMs);
    policies.add(policy);
    return policy;
  }

  private static Policy timed(Policy policy, Long fromMs, Long untilMs) {
    return new Policy(
        policy.id(),
        policy.name(),
        null,
        policy.pattern(),
        policy.priority(),
        policy.terms(),
        policy.status(),
        fromMs,
        untilMs,
        policy.createdAtMs(),
        policy.updatedAtMs());
  }
}
