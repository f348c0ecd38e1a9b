package io.bailiwick.http.listen;

import static org.assertj.core.api.Assertions.assertThat;

import io.bailiwick.config.HttpSettings;
import io.bailiwick.config.Settings;
import io.bailiwick.http.route.Deadline;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.function.BiFunction;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.http.javadsl.model.HttpRequest;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.apache.pekko.stream.javadsl.Flow;
import org.apache.pekko.stream.javadsl.Sink;
import org.apache.pekko.stream.javadsl.Source;
import org.apache.pekko.util.ByteString;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** That whoever hangs is answered in time, and nobody else is. */
class ExchangesTest {
  private static final Duration WITHIN = Duration.ofMillis(120);
  private static final Duration LONG = Duration.ofSeconds(20);
  private static final HttpRequest REQUEST = HttpRequest.create("/a");
  private static final HttpResponse LATE = HttpResponse.create().withStatus(503);

  private static ActorSystem<Void> system;
  private static HttpSettings http;

  @BeforeAll
  static void start() {
    Settings settings = Settings.load(Map.of());
    http = settings.http();
    system = ActorSystem.create(Behaviors.empty(), "exchanges", settings.pekkoConfig());
  }

  @AfterAll
  static void stop() throws Exception {
    system.terminate();
    system.getWhenTerminated().toCompletableFuture().get(20, TimeUnit.SECONDS);
  }

  private static Exchanges exchanges(
      BiFunction<HttpRequest, Deadline, CompletionStage<HttpResponse>> work) {
    return new Exchanges(
        (request, deadline) -> {
          deadline.answerLate(() -> LATE);
          return work.apply(request, deadline);
        },
        WITHIN,
        system);
  }

  private static <T> T had(CompletionStage<T> stage) throws Exception {
    return stage.toCompletableFuture().get(LONG.toSeconds(), TimeUnit.SECONDS);
  }

  private static void pass(Duration time) throws Exception {
    CompletableFuture<Void> passed = new CompletableFuture<>();
    system.scheduler().scheduleOnce(time, () -> passed.complete(null), system.executionContext());
    had(passed);
  }

  @Test
  void oneWhoHangsIsAnsweredInTimeAndWhatItSaysLaterIsNotHeard() throws Exception {
    CompletableFuture<HttpResponse> hanging = new CompletableFuture<>();
    Exchanges exchanges = exchanges((request, deadline) -> hanging);
    long fromNs = System.nanoTime();
    CompletionStage<HttpResponse> answer = exchanges.answer(REQUEST);
    HttpResponse late = had(answer);
    assertThat(System.nanoTime() - fromNs).isGreaterThanOrEqualTo(WITHIN.toNanos());
    assertThat(late.status().intValue()).isEqualTo(503);
    assertThat(late.getHeader("Connection").orElseThrow().value()).isEqualTo("close");
    hanging.complete(HttpResponse.create());
    assertThat(had(answer)).isSameAs(late);
    CompletionStage<HttpResponse> next = exchanges.answer(REQUEST);
    pass(WITHIN.multipliedBy(2));
    assertThat(next.toCompletableFuture()).isNotDone();
  }

  @Test
  void eachRequestOfAConnectionHasItsOwnTime() throws Exception {
    CompletableFuture<HttpResponse> hanging = new CompletableFuture<>();
    Exchanges exchanges =
        exchanges(
            (request, deadline) ->
                request.getUri().path().equals("/hang")
                    ? hanging
                    : CompletableFuture.completedFuture(HttpResponse.create()));
    for (int i = 0; i < 5; i++) {
      // The timer of an earlier request is under way when the next one comes.
      assertThat(had(exchanges.answer(REQUEST)).status().intValue()).isEqualTo(200);
      pass(WITHIN.dividedBy(3));
    }
    long fromNs = System.nanoTime();
    assertThat(had(exchanges.answer(HttpRequest.create("/hang"))).status().intValue())
        .isEqualTo(503);
    assertThat(System.nanoTime() - fromNs).isGreaterThanOrEqualTo(WITHIN.toNanos());
  }

  @Test
  void whoMayTakeLongerDoes() throws Exception {
    CompletableFuture<HttpResponse> slow = new CompletableFuture<>();
    CompletionStage<HttpResponse> answer =
        exchanges(
                (request, deadline) -> {
                  deadline.mayTake(LONG);
                  return slow;
                })
            .answer(REQUEST);
    pass(WITHIN.multipliedBy(3));
    slow.complete(HttpResponse.create());
    assertThat(had(answer).status().intValue()).isEqualTo(200);
  }

  /** The timer was set for the one before, which might have taken longer. */
  @Test
  void theNextAfterOneWhoMayTakeLongerHasItsOwnTime() throws Exception {
    CompletableFuture<HttpResponse> slow = new CompletableFuture<>();
    Exchanges exchanges =
        exchanges(
            (request, deadline) -> {
              if (request.getUri().path().equals("/hang")) {
                return new CompletableFuture<>();
              }
              deadline.mayTake(LONG.multipliedBy(2));
              return slow;
            });
    CompletionStage<HttpResponse> answer = exchanges.answer(REQUEST);
    pass(WITHIN.multipliedBy(2));
    slow.complete(HttpResponse.create());
    assertThat(had(answer).status().intValue()).isEqualTo(200);
    assertThat(had(exchanges.answer(HttpRequest.create("/hang"))).status().intValue())
        .isEqualTo(503);
  }

  @Test
  void aFailureIsTold() {
    Exchanges exchanges =
        exchanges(
            (request, deadline) -> CompletableFuture.failedFuture(new IllegalStateException()));
    assertThat(exchanges.answer(REQUEST).toCompletableFuture()).isCompletedExceptionally();
  }

  @Test
  void afterALateAnswerTheConnectionIsClosed() throws Exception {
    Exchanges exchanges = exchanges((request, deadline) -> new CompletableFuture<>());
    String request = "GET / HTTP/1.1\r\nHost: x\r\n\r\n";
    List<ByteString> answered =
        had(
            Source.single(ByteString.fromString(request.repeat(3)))
                .concat(Source.maybe())
                .via(
                    Flow.of(HttpRequest.class)
                        .mapAsync(1, exchanges::answer)
                        .join(Listener.layers(system, http)))
                .runWith(Sink.seq(), system));
    String all = String.join("", answered.stream().map(ByteString::utf8String).toList());
    assertThat(all).startsWith("HTTP/1.1 503").containsIgnoringCase("connection: close");
    assertThat(all.split("HTTP/1.1 ", -1)).hasSize(2);
  }
}
