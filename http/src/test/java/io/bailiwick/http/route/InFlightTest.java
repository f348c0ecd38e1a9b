package io.bailiwick.http.route;

import static org.assertj.core.api.Assertions.assertThat;

import io.bailiwick.config.HttpSettings;
import io.bailiwick.config.Settings;
import io.bailiwick.http.error.ErrorCode;
import io.bailiwick.http.error.Problem;
import io.bailiwick.time.Stopwatch;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.RejectedExecutionException;
import java.util.stream.IntStream;
import org.apache.pekko.http.javadsl.model.HttpHeader;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Requests through the whole flow, to operations that do not answer before they are told to. */
class InFlightTest {
  private static final int PER_TENANT = 6;
  private static final int ALTOGETHER = 8;
  private static final int TIMEOUT_MS = 150;
  private static final Answer ANSWER = Answer.ok(new byte[0]);

  private final List<CompletableFuture<Answer>> held = new ArrayList<>();
  private final Queue<Runnable> turns = new ArrayDeque<>();
  private final RouterOfKeys router =
      new RouterOfKeys(http(PER_TENANT, ALTOGETHER), turns::add, call -> this::hold);

  private static HttpSettings http(int perTenant, int altogether) {
    return Settings.load(
            Map.of(
                "BAILIWICK_HTTP_IN_FLIGHT_PER_TENANT_MAX",
                Integer.toString(perTenant),
                "BAILIWICK_HTTP_IN_FLIGHT_MAX",
                Integer.toString(altogether),
                "BAILIWICK_RESERVATION_OPERATION_TIMEOUT",
                "100ms",
                "BAILIWICK_HTTP_REQUEST_TIMEOUT",
                TIMEOUT_MS + "ms"))
        .http();
  }

  private CompletionStage<Answer> hold() {
    CompletableFuture<Answer> answer = new CompletableFuture<>();
    held.add(answer);
    return answer;
  }

  private CompletableFuture<HttpResponse> send(Operation operation, String tenant) {
    return router.send(operation, tenant).toCompletableFuture();
  }

  private void fill(Operation operation, String tenant, int times) {
    IntStream.range(0, times).forEach(i -> assertThat(send(operation, tenant)).isNotDone());
  }

  private static void isTurnedAway(CompletionStage<HttpResponse> sent) {
    CompletableFuture<HttpResponse> answer = sent.toCompletableFuture();
    assertThat(answer).as("at once").isCompleted();
    assertThat(RouterOfKeys.outcome(answer.join()))
        .isEqualTo(new RouterOfKeys.Outcome(429, "LIMIT_EXCEEDED"));
    assertThat(answer.join().getHeader("Retry-After").map(HttpHeader::value)).contains("1");
    assertThat(answer.join().getHeader("X-RateLimit-Reset")).isPresent();
  }

  private void endAll() {
    while (held.stream().anyMatch(answer -> !answer.isDone()) || !turns.isEmpty()) {
      List.copyOf(held).forEach(answer -> answer.complete(ANSWER));
      for (Runnable turn = turns.poll(); turn != null; turn = turns.poll()) {
        turn.run();
      }
    }
  }

  @ParameterizedTest
  @EnumSource(
      value = Operation.class,
      names = {"DECIDE", "CREATE_RESERVATION", "CREATE_EVENT"})
  void newWorkBeyondATenantsBoundIsRefusedAndThatOfAnotherIsNot(Operation operation) {
    fill(operation, "acme", PER_TENANT);

    isTurnedAway(send(operation, "acme"));
    isTurnedAway(send(Operation.GET_BALANCES, "acme"));
    assertThat(held).as("it does not begin").hasSize(PER_TENANT);
    assertThat(send(operation, "other")).isNotDone();
    endAll();
    assertThat(send(operation, "acme")).isNotDone();
  }

