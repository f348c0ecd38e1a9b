package io.bailiwick.query;

import static io.bailiwick.query.ReadTables.answer;
import static org.assertj.core.api.Assertions.assertThat;

import io.bailiwick.amount.OveragePolicy;
import io.bailiwick.apikey.ScopeFilter;
import io.bailiwick.journal.TestStore;
import io.bailiwick.policy.Caps;
import io.bailiwick.policy.Policy;
import io.bailiwick.policy.PolicyId;
import io.bailiwick.policy.PolicyStatus;
import io.bailiwick.policy.PolicyTerms;
import io.bailiwick.policy.RateLimits;
import io.bailiwick.policy.ScopePattern;
import io.bailiwick.policy.TtlOverride;
import io.bailiwick.scope.ScopeEvent;
import io.bailiwick.scope.ScopePath;
import io.bailiwick.scope.ScopeState;
import io.bailiwick.tenant.TenantId;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Policies come back from their rows as they were laid down, and in lists. */
class PolicyListTest {

  private static final TenantId ACME = new TenantId("acme");
  private static final TenantId OTHER = new TenantId("other");
  private static final PolicyTerms ALL =
      new PolicyTerms(
          new Caps(1L, 2L, List.of("a"), List.of("b"), 3L),
          OveragePolicy.REJECT,
          new TtlOverride(1_000L, 2_000L, 0),
          new RateLimits(5, 6));

  @TempDir Path dataDir;

  @ParameterizedTest
  @EnumSource
  void aRowIsThePolicyAsItStands(TestStore store) throws Exception {
    try (ReadTables tables = new ReadTables(store, dataDir)) {
      PolicyQueries queries = new PolicyQueries(tables.reads);
      Policy bare = policy(ACME, 1, "agent:*", PolicyStatus.ACTIVE, PolicyTerms.NONE);
      Policy whole = policy(ACME, 1, "agent:*", PolicyStatus.DISABLED, ALL);
      lay(tables, bare);
      assertThat(answer(queries.byId(bare.id()))).contains(bare);
      lay(tables, whole);
      assertThat(answer(queries.byId(bare.id()))).contains(whole);
      assertThat(answer(queries.byId(PolicyId.of(ACME, "9")))).isEmpty();
    }
  }

  @ParameterizedTest
  @EnumSource
  void pagesHaveEachPolicyOnceTheNewestFirst(TestStore store) throws Exception {
    try (ReadTables tables = new ReadTables(store, dataDir)) {
      List<Policy> expected = new ArrayList<>();
      for (int i = 0; i < 7; i++) {
        Policy policy = policy(ACME, i, "agent:*", PolicyStatus.ACTIVE, ALL);
        lay(tables, policy);
        expected.addFirst(policy);
      }
      lay(tables, policy(OTHER, 3, "agent:*", PolicyStatus.ACTIVE, ALL));

      PolicyFilter filter = new PolicyFilter(ACME, null, null, ScopeFilter.ALL);
      List<Policy> walked = new ArrayList<>();
      String cursor = null;
      do {
        var page =
            (ListReply.Page<Policy>)
                answer(new PolicyQueries(tables.reads).list(filter, new PageRequest(cursor, 3)));
        walked.addAll(page.items());
        cursor = page.nextCursor();
      } while (cursor != null);
      assertThat(walked).isEqualTo(expected);
    }
  }

  @ParameterizedTest
  @EnumSource
  void filtersByPatternStatusAndWhatAKeyReaches(TestStore store) throws Exception {
    try (ReadTables tables = new ReadTables(store, dataDir)) {
      Policy agents = policy(ACME, 1, "agent:*", PolicyStatus.ACTIVE, ALL);
      Policy writer = policy(ACME, 2, "*/agent:writer", PolicyStatus.DISABLED, ALL);
      Policy chat = policy(ACME, 3, "tenant:acme/app:chat/*", PolicyStatus.ACTIVE, ALL);
      lay(tables, agents, writer, chat);

      assertThat(list(tables, "agent:*", null, ScopeFilter.ALL)).containsExactly(agents);
      assertThat(list(tables, "agent", null, ScopeFilter.ALL)).isEmpty();
      assertThat(list(tables, null, PolicyStatus.ACTIVE, ScopeFilter.ALL))
          .containsExactly(chat, agents);
      assertThat(list(tables, null, null, new ScopeFilter(List.of("agent:writer"))))
          .containsExactly(writer);
      assertThat(list(tables, null, null, new ScopeFilter(List.of("agent:*"))))
          .containsExactly(writer, agents);
      assertThat(list(tables, null, null, new ScopeFilter(List.of("app:chat"))))
          .containsExactly(chat);
    }
  }

  private static List<Policy> list(
      ReadTables tables, String pattern, PolicyStatus status, ScopeFilter keyScope)
      throws Exception {
    var page =
        (ListReply.Page<Policy>)
            answer(
                new PolicyQueries(tables.reads)
                    .list(
                        new PolicyFilter(ACME, pattern, status, keyScope),
                        new PageRequest(null, 50)));
    return page.items();
  }

  private static void lay(ReadTables tables, Policy... policies) throws Exception {
    for (Policy policy : policies) {
      tables.apply(
          ScopeState.empty(ScopePath.root(policy.id().tenant())),
          new ScopeEvent.PolicySet(policy, null, policy.updatedAtMs()));
    }
  }

  private static Policy policy(
      TenantId tenant, int number, String pattern, PolicyStatus status, PolicyTerms terms) {
    return new Policy(
        PolicyId.of(tenant, Integer.toString(number)),
        "name " + number,
        terms == ALL ? "why" : null,
        new ScopePattern(pattern),
        number,
        terms,
        status,
        terms == ALL ? 7L : null,
        terms == ALL ? 9L : null,
        100 + number,
        200 + number);
  }
}
