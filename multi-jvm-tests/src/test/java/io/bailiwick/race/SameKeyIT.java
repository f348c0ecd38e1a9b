package io.bailiwick.race;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bailiwick.harness.Agent;
import io.bailiwick.harness.Balance;
import io.bailiwick.harness.Bodies;
import io.bailiwick.harness.Json;
import io.bailiwick.harness.Reply;
import io.bailiwick.harness.SharedServer;
import io.bailiwick.harness.Tenancy;
import io.bailiwick.harness.Workers;
import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;
import org.junit.jupiter.api.RepeatedTest;

/** 32 clients at once: with one key there is one effect and one answer; with many, one winner. */
class SameKeyIT {
  private static final int CLIENTS = 32;
  private static final Duration WITHIN = Duration.ofSeconds(60);

  private final Tenancy tenancy = Tenancy.ofThreeLevels(SharedServer.operator());
  private final Agent agent = tenancy.agent();
  private final String leaf = tenancy.leaf();

  private static List<Reply> together(Workers.Work<Reply> work) {
    return Workers.start(CLIENTS, work).await(WITHIN);
  }

  private static void haveOneAnswer(int status, Supplier<Reply> send) {
    List<String> bodies =
        together(number -> send.get().expect(status)).stream()
            .map(reply -> reply.answer().body().replaceAll("\"remaining_ttl_ms\":[0-9]+", ""))
            .distinct()
            .toList();
    assertThat(bodies).hasSize(1);
  }

  private Balance leafAfter(long reserved, long spent) {
    return new Balance(50_000, 50_000 - reserved - spent, reserved, spent, 0, 0, false);
  }

  @RepeatedTest(3)
  void reserveOnce() {
    haveOneAnswer(200, () -> agent.reserve(Bodies.reserve("same", leaf, 10)));
    assertThat(agent.balances().get(leaf)).isEqualTo(leafAfter(10, 0));
    assertThat(agent.reservations("")).hasSize(1);
  }

  @RepeatedTest(3)
  void debitOnce() {
    haveOneAnswer(201, () -> agent.event(Bodies.event("same", leaf, 10)));
    assertThat(agent.balances().get(leaf)).isEqualTo(leafAfter(0, 10));
  }

  @RepeatedTest(3)
  void commitOnce() {
    String id = agent.reserved("held", leaf, 10);
    haveOneAnswer(200, () -> agent.commit(id, Bodies.commit("same", 14)));
    assertThat(agent.balances().get(leaf)).isEqualTo(leafAfter(0, 14));
  }

  @RepeatedTest(3)
  void extendOnce() {
    Reply held = agent.reserve(Bodies.reserve("held", leaf, 10)).expect(200);
    haveOneAnswer(200, () -> agent.extend(held.reservationId(), Bodies.extend("same", 777)));
    assertThat(agent.reservation(held.reservationId()).body().path("expires_at_ms").asLong())
        .isEqualTo(held.body().path("expires_at_ms").asLong() + 777);
  }

  @RepeatedTest(3)
  void fundOnce() {
    ObjectNode body =
        Json.object(
            "idempotency_key", "same",
            "operation", "CREDIT",
            "amount", Json.amount(Bodies.UNIT, 9));
    haveOneAnswer(200, () -> tenancy.operator().fund(leaf, body));
    assertThat(tenancy.operator().balance(leaf).allocated()).isEqualTo(50_009);
  }

  @RepeatedTest(3)
  void oneBodyWinsTheKey() {
    List<Reply> replies =
        together(number -> agent.reserve(Bodies.reserve("same", leaf, 10 + number)));
    List<Reply> winners = replies.stream().filter(Reply::isSuccess).toList();
    assertThat(winners).hasSize(1);
    replies.stream()
        .filter(reply -> !reply.isSuccess())
        .forEach(reply -> reply.refused(409, "IDEMPOTENCY_MISMATCH"));
    assertThat(agent.balances().get(leaf).reserved())
        .isEqualTo(winners.getFirst().amount("reserved"));
  }

  @RepeatedTest(3)
  void oneOfManyCommitsWins() {
    String id = agent.reserved("held", leaf, 100);
    List<Reply> replies =
        together(number -> agent.commit(id, Bodies.commit("c" + number, 50 + number)));
    haveOneWinner(replies);
    Reply winner = replies.stream().filter(Reply::isSuccess).findFirst().orElseThrow();
    assertThat(agent.balances().get(leaf)).isEqualTo(leafAfter(0, winner.amount("charged")));
  }

  @RepeatedTest(3)
  void commitOrReleaseWins() {
    String id = agent.reserved("held", leaf, 100);
    List<Reply> replies =
        together(
            number ->
                number % 2 == 0
                    ? agent.commit(id, Bodies.commit("c" + number, 60))
                    : agent.release(id, Bodies.release("r" + number)));
    haveOneWinner(replies);
    boolean committed = replies.stream().anyMatch(reply -> reply.has("charged"));
    assertThat(agent.balances().get(leaf)).isEqualTo(leafAfter(0, committed ? 60 : 0));
    assertThat(agent.reservation(id).text("status"))
        .isEqualTo(committed ? "COMMITTED" : "RELEASED");
  }

  private static void haveOneWinner(List<Reply> replies) {
    assertThat(replies.stream().filter(Reply::isSuccess)).hasSize(1);
    replies.stream()
        .filter(reply -> !reply.isSuccess())
        .forEach(reply -> reply.refused(409, "RESERVATION_FINALIZED"));
  }
}
