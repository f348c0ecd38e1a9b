package io.bailiwick.http.route;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * What an export was asked for, as it was understood: what is not in it has selected nothing.
 *
 * @param parameters in the order in which they are documented, with the end of the range
 */
record ExportedFilter(Map<String, String> parameters) {

  /**
   * @param names of all that selects, the end of the range apart
   * @param to the end of the range, given or not
   */
  static ExportedFilter of(Parameters query, List<String> names, String to) {
    Map<String, String> parameters = new LinkedHashMap<>();
    for (String name : names) {
      String text = query.joined(name);
      if (text != null) {
        parameters.put(name, text);
      }
    }
    parameters.put("to", to);
    return new ExportedFilter(parameters);
  }

  /** As the query of a URL. */
  String query() {
    return parameters.entrySet().stream()
        .map(
            parameter ->
                parameter.getKey()
                    + '='
                    + URLEncoder.encode(parameter.getValue(), StandardCharsets.UTF_8))
        .collect(Collectors.joining("&"));
  }
}
