package io.bailiwick.projection;

import java.util.Arrays;
import java.util.Objects;
import java.util.stream.Collectors;

/**
 * Text that is looked through for a part, whatever its case. The case of A to Z alone, as both
 * stores have it.
 */
public final class SearchText {

  /** Between two parts. None has it: ids, codes and operations are one line each. */
  public static final char BETWEEN = '\n';

  private SearchText() {}

  /** Several texts as one, so that a search looks once; what is null is left out. */
  public static String of(String... parts) {
    return Arrays.stream(parts)
        .filter(Objects::nonNull)
        .map(SearchText::lower)
        .collect(Collectors.joining(String.valueOf(BETWEEN)));
  }

  /** As {@code lower} of both stores gives it. */
  public static String lower(String text) {
    StringBuilder lower = new StringBuilder(text.length());
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      lower.append(c >= 'A' && c <= 'Z' ? (char) (c - 'A' + 'a') : c);
    }
    return lower.toString();
  }
}