  @Test
  void everyReadWithATenantsKeyIsBounded() {
    List<Operation> reads =
        Arrays.stream(Operation.values())
            .filter(operation -> operation.method().equals("GET"))
            .filter(operation -> operation.path().startsWith("/v1/"))
            .filter(operation -> operation.access().name().startsWith("KEY"))
            .toList();
    assertThat(reads).contains(Operation.LIST_RESERVATIONS, Operation.GET_RESERVATION);
    fill(Operation.DECIDE, "acme", PER_TENANT);

    reads.forEach(read -> isTurnedAway(send(read, "acme")));
  }

  @Test
  void whatSettlesOrExtendsGoesThroughAndTakesNoPlace() {
    fill(Operation.COMMIT_RESERVATION, "acme", 2 * ALTOGETHER);
    fill(Operation.RELEASE_RESERVATION, "acme", ALTOGETHER);
    fill(Operation.EXTEND_RESERVATION, "acme", ALTOGETHER);
    assertThat(router.inFlight().tenants()).isZero();

    fill(Operation.DECIDE, "acme", PER_TENANT);
    isTurnedAway(send(Operation.DECIDE, "acme"));
    fill(Operation.COMMIT_RESERVATION, "acme", 1);
    fill(Operation.RELEASE_RESERVATION, "acme", 1);
    fill(Operation.EXTEND_RESERVATION, "acme", 1);
  }

  @Test
  void allTogetherAreBoundedAndOfOperatorsOnlyWhatTheyRead() {
    fill(Operation.CREATE_RESERVATION, "acme", PER_TENANT);
    fill(Operation.CREATE_RESERVATION, "other", ALTOGETHER - PER_TENANT - 1);
    assertThat(router.sendAsOperator(Operation.LIST_TENANTS).toCompletableFuture()).isNotDone();

    isTurnedAway(send(Operation.CREATE_RESERVATION, "third"));
    isTurnedAway(router.sendAsOperator(Operation.LIST_TENANTS));
    assertThat(router.sendAsOperator(Operation.CREATE_TENANT).toCompletableFuture()).isNotDone();
    assertThat(router.sendAsOperator(Operation.READINESS).toCompletableFuture()).isNotDone();
    assertThat(router.sendAsOperator(Operation.METRICS).toCompletableFuture()).isNotDone();
    assertThat(router.inFlight().tenants()).as("refused ones leave nothing behind").isEqualTo(2);
  }

  @Test
  void whoMayNotTakesNoPlaceAndIsToldSoAtTheBoundToo() {
    assertThat(router.ask(Operation.DECIDE, Set.of()).status()).isEqualTo(403);
    assertThat(router.inFlight().tenants()).isZero();

    fill(Operation.DECIDE, "acme", PER_TENANT);
    assertThat(router.ask(Operation.DECIDE, Set.of()).status()).isEqualTo(403);
  }

  @ParameterizedTest
  @ValueSource(strings = {"answered", "failed", "thrown", "malformed", "nothing"})
  void aPlaceIsGivenBackOnceHoweverItsRequestEnds(String end) {
    List<CompletableFuture<Answer>> others = new ArrayList<>();
    Handler handler =
        call -> {
          if (call.operation() == Operation.DECIDE) {
            return () -> {
              others.add(new CompletableFuture<>());
              return others.getLast();
            };
          }
          return switch (end) {
            case "answered" -> () -> CompletableFuture.completedFuture(ANSWER);
            case "failed" ->
                () ->
                    CompletableFuture.failedFuture(
                        Problem.of(ErrorCode.BUDGET_EXCEEDED, "no money"));
            case "thrown" ->
                () -> {
                  throw new IllegalStateException("a bug");
                };
            case "malformed" -> throw Problem.invalid("no");
            default -> () -> null;
          };
        };
    RouterOfKeys ending = new RouterOfKeys(http(3, 3), turns::add, handler);
    ending.send(Operation.DECIDE, "acme");

    for (int i = 0; i < 4; i++) {
      assertThat(ending.send(Operation.CREATE_EVENT, "acme").toCompletableFuture()).isCompleted();
      assertThat(ending.send(Operation.GET_BALANCES, "acme").toCompletableFuture()).isCompleted();
    }
    ending.send(Operation.DECIDE, "acme");
    ending.send(Operation.DECIDE, "acme");
    assertThat(others).as("all places were free but one, and there is none more").hasSize(3);
    isTurnedAway(ending.send(Operation.DECIDE, "acme"));
  }

