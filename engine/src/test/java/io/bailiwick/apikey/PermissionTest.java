package io.bailiwick.apikey;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bailiwick.scope.ScopePath;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PermissionTest {

  @ParameterizedTest
  @CsvSource({
    "budgets:read, budgets:read, true",
    "budgets:write, budgets:read, false",
    "budgets:read, budgets:write, false",
    "admin:read, budgets:read, true",
    "admin:read, reservations:list, false",
    "admin:read, admin:audit:read, true",
    "admin:read, budgets:write, false",
    "admin:read, reservations:create, false",
    "admin:write, budgets:write, true",
    "admin:write, reservations:create, false",
    "admin:write, reservations:extend, false",
    "admin:write, budgets:read, false",
    "admin:write, reservations:list, false",
    "admin:budgets:read, budgets:read, true",
    "admin:budgets:read, policies:read, false",
    "admin:webhooks:write, webhooks:write, true",
    "reservations:create, reservations:commit, false",
  })
  void keyThatHoldsOneMayDoTheOther(String held, String wanted, boolean may) {
    Permission permission = Permission.of(wanted).orElseThrow();
    assertThat(permission.isAllowedBy(List.of(Permission.of(held).orElseThrow()))).isEqualTo(may);
  }

  @Test
  void everyPermissionHasANameOfItsOwn() {
    assertThat(Arrays.stream(Permission.values()).map(Permission::text)).doesNotHaveDuplicates();
    assertThat(Permission.of("decide")).isEmpty();
    assertThat(Permission.DEFAULTS).hasSize(10);
  }

  @ParameterizedTest
  @CsvSource({
    "workspace:eng, tenant:acme/workspace:eng/app:chat, true",
    "workspace:eng, tenant:acme/workspace:eng2, false",
    "workspace:eng, tenant:acme, false",
    "Agent:*, tenant:acme/agent:a, true",
    "agent:*, tenant:acme/app:a, false",
    "app:a workspace:b, tenant:acme/app:a, true",
    "tenant:acme, tenant:acme/app:a, true",
  })
  void scopePassesIfAnySegmentMatchesAnyEntry(String entries, String scope, boolean passes) {
    ScopeFilter filter = new ScopeFilter(List.of(entries.split(" ")));
    assertThat(filter.allows(new ScopePath(scope))).isEqualTo(passes);
  }

  @Test
  void everyScopePassesAFilterWithoutEntries() {
    assertThat(ScopeFilter.ALL.allows(new ScopePath("tenant:acme"))).isTrue();
  }

  @ParameterizedTest
  @CsvSource({"planet:earth", "agent", "agent:", "agent:a*", "agent:a/app:b", "agent:a b"})
  void refusesWhatIsNoEntry(String entry) {
    assertThat(ScopeFilter.isValid(entry)).isFalse();
    assertThatThrownBy(() -> new ScopeFilter(List.of(entry)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(entry);
  }
}
