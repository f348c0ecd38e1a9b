package io.bailiwick.http.wire;

import io.bailiwick.policy.Policy;
import io.bailiwick.policy.PolicyTerms;
import io.bailiwick.policy.RateLimits;
import io.bailiwick.policy.TtlOverride;
import java.io.IOException;
import java.util.List;

/** What operators, and tenants of their own, see of policies. */
public final class PolicyBodies {
  private PolicyBodies() {}

  public static byte[] one(Policy policy) {
    return JsonText.object(json -> members(json, policy));
  }

  /** A page of {@code GET /v1/admin/policies}. */
  public static byte[] list(List<Policy> policies, String nextCursor) {
    return JsonText.object(
        json -> {
          json.objects("policies", policies, PolicyBodies::members);
          Pages.write(json, nextCursor);
        });
  }

  private static void members(JsonText json, Policy policy) throws IOException {
    PolicyTerms terms = policy.terms();
    json.text("policy_id", policy.id().text())
        .text("name", policy.name())
        .text("description", policy.description())
        .text("scope_pattern", policy.pattern().text())
        .integer("priority", (long) policy.priority());
    CapsBody.write(json, terms.caps());
    json.constant("commit_overage_policy", terms.overagePolicy());
    if (terms.ttl() != null) {
      json.object("reservation_ttl_override", ttl -> ttl(ttl, terms.ttl()));
    }
    if (terms.rates() != null) {
      json.object("rate_limits", rates -> rates(rates, terms.rates()));
    }
    json.constant("status", policy.status())
        .time("effective_from", policy.effectiveFromMs())
        .time("effective_until", policy.effectiveUntilMs())
        .time("created_at", policy.createdAtMs())
        .time("updated_at", policy.updatedAtMs());
  }

  private static void ttl(JsonText json, TtlOverride ttl) throws IOException {
    json.integer("default_ttl_ms", ttl.defaultTtlMs())
        .integer("max_ttl_ms", ttl.maxTtlMs())
        .integer("max_extensions", wide(ttl.maxExtensions()));
  }

  private static void rates(JsonText json, RateLimits rates) throws IOException {
    json.integer("max_reservations_per_minute", wide(rates.maxReservationsPerMinute()))
        .integer("max_commits_per_minute", wide(rates.maxCommitsPerMinute()));
  }

  private static Long wide(Integer number) {
    return number == null ? null : Long.valueOf(number);
  }
}
