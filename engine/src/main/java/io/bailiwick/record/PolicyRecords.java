package io.bailiwick.record;

import io.bailiwick.policy.Caps;
import io.bailiwick.policy.Policy;
import io.bailiwick.policy.PolicyTerms;
import io.bailiwick.policy.RateLimits;
import io.bailiwick.policy.TtlOverride;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** What is told of changes to policies: nothing where nothing has become another. Pure. */
final class PolicyRecords {

  private static final int CREATED = 201;
  private static final int OK = 200;

  private PolicyRecords() {}

  /**
   * @param before null for one that is new
   */
  static void set(
      Policy before, Policy after, Origin origin, long atMs, RecordPlace place, RecordSink out) {
    List<String> changed = before == null ? null : changedFields(before, after);
    if (changed != null && changed.isEmpty()) {
      return;
    }
    EventType type = before == null ? EventType.POLICY_CREATED : EventType.POLICY_UPDATED;
    String tenant = after.id().tenant().value();
    LifecycleData.PolicyLifecycle data =
        new LifecycleData.PolicyLifecycle(
            after.id().text(), after.name(), after.pattern().text(), changed);
    out.event(
        new EventRecord(
            place.id(RecordIds.EVENT, atMs, type.text()),
            type,
            tenant,
            atMs,
            EventRecord.OF_ADMIN,
            null,
            origin,
            data,
            origin == null ? null : origin.correlationId()));
    if (origin != null && origin.isAuditedAlone()) {
      out.audit(
          AuditEntry.ofChange(
              place.id(RecordIds.AUDIT, atMs, type.text()),
              atMs,
              tenant,
              origin,
              "policy",
              after.id().text(),
              before == null ? CREATED : OK,
              before == null
                  ? data.members()
                  : Present.joined(
                      data.members(),
                      Present.members(
                          "before", values(before, changed), "after", values(after, changed)))));
    }
  }

  /** Those of a policy's values that are asked for and there, under their wire names. */
  private static Map<String, Object> values(Policy policy, List<String> fields) {
    PolicyTerms terms = policy.terms();
    Map<String, Object> values =
        new LinkedHashMap<>(
            Present.members(
                "name", policy.name(),
                "description", policy.description(),
                "priority", policy.priority(),
                "caps", caps(terms.caps()),
                "commit_overage_policy", Present.name(terms.overagePolicy()),
                "reservation_ttl_override", ttl(terms.ttl()),
                "rate_limits", rates(terms.rates()),
                "effective_from", time(policy.effectiveFromMs()),
                "effective_until", time(policy.effectiveUntilMs()),
                "status", policy.status().name()));
    values.keySet().retainAll(fields);
    return values;
  }

  private static Map<String, Object> caps(Caps caps) {
    return caps == null
        ? null
        : Present.members(
            "max_tokens", caps.maxTokens(),
            "max_steps_remaining", caps.maxStepsRemaining(),
            "tool_allowlist", caps.toolAllowlist(),
            "tool_denylist", caps.toolDenylist(),
            "cooldown_ms", caps.cooldownMs());
  }

  private static Map<String, Object> ttl(TtlOverride ttl) {
    return ttl == null
        ? null
        : Present.members(
            "default_ttl_ms", ttl.defaultTtlMs(),
            "max_ttl_ms", ttl.maxTtlMs(),
            "max_extensions", ttl.maxExtensions());
  }

  private static Map<String, Object> rates(RateLimits rates) {
    return rates == null
        ? null
        : Present.members(
            "max_reservations_per_minute", rates.maxReservationsPerMinute(),
            "max_commits_per_minute", rates.maxCommitsPerMinute());
  }

  private static String time(Long atMs) {
    return atMs == null ? null : Instant.ofEpochMilli(atMs).toString();
  }

  /** Under their wire names. */
  private static List<String> changedFields(Policy before, Policy after) {
    List<String> changed = new ArrayList<>();
    add(changed, "name", before.name(), after.name());
    add(changed, "description", before.description(), after.description());
    add(changed, "priority", before.priority(), after.priority());
    add(changed, "caps", before.terms().caps(), after.terms().caps());
    add(
        changed,
        "commit_overage_policy",
        before.terms().overagePolicy(),
        after.terms().overagePolicy());
    add(changed, "reservation_ttl_override", before.terms().ttl(), after.terms().ttl());
    add(changed, "rate_limits", before.terms().rates(), after.terms().rates());
    add(changed, "effective_from", before.effectiveFromMs(), after.effectiveFromMs());
    add(changed, "effective_until", before.effectiveUntilMs(), after.effectiveUntilMs());
    add(changed, "status", before.status(), after.status());
    return List.copyOf(changed);
  }

  private static void add(List<String> changed, String field, Object before, Object after) {
    if (!Objects.equals(before, after)) {
      changed.add(field);
    }
  }
}
