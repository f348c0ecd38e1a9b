package io.bailiwick.policy;

import java.util.List;

/**
 * What a client that is allowed to go on should keep to (runtime, Caps). A null says nothing.
 *
 * @param maxTokens 0 to 2,147,483,647, as the other figures
 * @param toolAllowlist never empty: to some clients that would allow nothing
 * @param toolDenylist never empty
 */
public record Caps(
    Long maxTokens,
    Long maxStepsRemaining,
    List<String> toolAllowlist,
    List<String> toolDenylist,
    Long cooldownMs) {

  /** That say nothing. */
  public static final Caps NONE = new Caps(null, null, null, null, null);

  public Caps {
    toolAllowlist = named(toolAllowlist);
    toolDenylist = named(toolDenylist);
  }

  private static List<String> named(List<String> tools) {
    return tools == null || tools.isEmpty() ? null : List.copyOf(tools);
  }
}
