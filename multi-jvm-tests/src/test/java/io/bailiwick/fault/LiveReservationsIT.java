package io.bailiwick.fault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.bailiwick.harness.Agent;
import io.bailiwick.harness.Bodies;
import io.bailiwick.harness.Reply;
import io.bailiwick.harness.Request;
import io.bailiwick.harness.ServerProcess;
import io.bailiwick.harness.ServerSetup;
import io.bailiwick.harness.StoreKind;
import io.bailiwick.harness.Tenancy;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** A tenant that reserves and does not settle, on a node with room for few. */
class LiveReservationsIT {
  private static final Duration WITHIN = Duration.ofSeconds(20);

  private static void isTurnedAway(Reply reply) {
    reply.refused(429, "LIMIT_EXCEEDED");
    assertThat(reply.header("Retry-After")).isEqualTo("1");
    assertThat(Long.parseLong(reply.header("X-RateLimit-Reset"))).isPositive();
  }

  private static boolean counts(ServerProcess server, int live) {
    return server
        .client()
        .exchange(Request.get("/actuator/prometheus"))
        .body()
        .contains("\nbailiwick_live_reservations " + live + ".0\n");
  }

  @Test
  void newOnesAreRefusedUntilSomeHaveEndedAlsoAfterARestart() {
    ServerSetup setup =
        ServerSetup.on(StoreKind.byDefault(), "live")
            .with("BAILIWICK_PLACEMENT_BOOKS_PER_TENANT", "1")
            .with("BAILIWICK_RESERVATION_LIVE_PER_NODE_MAX", "5")
            .with("BAILIWICK_RESERVATION_LIVE_PER_TENANT_MAX", "3");
    Tenancy noisy;
    Tenancy quiet;
    String[] held = new String[3];
    try (ServerProcess server = ServerProcess.start(setup)) {
      noisy = Tenancy.ofThreeLevels(server.operator());
      quiet = Tenancy.ofThreeLevels(server.operator());
      for (int i = 0; i < held.length; i++) {
        held[i] = noisy.agent().reserved("k" + i, noisy.leaf(), 1);
      }
      assertThat(counts(server, 3)).isTrue();
      isTurnedAway(noisy.agent().reserve(Bodies.reserve("k3", noisy.leaf(), 1)));
      noisy.agent().reserve(Bodies.reserve("k0", noisy.leaf(), 1)).expect(200);
      noisy.agent().decide(Bodies.reserve("d", noisy.leaf(), 1)).expect(200);
      noisy.agent().event(Bodies.event("e", noisy.leaf(), 1)).expect(201);
      noisy.agent().extend(held[0], Bodies.extend("x", 1_000)).expect(200);
      assertThat(noisy.balance("").reserved()).isEqualTo(3);

      quiet
          .agent()
          .reserve(
              Bodies.reserve("q0", quiet.leaf(), 1).put("ttl_ms", 1_000).put("grace_period_ms", 0))
          .expect(200);
      quiet.agent().reserved("q1", quiet.leaf(), 1);
      isTurnedAway(quiet.agent().reserve(Bodies.reserve("q2", quiet.leaf(), 1)));
      // A lease that ends makes room.
      await()
          .atMost(WITHIN)
          .until(
              () -> quiet.agent().reserve(Bodies.reserve("q2", quiet.leaf(), 1)).status() == 200);
      server.terminate();
    }
    try (ServerProcess server = ServerProcess.start(setup)) {
      Agent agent = noisy.through(server.client()).agent();
      isTurnedAway(agent.reserve(Bodies.reserve("k3", noisy.leaf(), 1)));
      agent.commit(held[0], Bodies.commit("c", 1)).expect(200);
      agent.reserved("k3", noisy.leaf(), 1);
      agent.release(held[1], Bodies.release("r")).expect(200);
      agent.reserved("k4", noisy.leaf(), 1);
      isTurnedAway(agent.reserve(Bodies.reserve("k5", noisy.leaf(), 1)));
    }
  }
}
