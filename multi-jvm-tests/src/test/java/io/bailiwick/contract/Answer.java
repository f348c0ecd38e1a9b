package io.bailiwick.contract;

import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What a server answered, and to what.
 *
 * @param path as it was sent, without the query, or a template such as {@code
 *     /v1/reservations/{reservation_id}}
 * @param headers by name in any case
 * @param body empty where there was none
 */
public record Answer(
    String method, String path, int status, Map<String, List<String>> headers, String body) {

  public Answer {
    Map<String, List<String>> anyCase = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    anyCase.putAll(headers);
    headers = anyCase;
  }

  /** Of the JDK's client; the body is read as text. */
  public static Answer of(HttpResponse<String> response) {
    return new Answer(
        response.request().method(),
        response.request().uri().getRawPath(),
        response.statusCode(),
        response.headers().map(),
        response.body() == null ? "" : response.body());
  }

  /** The first value of a header. */
  public Optional<String> header(String name) {
    return headers.getOrDefault(name, List.of()).stream().findFirst();
  }

  @Override
  public String toString() {
    return method + " " + path + " -> " + status + " " + body;
  }
}
