package io.bailiwick.scope;

/** The levels of the tree, from the root down. */
public enum ScopeLevel {
  TENANT("tenant"),
  WORKSPACE("workspace"),
  APP("app"),
  WORKFLOW("workflow"),
  AGENT("agent"),
  TOOLSET("toolset");

  private static final ScopeLevel[] ALL = values();

  private final String text;

  ScopeLevel(String text) {
    this.text = text;
  }

  /** Its name in a path and on the wire. */
  public String text() {
    return text;
  }

  /** The level of that name, or null. */
  public static ScopeLevel of(String text) {
    return of(text, 0, text.length());
  }

  /** The level that the part of {@code text} names from {@code from} to {@code to}, or null. */
  static ScopeLevel of(String text, int from, int to) {
    for (ScopeLevel level : ALL) {
      if (level.text.length() == to - from && text.startsWith(level.text, from)) {
        return level;
      }
    }
    return null;
  }
}
