package io.bailiwick.fault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bailiwick.harness.Balance;
import io.bailiwick.harness.Bodies;
import io.bailiwick.harness.Clock;
import io.bailiwick.harness.HttpConnection;
import io.bailiwick.harness.PostgresServer;
import io.bailiwick.harness.Reply;
import io.bailiwick.harness.ServerProcess;
import io.bailiwick.harness.ServerProcess.Stopped;
import io.bailiwick.harness.ServerSetup;
import io.bailiwick.harness.StoreKind;
import io.bailiwick.harness.Tenancy;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** A database that answers nothing for a while: somebody has locked every table. */
class StoreStallIT {
  private static final Duration STOPS_WITHIN = Duration.ofSeconds(10);
  private static final Duration BACK_WITHIN = Duration.ofSeconds(20);

  @Test
  void aStalledDatabaseIs503AndTheKeyFindsOutLater() throws SQLException {
    ServerSetup setup =
        ServerSetup.on(StoreKind.POSTGRESQL, "stall")
            .with("BAILIWICK_RESERVATION_OPERATION_TIMEOUT", "1s");
    try (ServerProcess server = ServerProcess.start(setup)) {
      Tenancy tenancy = Tenancy.ofThreeLevels(server.operator());
      ObjectNode body = Bodies.reserve("stalled", tenancy.leaf(), 10);
      ObjectNode event = Bodies.event("stalled", tenancy.leaf(), 5);
      tenancy.agent().reserved("before", tenancy.leaf(), 1);

      try (Connection lock = PostgresServer.lockAll(setup, "EXCLUSIVE")) {
        Reply reply = tenancy.agent().reserve(body);
        reply.refused(503, "INTERNAL_ERROR");
        assertThat(reply.header("Retry-After")).matches("[0-9]+");
        tenancy.agent().event(event).refused(503, "INTERNAL_ERROR");
        lock.rollback();
      }
      await().atMost(BACK_WITHIN).until(() -> tenancy.agent().reserve(body).status() == 200);
      await().atMost(BACK_WITHIN).until(() -> tenancy.agent().event(event).status() == 201);
      assertThat(tenancy.agent().balances().get(tenancy.leaf()))
          .isEqualTo(new Balance(50_000, 49_984, 11, 5, 0, 0, false));
    }
  }

  /** The longest that each part may take, and more together than a stop may. */
  @Test
  void aStopDoesNotWaitForAStalledDatabase() throws Exception {
    ServerSetup setup =
        ServerSetup.on(StoreKind.POSTGRESQL, "stall-stop")
            .asPeopleStartIt()
            .with("BAILIWICK_HTTP_DRAIN_TIMEOUT", "5s")
            .with("BAILIWICK_STORE_WRITE_TIMEOUT", "1m");
    try (ServerProcess server = ServerProcess.start(setup);
        HttpConnection waiting = new HttpConnection(server.port())) {
      Tenancy tenancy = Tenancy.ofThreeLevels(server.operator());
      String body = Bodies.reserve("stalled", tenancy.leaf(), 10).toString();
      try (Connection lock = PostgresServer.lockAll(setup, "EXCLUSIVE")) {
        waiting.write(
            ("POST /v1/reservations HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n"
                    + "X-Cycles-API-Key: "
                    + tenancy.agent().secret()
                    + "\r\nContent-Length: "
                    + body.length()
                    + "\r\n\r\n"
                    + body)
                .getBytes(StandardCharsets.ISO_8859_1));
        Clock.awaitPast(Clock.nowMs() + 500);
        Stopped stopped = server.terminate();
        System.out.printf("stopped on a stalled store in %d ms%n", stopped.took().toMillis());
        assertThat(stopped.took()).isLessThan(STOPS_WITHIN);
        lock.rollback();
      }
    }
  }
}
