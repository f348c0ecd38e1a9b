package io.bailiwick.policy;

import io.bailiwick.scope.ScopeLevel;
import io.bailiwick.scope.ScopePath;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/**
 * Which scopes of its tenant's tree a policy is for:
 *
 * <pre>
 * tenant:acme/app:chat           that scope
 * tenant:acme/app:chat/*         every scope below it
 * tenant:acme/app:chat/agent:*   every agent below it, at whatever depth
 * agent:*                        every agent of the tenant
 * *&#47;agent:writer                 every agent of that name
 * </pre>
 *
 * @param text lower case
 */
public record ScopePattern(String text) {

  private static final String ANY = "*";
  private static final String BELOW = "/*";

  /** The more of a scope a pattern names, and then the later form, the more specific it is. */
  static final Comparator<ScopePattern> SPECIFICITY =
      Comparator.comparingInt(ScopePattern::namedSegments)
          .thenComparingInt(pattern -> pattern.form().ordinal());

  /** The forms; of equally many named segments the later one is the more specific. */
  enum Form {
    BELOW,
    OF_LEVEL,
    NAMED,
    EXACT
  }

  public ScopePattern {
    check(text);
  }

  Form form() {
    if (text.endsWith(BELOW)) {
      return Form.BELOW;
    }
    if (text.startsWith(ANY)) {
      return Form.NAMED;
    }
    return text.endsWith(ANY) ? Form.OF_LEVEL : Form.EXACT;
  }

  /** The scope that it begins with, or null when it begins anywhere. */
  ScopePath prefix() {
    return switch (form()) {
      case EXACT -> new ScopePath(text);
      case NAMED -> null;
      case BELOW -> new ScopePath(text.substring(0, text.length() - BELOW.length()));
      case OF_LEVEL -> {
        int slash = text.lastIndexOf('/');
        yield slash < 0 ? null : new ScopePath(text.substring(0, slash));
      }
    };
  }

  /** What it says of the last segment of a scope, such as {@code agent:*}. */
  String lastSegment() {
    return text.substring(text.lastIndexOf('/') + 1);
  }

  /** Segments that each of its scopes has; {@code agent:*} stands for any name of an agent. */
  public List<String> segments() {
    return Arrays.stream(text.split("/")).filter(segment -> !segment.equals(ANY)).toList();
  }

  /** Whether it is one of this tree, given its root. */
  public boolean isWithin(ScopePath root) {
    ScopePath prefix = prefix();
    return prefix == null || prefix.isWithin(root);
  }

  @Override
  public String toString() {
    return text;
  }

  private int namedSegments() {
    ScopePath prefix = prefix();
    // What begins anywhere begins at the tenant.
    int ofPrefix = prefix == null ? 1 : prefix.segments().size();
    return form() == Form.NAMED ? ofPrefix + 1 : ofPrefix;
  }

  private static void check(String text) {
    if (text.endsWith(BELOW)) {
      checkScope(text.substring(0, text.length() - BELOW.length()), text);
    } else if (text.startsWith(ANY + '/')) {
      String segment = text.substring(2);
      checkScope("tenant:any/" + segment, text);
      if (segment.indexOf('/') >= 0) {
        throw malformed(text);
      }
    } else if (text.endsWith(":" + ANY)) {
      // Any name will do to see whether its level can come there.
      String named = text.substring(0, text.length() - ANY.length()) + "any";
      checkScope(text.indexOf('/') < 0 ? "tenant:any/" + named : named, text);
    } else {
      checkScope(text, text);
    }
  }

  private static void checkScope(String scope, String text) {
    try {
      new ScopePath(scope);
    } catch (IllegalArgumentException e) {
      throw malformed(text);
    }
  }

  private static IllegalArgumentException malformed(String text) {
    return new IllegalArgumentException(
        "a scope pattern is a scope, a scope and /*, a scope and /level:*, level:*, or"
            + " */level:name,"
            + " with levels %s to %s, was %s"
                .formatted(ScopeLevel.WORKSPACE.text(), ScopeLevel.TOOLSET.text(), text));
  }
}
