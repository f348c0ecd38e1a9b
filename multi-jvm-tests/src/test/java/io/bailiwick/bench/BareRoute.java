package io.bailiwick.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigParseOptions;
import io.bailiwick.harness.Json;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.apache.pekko.actor.ActorSystem;
import org.apache.pekko.http.javadsl.Http;
import org.apache.pekko.http.javadsl.model.ContentTypes;
import org.apache.pekko.http.javadsl.model.HttpHeader;
import org.apache.pekko.http.javadsl.model.HttpRequest;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.apache.pekko.http.javadsl.model.headers.RawHeader;

/**
 * A server that does nothing: it reads each request to its end and gives the same two answers again
 * and again. Its HTTP library and actor system are set up as the measured server's are. It runs in
 * a process of its own, see {@link BareProcess}, and ends with its standard input.
 */
final class BareRoute {
  private static final int REQUEST_BYTES_MAX = 1 << 20;
  private static final Duration REQUEST_WITHIN = Duration.ofSeconds(10);
  private static final long BOUND_WITHIN_S = 10;

  /** What the library writes by itself. */
  private static final List<String> OWN_HEADERS =
      List.of("content-length", "content-type", "date", "connection", "server");

  private final ActorSystem system;
  private final HttpResponse reserved;
  private final HttpResponse committed;

  private BareRoute(ActorSystem system, JsonNode answers) {
    this.system = system;
    this.reserved = response(answers.path("reserve"));
    this.committed = response(answers.path("commit"));
  }

  /** Takes a port, and a file with the answers that {@link Limit} has had from the real server. */
  public static void main(String[] arguments) throws Exception {
    JsonNode answers = Json.parse(Files.readString(Path.of(arguments[1])));
    ActorSystem system = ActorSystem.create("bare-route", config());
    Http.get(system)
        .newServerAt(
            InetAddress.getLoopbackAddress().getHostAddress(), Integer.parseInt(arguments[0]))
        .bind(new BareRoute(system, answers)::answer)
        .toCompletableFuture()
        .get(BOUND_WITHIN_S, TimeUnit.SECONDS);
    awaitEndOfInput();
    System.exit(0);
  }

  /** The server's own files, but for what is about clusters. */
  private static Config config() {
    return ConfigFactory.parseString("pekko.actor.provider = local")
        .withFallback(file("pekko-http"))
        .withFallback(file("pekko"))
        .withFallback(ConfigFactory.defaultReferenceUnresolved())
        .resolve();
  }

  private static Config file(String name) {
    return ConfigFactory.parseResources(
        "bailiwick/" + name + ".conf", ConfigParseOptions.defaults().setAllowMissing(false));
  }

  private CompletionStage<HttpResponse> answer(HttpRequest request) {
    boolean isCommit = request.getUri().path().endsWith("/commit");
    return request
        .entity()
        .toStrict(REQUEST_WITHIN.toMillis(), REQUEST_BYTES_MAX, system)
        .thenApply(body -> isCommit ? committed : reserved);
  }

  private static HttpResponse response(JsonNode answer) {
    List<HttpHeader> headers = new ArrayList<>();
    answer
        .path("headers")
        .properties()
        .forEach(
            header -> {
              if (!OWN_HEADERS.contains(header.getKey().toLowerCase(Locale.ROOT))) {
                header
                    .getValue()
                    .forEach(
                        value -> headers.add(RawHeader.create(header.getKey(), value.asText())));
              }
            });
    byte[] body = answer.path("body").asText().getBytes(StandardCharsets.UTF_8);
    return HttpResponse.create()
        .withStatus(answer.path("status").asInt())
        .withEntity(ContentTypes.APPLICATION_JSON, body)
        .addHeaders(headers);
  }

  /** The bench holds the other end, however it ends. */
  private static void awaitEndOfInput() throws IOException {
    while (System.in.read() >= 0) {
      continue;
    }
  }
}
