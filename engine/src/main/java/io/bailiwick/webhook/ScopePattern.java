package io.bailiwick.webhook;

import io.bailiwick.apikey.ScopeFilter;
import java.util.List;

/**
 * Which scopes a subscription is about: {@code *} every event that has a scope, {@code …*} scopes
 * that begin with what is before the star and go on, anything else that very scope.
 *
 * @param text not blank
 */
public record ScopePattern(String text) {

  private static final char ANY = '*';

  public ScopePattern {
    if (text.isBlank()) {
      throw new IllegalArgumentException("a scope pattern must not be blank");
    }
  }

  /**
   * Whether an event is meant.
   *
   * @param scope of the event, or null for one that has none, which no pattern means
   */
  public boolean matches(String scope) {
    if (scope == null) {
      return false;
    }
    String prefix = prefix();
    return prefix == null
        ? text.equals(scope)
        : scope.startsWith(prefix) && scope.length() > prefix.length();
  }

  /** What the scopes that are meant begin with and go on after; null when one scope is meant. */
  public String prefix() {
    int last = text.length() - 1;
    return text.charAt(last) == ANY ? text.substring(0, last) : null;
  }

  /**
   * Whether whatever is meant passes the filter of a key: one of the segments matches an entry. A
   * segment that ends in the star only matches the entry for any name.
   */
  public boolean isWithin(ScopeFilter filter) {
    return filter.entries().isEmpty()
        || List.of(text.split("/", -1)).stream()
            .filter(segment -> segment.indexOf(':') > 0)
            .anyMatch(segment -> isEntry(filter, segment));
  }

  private static boolean isEntry(ScopeFilter filter, String segment) {
    String any = segment.substring(0, segment.indexOf(':') + 1) + ANY;
    return filter.entries().contains(segment) || filter.entries().contains(any);
  }
}
