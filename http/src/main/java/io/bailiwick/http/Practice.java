package io.bailiwick.http;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * Reservations and commits that a server asks of itself, through its own HTTP, at the demo's
 * tenant. The launcher has it done once after a build, to keep what the virtual machine has learnt
 * from it: which classes are needed, and which paths are hot.
 */
final class Practice {
  private static final int CLIENTS = 8;
  private static final int LIFECYCLES_OF_EACH = 200;
  private static final Duration PATIENCE = Duration.ofSeconds(10);
  private static final ObjectMapper JSON = new ObjectMapper();

  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).connectTimeout(PATIENCE).build();
  private final URI base;
  private final String secret;

  /**
   * @param port where this server serves
   * @param secret of a key of the demo's tenant
   */
  Practice(int port, String secret) {
    this.base = URI.create("http://127.0.0.1:" + port);
    this.secret = secret;
  }

  /** Fails with the first request that does. */
  CompletionStage<Void> run() {
    CompletableFuture<?>[] clients = new CompletableFuture<?>[CLIENTS];
    for (int client = 0; client < CLIENTS; client++) {
      clients[client] = lifecycles(client, 0).toCompletableFuture();
    }
    return CompletableFuture.allOf(clients);
  }

  private CompletionStage<Void> lifecycles(int client, int done) {
    return done == LIFECYCLES_OF_EACH
        ? CompletableFuture.completedFuture(null)
        : lifecycle(client + "-" + done).thenComposeAsync(any -> lifecycles(client, done + 1));
  }

  private CompletionStage<Void> lifecycle(String name) {
    String reserve =
        """
        {"idempotency_key": "practice-%s", "subject": {"tenant": "demo", "app": "chat", "agent": "writer"}, \
        "action": {"kind": "llm.completion", "name": "practice"}, "estimate": {"unit": "TOKENS", "amount": 2}}\
        """
            .formatted(name);
    String commit =
        """
        {"idempotency_key": "practised-%s", "actual": {"unit": "TOKENS", "amount": 1}}\
        """
            .formatted(name);
    return post("/v1/reservations", reserve)
        .thenCompose(reservation -> post("/v1/reservations/" + reservation + "/commit", commit))
        .thenAccept(committed -> {});
  }

  /** Asks, and gives the reservation that the answer names, or an empty text. */
  private CompletionStage<String> post(String path, String body) {
    HttpRequest request =
        HttpRequest.newBuilder(base.resolve(path))
            .timeout(PATIENCE)
            .header("X-Cycles-API-Key", secret)
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(body))
            .build();
    return http.sendAsync(request, HttpResponse.BodyHandlers.ofString())
        .thenApply(Practice::reservation);
  }

  private static String reservation(HttpResponse<String> answer) {
    if (answer.statusCode() != 200) {
      throw new IllegalStateException("practice: " + answer.statusCode() + " " + answer.body());
    }
    try {
      return JSON.readTree(answer.body()).path("reservation_id").asText();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
