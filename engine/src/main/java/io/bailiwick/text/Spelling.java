package io.bailiwick.text;

/**
 * Of which characters a text may be made, and of how many. Says what a pattern such as {@code
 * [a-z0-9-]{3,64}} says, without a matcher for each text. Immutable.
 */
public final class Spelling {

  private static final int ASCII_CHARACTERS = 128;

  private final boolean[] allowed = new boolean[ASCII_CHARACTERS];
  private final int lengthMin;
  private final int lengthMax;

  private Spelling(int lengthMin, int lengthMax) {
    this.lengthMin = lengthMin;
    this.lengthMax = lengthMax;
  }

  /**
   * From {@code lengthMin} to {@code lengthMax} characters.
   *
   * @param ranges of ASCII, such as {@code a-z}, or one character each
   */
  public static Spelling of(int lengthMin, int lengthMax, String... ranges) {
    Spelling spelling = new Spelling(lengthMin, lengthMax);
    for (String range : ranges) {
      for (char c = range.charAt(0); c <= range.charAt(range.length() - 1); c++) {
        spelling.allowed[c] = true;
      }
    }
    return spelling;
  }

  /** Whether {@code text} is spelled like this. */
  public boolean fits(String text) {
    return fits(text, 0, text.length());
  }

  /** Whether the part of {@code text} is that begins at {@code from} and ends before {@code to}. */
  public boolean fits(String text, int from, int to) {
    int length = to - from;
    if (length < lengthMin || length > lengthMax) {
      return false;
    }
    for (int i = from; i < to; i++) {
      char c = text.charAt(i);
      if (c >= ASCII_CHARACTERS || !allowed[c]) {
        return false;
      }
    }
    return true;
  }
}
