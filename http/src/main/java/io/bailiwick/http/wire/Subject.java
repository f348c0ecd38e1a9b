package io.bailiwick.http.wire;

import io.bailiwick.http.error.ErrorCode;
import io.bailiwick.http.error.Problem;
import io.bailiwick.scope.ScopeLevel;
import io.bailiwick.scope.ScopePath;
import io.bailiwick.tenant.TenantId;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Who acts, and where.
 *
 * @param names of the levels that were named, as they were written; one at least
 * @param text canonical JSON of the whole, dimensions included
 */
record Subject(Map<ScopeLevel, String> names, String text) {
  private static final String DIMENSIONS = "dimensions";
  private static final int DIMENSIONS_MAX = 16;
  private static final int DIMENSION_LENGTH_MAX = 256;
  private static final Set<String> KNOWN =
      Stream.concat(Stream.of(ScopeLevel.values()).map(ScopeLevel::text), Stream.of(DIMENSIONS))
          .collect(Collectors.toUnmodifiableSet());

  static Subject read(Members body) {
    Members subject = body.object("subject", KNOWN);
    Map<ScopeLevel, String> names = new EnumMap<>(ScopeLevel.class);
    for (ScopeLevel level : ScopeLevel.values()) {
      String name = subject.textOrNull(level.text(), 0, Integer.MAX_VALUE);
      if (name != null) {
        names.put(level, SegmentName.checked("subject." + level.text(), name));
      }
    }
    if (names.isEmpty()) {
      throw Problem.invalid(
          "subject must name at least one of tenant, workspace, app, workflow, agent, toolset");
    }
    subject.checkTexts(DIMENSIONS, DIMENSIONS_MAX, DIMENSION_LENGTH_MAX);
    return new Subject(Collections.unmodifiableMap(names), body.canonicalOrNull("subject"));
  }

  /** The deepest scope; without a tenant in the subject it is in the owner's tree. */
  ScopePath path(TenantId owner) {
    String tenant = names.get(ScopeLevel.TENANT);
    if (tenant != null && !tenant.toLowerCase(Locale.ROOT).equals(owner.value())) {
      throw Problem.of(ErrorCode.FORBIDDEN, "subject.tenant is not the tenant of the key");
    }
    return ScopePath.of(owner, names);
  }
}
