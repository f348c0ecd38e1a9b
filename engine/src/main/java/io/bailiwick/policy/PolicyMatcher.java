package io.bailiwick.policy;

import io.bailiwick.scope.ScopeLevel;
import io.bailiwick.scope.ScopePath;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The active policies of one tenant, arranged so that a scope finds the one that governs it in a
 * handful of steps, however many there are. Made anew when a policy changes. Immutable.
 */
public final class PolicyMatcher {

  /** No policies. */
  public static final PolicyMatcher NONE = new PolicyMatcher(List.of());

  /** Patterns that begin at no scope. */
  private static final String ANYWHERE = "";

  private final Map<String, List<Policy>> exact = new HashMap<>();

  /** By the scope that they are below. */
  private final Map<String, List<Policy>> below = new HashMap<>();

  /** By their level, and then by the scope that they are below. */
  private final Map<ScopeLevel, Map<String, List<Policy>>> ofLevel =
      new EnumMap<>(ScopeLevel.class);

  /** By the last segment of a scope. */
  private final Map<String, List<Policy>> named = new HashMap<>();

  private final boolean isEmpty;
  private final boolean limitsRates;

  private PolicyMatcher(Collection<Policy> policies) {
    List<Policy> active =
        policies.stream()
            .filter(policy -> policy.status() == PolicyStatus.ACTIVE)
            .sorted(Policy.PRECEDENCE)
            .toList();
    active.forEach(this::add);
    isEmpty = active.isEmpty();
    limitsRates = active.stream().anyMatch(policy -> policy.terms().rates() != null);
  }

  /** Of a tenant with these policies. */
  public static PolicyMatcher of(Collection<Policy> policies) {
    return policies.isEmpty() ? NONE : new PolicyMatcher(policies);
  }

  /** Whether no policy can match anything. */
  public boolean isEmpty() {
    return isEmpty;
  }

  /** Whether any policy limits a rate. */
  public boolean limitsRates() {
    return limitsRates;
  }

  /**
   * The policy that governs a scope, or null: of those in force that match it the first by
   * priority, then the most specific, then the newest.
   *
   * @param chain from the root down, as {@link ScopePath#chain()}
   * @param position of the scope in it
   */
  public Policy governing(List<ScopePath> chain, int position, long atMs) {
    if (isEmpty) {
      return null;
    }
    ScopePath scope = chain.get(position);
    Policy first = first(null, exact.get(scope.text()), atMs);
    Map<String, List<Policy>> ofItsLevel =
        ofLevel.isEmpty() ? null : ofLevel.get(level(scope.lastSegment()));
    if (ofItsLevel != null) {
      first = first(first, ofItsLevel.get(ANYWHERE), atMs);
    }
    for (int above = 0; above < position; above++) {
      String text = chain.get(above).text();
      first = first(first, below.get(text), atMs);
      if (ofItsLevel != null) {
        first = first(first, ofItsLevel.get(text), atMs);
      }
    }
    return named.isEmpty() ? first : first(first, named.get(scope.lastSegment()), atMs);
  }

  private void add(Policy policy) {
    ScopePattern pattern = policy.pattern();
    switch (pattern.form()) {
      case EXACT -> add(exact, pattern.text(), policy);
      case BELOW -> add(below, pattern.prefix().text(), policy);
      case NAMED -> add(named, pattern.lastSegment(), policy);
      case OF_LEVEL ->
          add(
              ofLevel.computeIfAbsent(level(pattern.lastSegment()), level -> new HashMap<>()),
              pattern.prefix() == null ? ANYWHERE : pattern.prefix().text(),
              policy);
    }
  }

  private static void add(Map<String, List<Policy>> to, String key, Policy policy) {
    to.computeIfAbsent(key, any -> new ArrayList<>()).add(policy);
  }

  /**
   * The first in force of {@code candidates}, which are in order, unless {@code best} is before.
   */
  private static Policy first(Policy best, List<Policy> candidates, long atMs) {
    if (candidates != null) {
      for (Policy candidate : candidates) {
        if (candidate.isInForce(atMs)) {
          return best == null || Policy.PRECEDENCE.compare(candidate, best) < 0 ? candidate : best;
        }
      }
    }
    return best;
  }

  private static ScopeLevel level(String segment) {
    return ScopeLevel.of(segment.substring(0, segment.indexOf(':')));
  }
}
