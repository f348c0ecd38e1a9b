package io.bailiwick.http.wire;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bailiwick.amount.OveragePolicy;
import io.bailiwick.http.error.ErrorCode;
import io.bailiwick.http.error.Problem;
import io.bailiwick.policy.Caps;
import io.bailiwick.policy.PolicyCommand;
import io.bailiwick.policy.PolicyId;
import io.bailiwick.policy.PolicyStatus;
import io.bailiwick.policy.PolicyTerms;
import io.bailiwick.policy.RateLimits;
import io.bailiwick.policy.ScopePattern;
import io.bailiwick.policy.TtlOverride;
import io.bailiwick.scope.ScopePath;
import io.bailiwick.tenant.TenantId;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;

/** Requests about policies as commands. */
public final class PolicyRequests {
  private static final int NAME_LENGTH_MAX = 256;
  private static final int DESCRIPTION_LENGTH_MAX = 1_024;

  /** Tools of one list: every reservation under the policy keeps a copy of it. */
  private static final int TOOLS_MAX = 200;

  private static final int TOOL_LENGTH_MAX = 256;
  private static final long TTL_MIN_MS = 1_000;
  private static final long TTL_MAX_MS = 86_400_000;

  private static final Set<String> OF_CREATE =
      Set.of(
          "tenant_id",
          "name",
          "description",
          "scope_pattern",
          "priority",
          "caps",
          "commit_overage_policy",
          "reservation_ttl_override",
          "rate_limits",
          "effective_from",
          "effective_until");
  private static final Set<String> OF_UPDATE = ofUpdate();
  private static final Set<String> OF_CAPS =
      Set.of("max_tokens", "max_steps_remaining", "tool_allowlist", "tool_denylist", "cooldown_ms");
  private static final Set<String> OF_TTL =
      Set.of("default_ttl_ms", "max_ttl_ms", "max_extensions");
  private static final Set<String> OF_RATES =
      Set.of("max_reservations_per_minute", "max_commits_per_minute");

  private PolicyRequests() {}

  /** The pattern does not change, nor whose policy it is; the status only can be changed. */
  private static Set<String> ofUpdate() {
    Set<String> names = new HashSet<>(OF_CREATE);
    names.remove("tenant_id");
    names.remove("scope_pattern");
    names.add("status");
    return Set.copyOf(names);
  }

  /**
   * A new policy.
   *
   * @param owner of the key, or null with the admin key, which names the tenant in the body
   * @param unique part of its id
   */
  public static PolicyCommand.Create create(ObjectNode body, TenantId owner, String unique) {
    Members members = Members.of(body, OF_CREATE);
    TenantId tenant = BudgetRequests.owner(members, owner);
    ScopePattern pattern = pattern(members.text("scope_pattern", 1, Integer.MAX_VALUE));
    if (!pattern.isWithin(ScopePath.root(tenant))) {
      throw owner == null
          ? Problem.invalid("scope_pattern must be in tenant:%s, was %s", tenant, pattern)
          : Problem.of(ErrorCode.FORBIDDEN, "scope_pattern is not in the tree of the key's tenant");
    }
    Integer priority = whole(members, "priority", 0);
    PolicyCommand.Change terms = terms(members);
    Long fromMs = members.timeOrNull("effective_from");
    Long untilMs = members.timeOrNull("effective_until");
    if (fromMs != null && untilMs != null && untilMs <= fromMs) {
      throw Problem.invalid("effective_until must be after effective_from");
    }
    return new PolicyCommand.Create(
        PolicyId.of(tenant, unique),
        members.spoken("name", NAME_LENGTH_MAX),
        members.textOrNull("description", 0, DESCRIPTION_LENGTH_MAX),
        pattern,
        priority == null ? 0 : priority,
        new PolicyTerms(terms.caps(), terms.overagePolicy(), terms.ttl(), terms.rates()),
        fromMs,
        untilMs);
  }

  /** A change of a policy, which is not yet known to be there. */
  public static PolicyCommand.Update update(ObjectNode body, PolicyId policy) {
    Members members = Members.of(body, OF_UPDATE);
    return new PolicyCommand.Update(
        policy,
        members.has("name") ? members.spoken("name", NAME_LENGTH_MAX) : null,
        members.textOrNull("description", 0, DESCRIPTION_LENGTH_MAX),
        whole(members, "priority", 0),
        terms(members),
        members.choiceOrNull("status", PolicyStatus.class),
        members.timeOrNull("effective_from"),
        members.timeOrNull("effective_until"));
  }

  /** A pattern as clients write it, in any case. */
  private static ScopePattern pattern(String text) {
    try {
      return new ScopePattern(text.toLowerCase(Locale.ROOT));
    } catch (IllegalArgumentException e) {
      throw Problem.invalid(
          "scope_pattern is malformed: %s; %s", Members.shown(text), e.getMessage());
    }
  }

  private static PolicyCommand.Change terms(Members members) {
    return new PolicyCommand.Change(
        caps(members.objectOrNull("caps", OF_CAPS)),
        members.choiceOrNull("commit_overage_policy", OveragePolicy.class),
        ttl(members.objectOrNull("reservation_ttl_override", OF_TTL)),
        rates(members.objectOrNull("rate_limits", OF_RATES)));
  }

  private static Caps caps(Members caps) {
    return caps == null
        ? null
        : new Caps(
            figure(caps, "max_tokens"),
            figure(caps, "max_steps_remaining"),
            caps.textsOrNull("tool_allowlist", TOOLS_MAX, TOOL_LENGTH_MAX),
            caps.textsOrNull("tool_denylist", TOOLS_MAX, TOOL_LENGTH_MAX),
            figure(caps, "cooldown_ms"));
  }

  private static TtlOverride ttl(Members ttl) {
    if (ttl == null) {
      return null;
    }
    Long defaultMs = ttl.integerOrNull("default_ttl_ms", TTL_MIN_MS, TTL_MAX_MS);
    Long maxMs = ttl.integerOrNull("max_ttl_ms", TTL_MIN_MS, TTL_MAX_MS);
    if (defaultMs != null && maxMs != null && defaultMs > maxMs) {
      throw Problem.invalid(
          "reservation_ttl_override.default_ttl_ms must be at most max_ttl_ms, %d, was %d",
          maxMs, defaultMs);
    }
    return new TtlOverride(defaultMs, maxMs, whole(ttl, "max_extensions", 0));
  }

  private static RateLimits rates(Members rates) {
    return rates == null
        ? null
        : new RateLimits(
            whole(rates, "max_reservations_per_minute", 1),
            whole(rates, "max_commits_per_minute", 1));
  }

  /** What clients read as a number of 32 bits. */
  private static Long figure(Members members, String name) {
    return members.integerOrNull(name, 0, Integer.MAX_VALUE);
  }

  private static Integer whole(Members members, String name, int min) {
    Long number = members.integerOrNull(name, min, Integer.MAX_VALUE);
    return number == null ? null : Integer.valueOf(number.intValue());
  }
}