  @Test
  void ofATenantsReadsHalfOfTheThreadsRunAndTheOthersWaitInItsOwnLine() {
    fill(Operation.LIST_RESERVATIONS, "acme", 3);
    fill(Operation.GET_BALANCES, "acme", 1);
    assertThat(held).hasSize(RouterOfKeys.READ_THREADS / 2);

    fill(Operation.LIST_TENANT_EVENTS, "other", 1);
    assertThat(router.reached()).last().isEqualTo(Operation.LIST_TENANT_EVENTS);
    fill(Operation.DECIDE, "acme", 1);
    assertThat(router.reached()).last().isEqualTo(Operation.DECIDE);

    held.getFirst().complete(ANSWER);
    turns.remove().run();
    assertThat(router.reached()).last().isEqualTo(Operation.LIST_RESERVATIONS);
    held.get(1).complete(ANSWER);
    turns.remove().run();
    assertThat(router.reached()).last().as("in turn").isEqualTo(Operation.GET_BALANCES);
    endAll();
    assertThat(router.inFlight().tenants()).isZero();
  }

  @Test
  void whoCannotBeHandedAThreadIsToldSoAndNobodyElseNotices() {
    RouterOfKeys refusing =
        new RouterOfKeys(
            http(PER_TENANT, ALTOGETHER),
            turn -> {
              throw new RejectedExecutionException("injected");
            },
            call -> this::hold);
    List<CompletableFuture<HttpResponse>> answers = new ArrayList<>();
    for (int i = 0; i < RouterOfKeys.READ_THREADS / 2 + 2; i++) {
      answers.add(refusing.send(Operation.GET_BALANCES, "acme").toCompletableFuture());
    }
    assertThat(held).hasSize(RouterOfKeys.READ_THREADS / 2);

    held.getFirst().complete(ANSWER);
    assertThat(answers.getFirst()).isCompleted();
    assertThat(answers.getFirst().join().status().intValue()).isEqualTo(200);
    for (CompletableFuture<HttpResponse> waited : answers.subList(2, answers.size())) {
      assertThat(waited).isCompleted();
      assertThat(waited.join().status().intValue()).isEqualTo(503);
    }
    assertThat(refusing.send(Operation.GET_BALANCES, "acme").toCompletableFuture()).isNotDone();
    assertThat(held).as("the turn is free again").hasSize(RouterOfKeys.READ_THREADS / 2 + 1);
    held.forEach(answer -> answer.complete(ANSWER));
    assertThat(refusing.inFlight().tenants()).isZero();
  }

  @Test
  void whoHasBeenToldThatThereIsNoAnswerIsNotReadFor() {
    fill(Operation.LIST_RESERVATIONS, "acme", RouterOfKeys.READ_THREADS / 2);
    CompletableFuture<HttpResponse> late = send(Operation.GET_BALANCES, "acme");
    Stopwatch stopwatch = Stopwatch.start();
    while (stopwatch.elapsedNanos() <= Duration.ofMillis(TIMEOUT_MS).toNanos()) {
      Thread.onSpinWait();
    }

    endAll();
    assertThat(late.join().status().intValue()).isEqualTo(503);
    assertThat(router.reached()).doesNotContain(Operation.GET_BALANCES);
    assertThat(router.inFlight().tenants()).isZero();
  }

  @Test
  void aLongLineThatEndsAtOnceStandsOnNobodysStack() {
    int line = 50_000;
    RouterOfKeys patient = new RouterOfKeys(http(line, line), turns::add, call -> this::hold);
    List<CompletionStage<HttpResponse>> answers = new ArrayList<>();
    IntStream.range(0, line)
        .forEach(i -> answers.add(patient.send(Operation.GET_BALANCES, "acme")));

    endAll();
    assertThat(answers).allSatisfy(answer -> assertThat(answer).isCompleted());
    assertThat(patient.inFlight().tenants()).isZero();
  }
}
