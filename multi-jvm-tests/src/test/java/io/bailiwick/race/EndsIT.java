package io.bailiwick.race;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.bailiwick.harness.Balance;
import io.bailiwick.harness.Bodies;
import io.bailiwick.harness.Clock;
import io.bailiwick.harness.Reply;
import io.bailiwick.harness.SharedServer;
import io.bailiwick.harness.Tenancy;
import io.bailiwick.harness.Workers;
import io.bailiwick.history.History;
import io.bailiwick.history.Operation;
import io.bailiwick.history.Operation.Kind;
import io.bailiwick.oracle.Observed;
import io.bailiwick.oracle.Oracle;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.RepeatedTest;

/** Clients against the end of a lease, and against the close of their tenant. */
class EndsIT {
  private static final int CLIENTS = 32;
  private static final Duration WITHIN = Duration.ofSeconds(60);

  private final Tenancy tenancy = Tenancy.ofThreeLevels(SharedServer.operator());
  private final String leaf = tenancy.leaf();
  private final History history = new History();

  private Map<String, Long> allocated() {
    return Map.of(
        tenancy.scope(""), 1_000_000L, tenancy.scope("app:chat"), 200_000L, leaf, 50_000L);
  }

  private Reply reserve(String key) {
    return history.ask(
        new Operation(
            Kind.RESERVE,
            leaf,
            "",
            Bodies.reserve(key, leaf, 10).put("ttl_ms", 1_000).put("grace_period_ms", 0)),
        tenancy);
  }

  private Reply commit(String key, String id) {
    return history.ask(new Operation(Kind.COMMIT, leaf, id, Bodies.commit(key, 12)), tenancy);
  }

  /** Half of them just before the end, half just after; each has one outcome, whichever. */
  @RepeatedTest(3)
  void aCommitAgainstItsExpiry() {
    List<Reply> commits =
        Workers.start(
                CLIENTS,
                number -> {
                  Reply held = reserve("c" + number).expect(200);
                  long endMs = held.body().path("expires_at_ms").asLong();
                  Clock.awaitPast(endMs - CLIENTS / 2 + number);
                  return commit("c" + number, held.reservationId());
                })
            .await(WITHIN);
    for (Reply reply : commits) {
      if (reply.status() != 200) {
        reply.refused(410, "RESERVATION_EXPIRED");
      }
    }
    long charged = 12L * commits.stream().filter(Reply::isSuccess).count();
    await()
        .atMost(Duration.ofSeconds(3))
        .untilAsserted(
            () ->
                assertThat(tenancy.agent().balances().get(leaf))
                    .isEqualTo(new Balance(50_000, 50_000 - charged, 0, charged, 0, 0, false)));
    assertThat(Oracle.violationsOfAll(Observed.of(tenancy, history, allocated()))).isEmpty();
    assertThat(tenancy.agent().reservations("&status=COMMITTED")).hasSize((int) (charged / 12));
  }

  /** One try of a client. */
  private record Try(long fromNs, Reply reply) {}

  @RepeatedTest(3)
  void everyoneAgainstTheClose() {
    AtomicLong closedNs = new AtomicLong(Long.MAX_VALUE);
    Workers<List<Try>> clients =
        Workers.start(CLIENTS, number -> goOnUntilRefused(number, closedNs));
    Clock.awaitPast(Clock.nowMs() + 200);
    tenancy.operator().close(tenancy.id()).expect(200);
    closedNs.set(System.nanoTime());

    List<Try> tries = clients.await(WITHIN).stream().flatMap(List::stream).toList();
    assertThat(tries).anyMatch(attempt -> attempt.reply().isSuccess());
    for (Try attempt : tries) {
      if (attempt.fromNs() > closedNs.get()) {
        attempt.reply().refused(401, "UNAUTHORIZED");
      } else if (!attempt.reply().isSuccess()) {
        assertThat(attempt.reply().error()).isIn(Set.of("TENANT_CLOSED", "UNAUTHORIZED"));
      }
    }
    Map<String, Balance> ledgers = new java.util.TreeMap<>();
    tenancy
        .operator()
        .ledgers(tenancy.id())
        .forEach((scope, row) -> ledgers.put(scope, Balance.of(row)));
    long charged =
        history.acknowledged(tenancy.id()).stream().mapToLong(outcome -> outcome.charged()).sum();
    assertThat(ledgers.get(leaf))
        .isEqualTo(new Balance(50_000, 50_000 - charged, 0, charged, 0, 0, false));
    assertThat(
            tenancy
                .operator()
                .rows(
                    "/v1/reservations?limit=200&status=ACTIVE&tenant=" + tenancy.id(),
                    "reservations"))
        .isEmpty();
  }

  private List<Try> goOnUntilRefused(int number, AtomicLong closedNs) {
    List<Try> tries = new ArrayList<>();
    for (int i = 0; true; i++) {
      long fromNs = System.nanoTime();
      String key = number + "-" + i;
      Reply held = reserve(key);
      tries.add(new Try(fromNs, held));
      if (held.isSuccess()) {
        long commitNs = System.nanoTime();
        tries.add(new Try(commitNs, commit(key, held.reservationId())));
      } else if (fromNs > closedNs.get()) {
        return tries;
      }
    }
  }
}
