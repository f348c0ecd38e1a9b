package io.bailiwick.harness;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;

/** Query strings. */
public final class Query {
  private Query() {}

  public static String encode(String value) {
    return URLEncoder.encode(value, StandardCharsets.UTF_8);
  }

  /** {@code path?name=value&…} of names and values in turn. */
  public static String of(String path, String... namesAndValues) {
    StringBuilder target = new StringBuilder(path);
    for (int i = 0; i < namesAndValues.length; i += 2) {
      target
          .append(i == 0 ? '?' : '&')
          .append(namesAndValues[i])
          .append('=')
          .append(encode(namesAndValues[i + 1]));
    }
    return target.toString();
  }
}
