package io.bailiwick.http.wire;

import io.bailiwick.policy.Caps;
import java.io.IOException;
import java.util.Collection;

/** Caps, as policies and answers show them. */
final class CapsBody {
  private CapsBody() {}

  /** Writes the member {@code caps}, if there are any. */
  static void write(JsonText json, Caps caps) throws IOException {
    if (caps != null) {
      json.object("caps", members -> members(members, caps));
    }
  }

  private static void members(JsonText json, Caps caps) throws IOException {
    json.integer("max_tokens", caps.maxTokens())
        .integer("max_steps_remaining", caps.maxStepsRemaining());
    tools(json, "tool_allowlist", caps.toolAllowlist());
    tools(json, "tool_denylist", caps.toolDenylist());
    json.integer("cooldown_ms", caps.cooldownMs());
  }

  private static void tools(JsonText json, String name, Collection<String> tools)
      throws IOException {
    if (tools != null) {
      json.texts(name, tools);
    }
  }
}
