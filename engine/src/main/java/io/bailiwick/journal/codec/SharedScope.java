package io.bailiwick.journal.codec;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.deser.std.StdDeserializer;
import com.fasterxml.jackson.databind.module.SimpleModule;
import io.bailiwick.scope.ScopePath;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;

/**
 * Reads scopes so that equal ones of one stored value are one object. A book that comes back names
 * a few scopes tens of thousands of times: without this they are half of what it takes in memory,
 * and checking them is most of the time of its recovery.
 */
final class SharedScope extends StdDeserializer<ScopePath> {

  private static final long serialVersionUID = 1;

  /** Under which the scopes of the value that is being read are kept, until it is read. */
  private static final Object SEEN = SharedScope.class;

  private SharedScope() {
    super(ScopePath.class);
  }

  static SimpleModule module() {
    return new SimpleModule("shared-scope").addDeserializer(ScopePath.class, new SharedScope());
  }

  @Override
  public ScopePath deserialize(JsonParser in, DeserializationContext context) throws IOException {
    String text = in.getText();
    Map<String, ScopePath> seen = seen(context);
    ScopePath known = seen.get(text);
    if (known == null) {
      known = scope(text, context);
      seen.put(text, known);
    }
    return known;
  }

  @SuppressWarnings("unchecked")
  private static Map<String, ScopePath> seen(DeserializationContext context) {
    // Nobody else uses this key.
    Map<String, ScopePath> seen = (Map<String, ScopePath>) context.getAttribute(SEEN);
    if (seen == null) {
      seen = new HashMap<>();
      context.setAttribute(SEEN, seen);
    }
    return seen;
  }

  private static ScopePath scope(String text, DeserializationContext context) throws IOException {
    try {
      return new ScopePath(text);
    } catch (IllegalArgumentException e) {
      throw context.weirdStringException(text, ScopePath.class, e.getMessage());
    }
  }
}
