package io.bailiwick.query;

import io.bailiwick.scope.ScopeLevel;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;

/** Names of levels as filters give them. */
final class SegmentNames {

  private SegmentNames() {}

  /** In the order of the levels and in lower case, as scopes are stored. */
  static Map<ScopeLevel, String> folded(Map<ScopeLevel, String> names) {
    Map<ScopeLevel, String> folded = new EnumMap<>(ScopeLevel.class);
    names.forEach((level, name) -> folded.put(level, name.toLowerCase(Locale.ROOT)));
    return Collections.unmodifiableMap(folded);
  }
}
