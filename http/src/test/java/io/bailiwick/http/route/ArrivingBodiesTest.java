package io.bailiwick.http.route;

import static org.assertj.core.api.Assertions.assertThat;

import io.bailiwick.config.HttpSettings;
import io.bailiwick.config.Settings;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.apache.pekko.stream.javadsl.Source;
import org.apache.pekko.util.ByteString;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Requests whose bodies come when they like: they take nobody's place until they are there. */
class ArrivingBodiesTest {
  private static final int PER_TENANT = 2;
  private static final int ALTOGETHER = 3;
  private static final long LIMIT_S = 20;
  private static final Answer ANSWER = Answer.ok(new byte[0]);

  private final BlockingQueue<CompletableFuture<Answer>> begun = new LinkedBlockingQueue<>();
  private final List<CompletableFuture<ByteString>> bodies = new ArrayList<>();
  private ActorSystem<Void> system;
  private RouterOfKeys router;

  @BeforeEach
  void start() {
    system = ActorSystem.create(Behaviors.empty(), "slow", Settings.load(Map.of()).pekkoConfig());
    HttpSettings http =
        Settings.load(
                Map.of(
                    "BAILIWICK_HTTP_IN_FLIGHT_PER_TENANT_MAX",
                    Integer.toString(PER_TENANT),
                    "BAILIWICK_HTTP_IN_FLIGHT_MAX",
                    Integer.toString(ALTOGETHER)))
            .http();
    router =
        new RouterOfKeys(
            http,
            Runnable::run,
            call ->
                () -> {
                  CompletableFuture<Answer> answer = new CompletableFuture<>();
                  begun.add(answer);
                  return answer;
                },
            system);
  }

  @AfterEach
  void stop() throws Exception {
    system.terminate();
    system.getWhenTerminated().toCompletableFuture().get(LIMIT_S, TimeUnit.SECONDS);
  }

  private CompletableFuture<HttpResponse> sendSlowly(String tenant) {
    CompletableFuture<ByteString> body = new CompletableFuture<>();
    bodies.add(body);
    return router
        .sendSlowly(Operation.CREATE_RESERVATION, tenant, Source.completionStage(body))
        .toCompletableFuture();
  }

  private CompletableFuture<HttpResponse> send(String tenant) {
    return router.send(Operation.CREATE_RESERVATION, tenant).toCompletableFuture();
  }

  private CompletableFuture<Answer> next() throws InterruptedException {
    CompletableFuture<Answer> next = begun.poll(LIMIT_S, TimeUnit.SECONDS);
    assertThat(next).as("something has begun").isNotNull();
    return next;
  }

  private static RouterOfKeys.Outcome outcome(CompletableFuture<HttpResponse> sent)
      throws Exception {
    return RouterOfKeys.outcome(sent.get(LIMIT_S, TimeUnit.SECONDS));
  }

  @Test
  void whatIsStillToComeTakesNoPlaceOfItsTenantNorOfOthers() throws Exception {
    List<CompletableFuture<HttpResponse>> slow = new ArrayList<>();
    for (int i = 0; i < 2 * ALTOGETHER; i++) {
      slow.add(sendSlowly("acme"));
    }
    assertThat(slow).noneMatch(CompletableFuture::isDone);
    assertThat(router.inFlight().tenants()).isZero();

    CompletableFuture<HttpResponse> own = send("acme");
    CompletableFuture<HttpResponse> ofAnother = send("other");
    next().complete(ANSWER);
    next().complete(ANSWER);
    assertThat(own.get(LIMIT_S, TimeUnit.SECONDS).status().intValue()).isEqualTo(200);
    assertThat(ofAnother.get(LIMIT_S, TimeUnit.SECONDS).status().intValue()).isEqualTo(200);

    bodies.getFirst().complete(ByteString.fromString("{}"));
    CompletableFuture<Answer> work = next();
    assertThat(router.inFlight().tenants()).as("from when it is there").isEqualTo(1);
    work.complete(ANSWER);
    assertThat(slow.getFirst().get(LIMIT_S, TimeUnit.SECONDS).status().intValue()).isEqualTo(200);
    assertThat(router.inFlight().tenants()).isZero();
  }

  @Test
  void whoComesInWholeWhenThereIsNoPlaceAnyMoreIsRefused() throws Exception {
    CompletableFuture<HttpResponse> slow = sendSlowly("acme");
    for (int i = 0; i < PER_TENANT; i++) {
      assertThat(send("acme")).isNotDone();
    }

    bodies.getFirst().complete(ByteString.fromString("{}"));
    assertThat(outcome(slow)).isEqualTo(new RouterOfKeys.Outcome(429, "LIMIT_EXCEEDED"));
    assertThat(begun).hasSize(PER_TENANT);
    begun.forEach(work -> work.complete(ANSWER));
    assertThat(router.inFlight().tenants()).as("it has taken none").isZero();
  }

  @Test
  void whoseTenantIsAtItsBoundIsRefusedBeforeItsBodyHasCome() throws Exception {
    for (int i = 0; i < PER_TENANT; i++) {
      assertThat(send("acme")).isNotDone();
    }
    assertThat(sendSlowly("acme")).as("at once").isCompleted();
    assertThat(outcome(sendSlowly("acme")))
        .isEqualTo(new RouterOfKeys.Outcome(429, "LIMIT_EXCEEDED"));
    assertThat(sendSlowly("other")).isNotDone();
  }
}
