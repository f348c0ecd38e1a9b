package io.bailiwick.bench;

import com.fasterxml.jackson.databind.JsonNode;
import io.bailiwick.harness.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What is measured.
 *
 * @param nodes where agents' requests go; connections are dealt out in turn
 * @param admin where operators' requests go
 * @param processes pids by name, whose CPU time and memory are told; may be none
 */
record Target(
    List<InetSocketAddress> nodes,
    InetSocketAddress admin,
    String adminKey,
    Map<String, Long> processes) {

  /** Where a URL points. Only plain HTTP is spoken. */
  static InetSocketAddress address(String url) {
    URI uri = URI.create(url);
    if (!"http".equals(uri.getScheme()) || uri.getHost() == null) {
      throw new IllegalArgumentException("a URL such as http://127.0.0.1:7878, not " + url);
    }
    return new InetSocketAddress(uri.getHost(), uri.getPort() < 0 ? 80 : uri.getPort());
  }

  /** A connection for the load, the n-th. */
  LoadConnection connection(int n) {
    return new LoadConnection(nodes.get(n % nodes.size()));
  }

  /** A call of an operator, which has to succeed. */
  JsonNode operate(String target, JsonNode body) {
    return call(admin, "POST", target, "X-Admin-API-Key: " + adminKey + "\r\n", body.toString());
  }

  /** What an agent reads, which has to succeed. */
  JsonNode read(String target, String agentHeader) {
    return call(nodes.getFirst(), "GET", target, agentHeader, null);
  }

  /** What the processes have used so far, with this one, which makes the load. */
  Usage used() {
    Map<String, Proc.Used> used = new LinkedHashMap<>();
    if (Proc.isThere()) {
      processes.forEach((name, pid) -> used.put(name, Proc.ofTree(pid)));
      used.put("client", Proc.of(ProcessHandle.current().pid()));
    }
    return new Usage(used, Machine.now());
  }

  private static JsonNode call(
      InetSocketAddress address, String method, String target, String headers, String body) {
    try (LoadConnection connection = new LoadConnection(address)) {
      int status = connection.exchange(method, target, headers, body);
      if (status >= 300) {
        throw new IllegalStateException(
            "%s %s: %d %s".formatted(method, target, status, connection.body()));
      }
      return Json.parse(connection.body());
    } catch (IOException e) {
      throw new UncheckedIOException(method + " " + target + " at " + address, e);
    }
  }
}
