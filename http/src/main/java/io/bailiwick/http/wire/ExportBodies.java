package io.bailiwick.http.wire;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** What an export says of itself, in its last line. */
public final class ExportBodies {
  private static final String MARK = "#export";

  private ExportBodies() {}

  /**
   * In JSON, without an end of line.
   *
   * @param filter name and value of each parameter that was understood
   * @param rows before it
   */
  public static byte[] summary(String kind, Map<String, String> filter, long rows) {
    return JsonText.object(
        json ->
            json.object(
                "export",
                export ->
                    export
                        .text("kind", kind)
                        .object(
                            "filter",
                            members -> {
                              for (var parameter : filter.entrySet()) {
                                members.text(parameter.getKey(), parameter.getValue());
                              }
                            })
                        .integer("rows", rows)));
  }

  /** As cells of a line of CSV. */
  public static List<String> cells(String kind, Map<String, String> filter, long rows) {
    List<String> cells = new ArrayList<>(List.of(MARK, kind, "rows", Long.toString(rows)));
    filter.forEach(
        (name, value) -> {
          cells.add(name);
          cells.add(value);
        });
    return List.copyOf(cells);
  }
}
