package io.bailiwick.harness;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * One request, as it goes over the wire.
 *
 * @param target path and query, encoded
 * @param headers besides Host and Content-Length
 * @param body null for none
 */
public record Request(String method, String target, Map<String, String> headers, byte[] body) {

  public static Request get(String target) {
    return new Request("GET", target, Map.of(), null);
  }

  /** With a JSON body. */
  public static Request of(String method, String target, JsonNode body) {
    return of(method, target, body.toString());
  }

  /** With a body that claims to be JSON. */
  public static Request of(String method, String target, String body) {
    return new Request(
        method,
        target,
        Map.of("Content-Type", "application/json"),
        body.getBytes(StandardCharsets.UTF_8));
  }

  public static Request post(String target, JsonNode body) {
    return of("POST", target, body);
  }

  /** With one more header, or another value of one; null takes it away. */
  public Request with(String name, String value) {
    Map<String, String> more = new LinkedHashMap<>(headers);
    more.keySet().removeIf(name::equalsIgnoreCase);
    if (value != null) {
      more.put(name, value);
    }
    return new Request(method, target, more, body);
  }

  /** Without the query. */
  public String path() {
    int query = target.indexOf('?');
    return query < 0 ? target : target.substring(0, query);
  }

  byte[] head(int port) {
    StringBuilder head =
        new StringBuilder(method).append(' ').append(target).append(" HTTP/1.1\r\n");
    head.append("Host: 127.0.0.1:").append(port).append("\r\n");
    headers.forEach((name, value) -> head.append(name).append(": ").append(value).append("\r\n"));
    if (body != null || !method.equals("GET")) {
      head.append("Content-Length: ").append(body == null ? 0 : body.length).append("\r\n");
    }
    return head.append("\r\n").toString().getBytes(StandardCharsets.ISO_8859_1);
  }
}
