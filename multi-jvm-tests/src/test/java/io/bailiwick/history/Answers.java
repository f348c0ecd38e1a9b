package io.bailiwick.history;

import io.bailiwick.contract.Answer;
import io.bailiwick.harness.Json;
import io.bailiwick.harness.Request;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * The first success of every idempotency key, whether its client got it or not, and every later one
 * that is not the same. Thread-safe.
 */
public final class Answers {
  /** The one member that may differ: what is left of a lease. */
  private static final String LEFT = "\"remaining_ttl_ms\":[0-9]+";

  private final Map<String, String> first = new ConcurrentHashMap<>();
  private final Queue<String> differences = new ConcurrentLinkedQueue<>();

  public void add(Request request, Answer answer) {
    if (request.body() == null || answer.status() >= 300) {
      return;
    }
    String body = new String(request.body(), StandardCharsets.UTF_8);
    String key = Json.parse(body).path("idempotency_key").asText();
    if (key.isEmpty()) {
      return;
    }
    String told = answer.status() + " " + answer.body().replaceAll(LEFT, "");
    String before = first.putIfAbsent(request.path() + " " + key, told);
    if (before != null && !before.equals(told)) {
      differences.add(key + ": first " + before + ", then " + told);
    }
  }

  /** I10: one line for each answer that is not the first one of its key. */
  public List<String> differences() {
    return List.copyOf(differences);
  }
}
