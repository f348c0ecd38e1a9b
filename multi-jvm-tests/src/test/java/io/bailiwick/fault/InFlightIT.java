package io.bailiwick.fault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.bailiwick.harness.Agent;
import io.bailiwick.harness.Bodies;
import io.bailiwick.harness.Clock;
import io.bailiwick.harness.HttpConnection;
import io.bailiwick.harness.PostgresServer;
import io.bailiwick.harness.Reply;
import io.bailiwick.harness.Request;
import io.bailiwick.harness.ServerProcess;
import io.bailiwick.harness.ServerSetup;
import io.bailiwick.harness.StoreKind;
import io.bailiwick.harness.Tenancy;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/**
 * One tenant with more requests under way than it may have, and one with more that never come
 * whole.
 */
class InFlightIT {
  private static final int PER_TENANT = 5;
  private static final int ALTOGETHER = 8;
  private static final Duration WITHIN = Duration.ofSeconds(10);
  private static final Pattern IN_FLIGHT =
      Pattern.compile("^bailiwick_http_in_flight\\{kind=\"work\"} (\\S+)$", Pattern.MULTILINE);
  private static final Pattern REFUSED =
      Pattern.compile("^bailiwick_http_refused_total\\{kind=\"work\"} (\\S+)$", Pattern.MULTILINE);

  private final List<HttpConnection> open = new ArrayList<>();

  private static ServerSetup setup(StoreKind store, String name) {
    return ServerSetup.on(store, name)
        .with("BAILIWICK_HTTP_IN_FLIGHT_PER_TENANT_MAX", Integer.toString(PER_TENANT))
        .with("BAILIWICK_HTTP_IN_FLIGHT_MAX", Integer.toString(ALTOGETHER));
  }

  private static double metric(ServerProcess server, Pattern name) {
    String text = server.client().exchange(Request.get("/actuator/prometheus")).body();
    Matcher matcher = name.matcher(text);
    return matcher.find() ? Double.parseDouble(matcher.group(1)) : 0;
  }

  private void write(ServerProcess server, Agent agent, int bodyBytes, String body)
      throws IOException {
    HttpConnection connection = new HttpConnection(server.port());
    open.add(connection);
    connection.write(
        ("POST /v1/reservations HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n"
                + "X-Cycles-API-Key: "
                + agent.secret()
                + "\r\nContent-Length: "
                + bodyBytes
                + "\r\n\r\n"
                + body)
            .getBytes(StandardCharsets.ISO_8859_1));
  }

  /** Reserves that the store does not let go on, until the server has all of them under way. */
  private void begin(ServerProcess server, Tenancy tenancy, int number) throws IOException {
    double before = metric(server, IN_FLIGHT);
    for (int i = 0; i < number; i++) {
      String body = Bodies.reserve("held " + i, tenancy.leaf(), 1).toString();
      write(server, tenancy.agent(), body.length(), body);
    }
    await().atMost(WITHIN).until(() -> metric(server, IN_FLIGHT) == before + number);
  }

  /** Reserves of which the server has the heads. */
  private void beginToSend(ServerProcess server, Agent agent, int number) throws IOException {
    for (int i = 0; i < number; i++) {
      write(server, agent, 100, "{");
    }
    // Longer than the end of a head is held back.
    Clock.awaitPast(Clock.nowMs() + 500);
  }

  private void areAnswered(int status) throws IOException {
    for (HttpConnection connection : open) {
      assertThat(connection.answer("POST", "/v1/reservations").status()).isEqualTo(status);
      connection.close();
    }
    open.clear();
  }

  private static void isTurnedAway(Reply reply) {
    reply.refused(429, "LIMIT_EXCEEDED");
    assertThat(reply.header("Retry-After")).isEqualTo("1");
    assertThat(Long.parseLong(reply.header("X-RateLimit-Reset"))).isPositive();
  }

  @Test
  void whoHasTooMuchUnderWayIsRefusedUntilItHasEnded() throws IOException, SQLException {
    ServerSetup setup = setup(StoreKind.POSTGRESQL, "in-flight");
    try (ServerProcess server = ServerProcess.start(setup)) {
      Tenancy noisy = Tenancy.ofThreeLevels(server.operator());
      Tenancy quiet = Tenancy.ofThreeLevels(server.operator());
      Agent agent = noisy.agent();
      String first = agent.reserved("first", noisy.leaf(), 1);
      String second = agent.reserved("second", noisy.leaf(), 1);
      quiet.agent().get("/v1/reservations").expect(200);

      try (Connection lock = PostgresServer.lockAll(setup, "EXCLUSIVE")) {
        begin(server, noisy, PER_TENANT);
        isTurnedAway(agent.reserve(Bodies.reserve("third", noisy.leaf(), 1)));
        isTurnedAway(agent.decide(Bodies.reserve("d", noisy.leaf(), 1)));
        isTurnedAway(agent.event(Bodies.event("e", noisy.leaf(), 1)));
        isTurnedAway(agent.reservation(first));
        isTurnedAway(agent.get("/v1/reservations"));
        assertThat(metric(server, REFUSED)).isEqualTo(3);
        quiet.agent().get("/v1/reservations").expect(200);

        begin(server, quiet, ALTOGETHER - PER_TENANT);
        isTurnedAway(server.operator().get("/v1/admin/tenants"));
        server.client().exchange(Request.get("/readiness"));
        lock.rollback();
      }
      areAnswered(200);
      assertThat(metric(server, IN_FLIGHT)).isZero();
      agent.extend(first, Bodies.extend("x", 1_000)).expect(200);
      agent.commit(first, Bodies.commit("c", 1)).expect(200);
      agent.release(second, Bodies.release("r")).expect(200);
      agent.reserved("third", noisy.leaf(), 1);
    }
  }

  @Test
  void bodiesThatDoNotComeTakeNoPlaceAndAreNotWaitedForForEver() throws IOException {
    ServerSetup setup =
        setup(StoreKind.byDefault(), "in-flight-late").with("BAILIWICK_HTTP_RECEIVE_TIMEOUT", "3s");
    try (ServerProcess server = ServerProcess.start(setup)) {
      Tenancy noisy = Tenancy.ofThreeLevels(server.operator());
      Tenancy quiet = Tenancy.ofThreeLevels(server.operator());
      beginToSend(server, noisy.agent(), 2 * ALTOGETHER);

      assertThat(metric(server, IN_FLIGHT)).isZero();
      noisy.agent().reserved("k", noisy.leaf(), 1);
      quiet.agent().reserved("k", quiet.leaf(), 1);
      quiet.agent().get("/v1/reservations").expect(200);
      server.operator().get("/v1/admin/tenants").expect(200);
      assertThat(metric(server, REFUSED)).isZero();
      areAnswered(400);
    }
  }
}
