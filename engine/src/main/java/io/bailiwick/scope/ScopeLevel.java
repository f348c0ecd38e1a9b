package io.bailiwick.scope;

/** The levels of the tree, from the root down. */
public enum ScopeLevel {
  TENANT("tenant"),
  WORKSPACE("workspace"),
  APP("app"),
  WORKFLOW("workflow"),
  AGENT("agent"),
  TOOLSET("toolset");

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
    for (ScopeLevel level : values()) {
      if (level.text.equals(text)) {
        return level;
      }
    }
    return null;
  }
}
