package io.bailiwick.http.wire;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Collectors;

/** Lines of CSV, as RFC 4180 has them. */
public final class CsvText {
  /** With which a cell begins that programs for tables would compute. */
  private static final String FORMULA = "=+-@\t\r";

  private CsvText() {}

  /**
   * One line, its end included. What a program for tables would take for a formula has an
   * apostrophe before it: these texts come from anybody.
   *
   * @param cells null is empty
   */
  public static byte[] line(List<String> cells) {
    return cells.stream()
        .map(CsvText::cell)
        .collect(Collectors.joining(",", "", "\r\n"))
        .getBytes(StandardCharsets.UTF_8);
  }

  private static String cell(String text) {
    if (text == null || text.isEmpty()) {
      return "";
    }
    String harmless = FORMULA.indexOf(text.charAt(0)) >= 0 ? "'" + text : text;
    boolean isPlain = harmless.chars().noneMatch(c -> "\",\r\n".indexOf(c) >= 0);
    return isPlain ? harmless : '"' + harmless.replace("\"", "\"\"") + '"';
  }
}
