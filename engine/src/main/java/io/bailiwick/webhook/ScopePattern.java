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
    if (text.charAt(text.length() - 1) != ANY) {
      return text.equals(scope);
    }
    String prefix = text.substring(0, text.length() - 1);
    return scope.startsWith(prefix) && scope.length() > prefix.length();
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
