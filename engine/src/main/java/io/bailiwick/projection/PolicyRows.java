package io.bailiwick.projection;

import io.bailiwick.journal.codec.StoredJson;
import io.bailiwick.policy.Policy;
import io.bailiwick.policy.PolicyTerms;
import io.bailiwick.policy.RateLimits;
import io.bailiwick.policy.TtlOverride;
import io.bailiwick.tenant.TenantId;

/** The row of a policy, for lists: the whole of it whenever it changes. */
final class PolicyRows {

  private static final SqlStatement UPSERT =
      SqlStatement.wholeRow(
          TableRanks.POLICY,
          1,
          "INSERT INTO policy (policy_id, tenant, name, description, scope_pattern, priority, caps,"
              + " overage_policy, reservation_ttl_ms, reservation_ttl_max_ms,"
              + " reservation_extensions_max, reservations_per_minute_max, commits_per_minute_max,"
              + " status, effective_from_ms, effective_until_ms, created_at_ms, updated_at_ms)"
              + " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT"
              + " (policy_id) DO UPDATE SET name = excluded.name, description ="
              + " excluded.description, priority = excluded.priority, caps = excluded.caps,"
              + " overage_policy = excluded.overage_policy, reservation_ttl_ms ="
              + " excluded.reservation_ttl_ms, reservation_ttl_max_ms ="
              + " excluded.reservation_ttl_max_ms, reservation_extensions_max ="
              + " excluded.reservation_extensions_max, reservations_per_minute_max ="
              + " excluded.reservations_per_minute_max, commits_per_minute_max ="
              + " excluded.commits_per_minute_max, status = excluded.status, effective_from_ms ="
              + " excluded.effective_from_ms, effective_until_ms = excluded.effective_until_ms,"
              + " updated_at_ms = excluded.updated_at_ms");

  private PolicyRows() {}

  static void add(TenantId tenant, Policy policy, TableWrites out) {
    PolicyTerms terms = policy.terms();
    TtlOverride ttl = terms.ttl() == null ? TtlOverride.NONE : terms.ttl();
    RateLimits rates = terms.rates() == null ? RateLimits.NONE : terms.rates();
    out.add(
        UPSERT,
        policy.id().text(),
        tenant.value(),
        policy.name(),
        policy.description(),
        policy.pattern().text(),
        policy.priority(),
        terms.caps() == null ? null : StoredJson.write(terms.caps()),
        terms.overagePolicy() == null ? null : terms.overagePolicy().name(),
        ttl.defaultTtlMs(),
        ttl.maxTtlMs(),
        ttl.maxExtensions(),
        rates.maxReservationsPerMinute(),
        rates.maxCommitsPerMinute(),
        policy.status().name(),
        policy.effectiveFromMs(),
        policy.effectiveUntilMs(),
        policy.createdAtMs(),
        policy.updatedAtMs());
  }
}
