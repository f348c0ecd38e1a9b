package io.bailiwick.reservation;

import io.bailiwick.policy.PolicyCommand;
import io.bailiwick.policy.PolicyTerms;
import io.bailiwick.policy.RateLimits;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The policies of a tenant, each asked anew every time, and what has begun in the last minute. */
final class PlainPolicies {

  /** Whole seconds of the last minute, and the one that has begun. */
  private static final long COUNTED_S = 61;

  /** One policy. */
  static final class Rule {
    final String id;
    String name;
    final String pattern;
    int priority;
    PolicyTerms terms;
    boolean isActive = true;
    Long fromMs;
    Long untilMs;
    long createdAtMs;

    Rule(String id, String pattern) {
      this.id = id;
      this.pattern = pattern;
    }
  }

  final Map<String, Rule> rules = new LinkedHashMap<>();
  private final Map<String, List<Long>> reservations = new HashMap<>();
  private final Map<String, List<Long>> commits = new HashMap<>();
  private boolean isChanged;

  String create(PolicyCommand.Create create, long nowMs) {
    if (rules.values().stream().anyMatch(rule -> rule.name.equals(create.name()))) {
      return "DUPLICATE_RESOURCE";
    }
    Rule rule = new Rule(create.policy().text(), create.pattern().text());
    rule.name = create.name();
    rule.priority = create.priority();
    rule.terms = create.terms();
    rule.fromMs = create.effectiveFromMs();
    rule.untilMs = create.effectiveUntilMs();
    rule.createdAtMs = nowMs;
    if (isNever(rule.fromMs, rule.untilMs)) {
      return "INVALID_REQUEST";
    }
    rules.put(rule.id, rule);
    isChanged = true;
    return PlainModel.OK;
  }

  String update(PolicyCommand.Update update, boolean isActive) {
    Rule rule = rules.get(update.policy().text());
    if (rule == null) {
      return "NOT_FOUND";
    }
    Long from = update.effectiveFromMs() == null ? rule.fromMs : update.effectiveFromMs();
    Long until = update.effectiveUntilMs() == null ? rule.untilMs : update.effectiveUntilMs();
    if (isNever(from, until)) {
      return "INVALID_REQUEST";
    }
    PolicyCommand.Change change = update.terms();
    PolicyTerms terms = rule.terms;
    rule.terms =
        new PolicyTerms(
            change.caps() == null ? terms.caps() : change.caps(),
            change.overagePolicy() == null ? terms.overagePolicy() : change.overagePolicy(),
            change.ttl() == null ? terms.ttl() : change.ttl(),
            change.rates() == null ? terms.rates() : change.rates());
    rule.priority = update.priority() == null ? rule.priority : update.priority();
    rule.isActive = isActive;
    rule.fromMs = from;
    rule.untilMs = until;
    isChanged = true;
    return PlainModel.OK;
  }

  private static boolean isNever(Long fromMs, Long untilMs) {
    return fromMs != null && untilMs != null && fromMs >= untilMs;
  }

  /** What the one policy says that governs a scope; nothing if there is none. */
  PolicyTerms governing(String scope, long nowMs) {
    return rules.values().stream()
        .filter(rule -> rule.isActive)
        .filter(rule -> rule.fromMs == null || rule.fromMs <= nowMs)
        .filter(rule -> rule.untilMs == null || nowMs < rule.untilMs)
        .filter(rule -> matches(rule.pattern, scope))
        .max(
            Comparator.<Rule>comparingInt(rule -> rule.priority)
                .thenComparingInt(rule -> named(rule.pattern))
                .thenComparingInt(rule -> form(rule.pattern))
                .thenComparingLong(rule -> rule.createdAtMs)
                .thenComparing(rule -> rule.id))
        .map(rule -> rule.terms)
        .orElse(PolicyTerms.NONE);
  }

  static boolean matches(String pattern, String scope) {
    String last = scope.substring(scope.lastIndexOf('/') + 1);
    return switch (form(pattern)) {
      case 0 -> scope.startsWith(pattern.substring(0, pattern.length() - 1));
      case 1 -> {
        int slash = pattern.lastIndexOf('/');
        String level = pattern.substring(slash + 1, pattern.length() - 1);
        yield last.startsWith(level)
            && (slash < 0 || scope.startsWith(pattern.substring(0, slash + 1)));
      }
      case 2 -> last.equals(pattern.substring(2));
      default -> scope.equals(pattern);
    };
  }

  /** Everything below a scope, a level, a name anywhere, or one scope. */
  private static int form(String pattern) {
    if (pattern.endsWith("/*")) {
      return 0;
    }
    return pattern.startsWith("*/") ? 2 : pattern.endsWith(":*") ? 1 : 3;
  }

  private static int named(String pattern) {
    int segments = pattern.split("/").length;
    return switch (form(pattern)) {
      case 0 -> segments - 1;
      case 1 -> Math.max(1, segments - 1);
      case 2 -> 2;
      default -> segments;
    };
  }

  /** Whether one more is too much for a scope of the chain. */
  boolean isTooMuch(List<String> chain, long nowMs) {
    asked();
    for (String scope : chain) {
      RateLimits limits = governing(scope, nowMs).rates();
      boolean isTooMuch =
          limits != null
              && (isReached(reservations, scope, limits.maxReservationsPerMinute(), nowMs)
                  || isReached(commits, scope, limits.maxCommitsPerMinute(), nowMs));
      if (isTooMuch) {
        return true;
      }
    }
    return false;
  }

  void countReservation(List<String> chain, long nowMs) {
    count(reservations, chain, nowMs);
  }

  void countCommit(List<String> chain, long nowMs) {
    count(commits, chain, nowMs);
  }

  private void count(Map<String, List<Long>> counted, List<String> chain, long nowMs) {
    asked();
    for (String scope : chain) {
      if (governing(scope, nowMs).rates() != null) {
        counted.computeIfAbsent(scope, any -> new ArrayList<>()).add(nowMs / 1_000);
      }
    }
  }

  private static boolean isReached(
      Map<String, List<Long>> counted, String scope, Integer limit, long nowMs) {
    long fromS = nowMs / 1_000 - COUNTED_S;
    return limit != null
        && counted.getOrDefault(scope, List.of()).stream().filter(at -> at > fromS).count()
            >= limit;
  }

  /** Once no policy limits a rate, what was counted is forgotten when somebody next asks. */
  void asked() {
    boolean isLimited =
        rules.values().stream().anyMatch(rule -> rule.isActive && rule.terms.rates() != null);
    if (isChanged && !isLimited) {
      reservations.clear();
      commits.clear();
    }
    isChanged = false;
  }
}
