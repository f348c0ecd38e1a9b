package io.bailiwick.fault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.bailiwick.harness.Agent;
import io.bailiwick.harness.Bodies;
import io.bailiwick.harness.HttpConnection;
import io.bailiwick.harness.Reply;
import io.bailiwick.harness.Request;
import io.bailiwick.harness.ServerProcess;
import io.bailiwick.harness.ServerSetup;
import io.bailiwick.harness.StoreKind;
import io.bailiwick.harness.Tenancy;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** One tenant with more requests under way than it may have: each with a body that never comes. */
class InFlightIT {
  private static final int PER_TENANT = 5;
  private static final int ALTOGETHER = 8;
  private static final Duration WITHIN = Duration.ofSeconds(10);
  private static final Pattern IN_FLIGHT =
      Pattern.compile("^bailiwick_http_in_flight\\{kind=\"work\"} (\\S+)$", Pattern.MULTILINE);
  private static final Pattern REFUSED =
      Pattern.compile("^bailiwick_http_refused_total\\{kind=\"work\"} (\\S+)$", Pattern.MULTILINE);

  private final List<HttpConnection> slow = new ArrayList<>();

  private static ServerSetup setup(String name) {
    return ServerSetup.on(StoreKind.EMBEDDED, name)
        .with("BAILIWICK_HTTP_IN_FLIGHT_PER_TENANT_MAX", Integer.toString(PER_TENANT))
        .with("BAILIWICK_HTTP_IN_FLIGHT_MAX", Integer.toString(ALTOGETHER));
  }

  private static double metric(ServerProcess server, Pattern name) {
    String text = server.client().exchange(Request.get("/actuator/prometheus")).body();
    Matcher matcher = name.matcher(text);
    return matcher.find() ? Double.parseDouble(matcher.group(1)) : 0;
  }

  /** Reserves whose bodies are still to come, until the server has seen all of them. */
  private void begin(ServerProcess server, Agent agent, int number) throws IOException {
    double before = metric(server, IN_FLIGHT);
    for (int i = 0; i < number; i++) {
      HttpConnection connection = new HttpConnection(server.port());
      slow.add(connection);
      connection.write(
          ("POST /v1/reservations HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n"
                  + "X-Cycles-API-Key: "
                  + agent.secret()
                  + "\r\nContent-Length: 100\r\n\r\n{")
              .getBytes(StandardCharsets.ISO_8859_1));
    }
    await().atMost(WITHIN).until(() -> metric(server, IN_FLIGHT) == before + number);
  }

  private static void isTurnedAway(Reply reply) {
    reply.refused(429, "LIMIT_EXCEEDED");
    assertThat(reply.header("Retry-After")).isEqualTo("1");
    assertThat(Long.parseLong(reply.header("X-RateLimit-Reset"))).isPositive();
  }

  @Test
  void whoHasTooMuchUnderWayIsRefusedAndSettlesAndNobodyElseNotices() throws IOException {
    try (ServerProcess server = ServerProcess.start(setup("in-flight"))) {
      Tenancy noisy = Tenancy.ofThreeLevels(server.operator());
      Tenancy quiet = Tenancy.ofThreeLevels(server.operator());
      Agent agent = noisy.agent();
      String first = agent.reserved("first", noisy.leaf(), 1);
      String second = agent.reserved("second", noisy.leaf(), 1);
      begin(server, agent, PER_TENANT);

      isTurnedAway(agent.reserve(Bodies.reserve("third", noisy.leaf(), 1)));
      isTurnedAway(agent.decide(Bodies.reserve("d", noisy.leaf(), 1)));
      isTurnedAway(agent.event(Bodies.event("e", noisy.leaf(), 1)));
      isTurnedAway(agent.reservation(first));
      isTurnedAway(agent.get("/v1/reservations"));
      assertThat(metric(server, REFUSED)).isEqualTo(3);
      agent.extend(first, Bodies.extend("x", 1_000)).expect(200);
      agent.commit(first, Bodies.commit("c", 1)).expect(200);
      agent.release(second, Bodies.release("r")).expect(200);
      quiet.agent().reserved("q", quiet.leaf(), 1);
      quiet.agent().get("/v1/reservations").expect(200);

      begin(server, quiet.agent(), ALTOGETHER - PER_TENANT);
      isTurnedAway(server.operator().get("/v1/admin/tenants"));
      server.operator().createTenant("made-under-pressure").expect(201);
      server.client().exchange(Request.get("/readiness"));

      for (HttpConnection connection : slow) {
        connection.close();
      }
      await().atMost(WITHIN).until(() -> metric(server, IN_FLIGHT) == 0);
      agent.reserved("third", noisy.leaf(), 1);
    }
  }

  @Test
  void aBodyThatDoesNotComeInTimeGivesItsPlaceBack() throws IOException {
    ServerSetup setup = setup("in-flight-late").with("BAILIWICK_HTTP_RECEIVE_TIMEOUT", "3s");
    try (ServerProcess server = ServerProcess.start(setup)) {
      Tenancy tenancy = Tenancy.ofThreeLevels(server.operator());
      begin(server, tenancy.agent(), PER_TENANT);
      isTurnedAway(tenancy.agent().reserve(Bodies.reserve("k", tenancy.leaf(), 1)));

      await().atMost(WITHIN).until(() -> metric(server, IN_FLIGHT) == 0);
      for (HttpConnection connection : slow) {
        assertThat(connection.answer("POST", "/v1/reservations").status()).isEqualTo(400);
        connection.close();
      }
      tenancy.agent().reserved("k", tenancy.leaf(), 1);
    }
  }
}
