package io.bailiwick.apikey;

import io.bailiwick.scope.ScopeLevel;
import io.bailiwick.scope.ScopePath;
import io.bailiwick.text.Spelling;
import java.util.List;
import java.util.Locale;

/**
 * Where a key is good for. A scope passes if any of its segments matches any of the entries;
 * without entries every scope passes.
 *
 * @param entries {@code level:name} or {@code level:*}, lower case
 */
public record ScopeFilter(List<String> entries) {

  /** Every scope passes. */
  public static final ScopeFilter ALL = new ScopeFilter(List.of());

  private static final String ANY = "*";
  private static final Spelling NAME = Spelling.of(1, 128, "A-Z", "a-z", "0-9", "_", ".", "-");

  public ScopeFilter {
    entries = entries.stream().map(entry -> entry.toLowerCase(Locale.ROOT)).toList();
    for (String entry : entries) {
      if (!isValid(entry)) {
        throw new IllegalArgumentException(
            "an entry of a scope filter is level:name or level:*, was " + entry);
      }
    }
  }

  /** Whether {@code entry} can be one of a filter. */
  public static boolean isValid(String entry) {
    int colon = entry.indexOf(':');
    return colon > 0
        && ScopeLevel.of(entry.substring(0, colon).toLowerCase(Locale.ROOT)) != null
        && isNameOrAny(entry.substring(colon + 1));
  }

  private static boolean isNameOrAny(String text) {
    return text.equals(ANY) || NAME.fits(text);
  }

  public boolean allows(ScopePath scope) {
    return entries.isEmpty() || allows(scope.segments());
  }

  /** Whether every scope passes that has these segments; {@code level:*} is any name. */
  public boolean allows(List<String> segments) {
    return entries.isEmpty() || segments.stream().anyMatch(this::matches);
  }

  private boolean matches(String segment) {
    String any = segment.substring(0, segment.indexOf(':') + 1) + ANY;
    return entries.contains(segment) || entries.contains(any);
  }
}
