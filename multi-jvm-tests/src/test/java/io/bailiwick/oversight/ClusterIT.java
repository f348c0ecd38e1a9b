package io.bailiwick.oversight;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.bailiwick.harness.Agent;
import io.bailiwick.harness.Bodies;
import io.bailiwick.harness.Operator;
import io.bailiwick.harness.Reply;
import io.bailiwick.harness.Request;
import io.bailiwick.harness.ServerProcess;
import io.bailiwick.harness.ServerSetup;
import io.bailiwick.harness.SharedServer;
import io.bailiwick.harness.StoreKind;
import io.bailiwick.harness.Tenancy;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.Map;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** The operator's view of one server and of two, and a member that is told to leave. */
class ClusterIT {
  private static final String CLUSTER = "/v1/x-bailiwick/cluster";
  private static final int TENANTS = 6;

  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private static Reply leave(Operator operator, String address) {
    String target = CLUSTER + "/members/" + address + "/leave";
    return operator.send(new Request("POST", target, Map.of(), null));
  }

  private static TreeSet<String> addresses(Reply view) {
    TreeSet<String> found = new TreeSet<>();
    view.body().path("members").forEach(member -> found.add(member.path("address").asText()));
    return found;
  }

  private static Reply view(Operator operator) {
    return operator.get(CLUSTER).expect(200);
  }

  private static Reply place(Operator operator, Tenancy tenancy) {
    return operator.get(CLUSTER + "/tenants/" + tenancy.id()).expect(200);
  }

  private static String metrics(ServerProcess server) {
    return server.client().send(Request.get("/actuator/prometheus")).answer().body();
  }

  @Test
  void aServerAloneIsAClusterOfOneThatCannotBeLeft() {
    Operator operator = SharedServer.operator();
    Tenancy tenancy = Tenancy.ofThreeLevels(operator);
    tenancy.agent().reserved("r", tenancy.leaf(), 100);

    Reply view = view(operator);
    assertThat(view.body().path("members")).hasSize(1);
    JsonNode member = view.body().path("members").path(0);
    assertThat(member.path("address")).isEqualTo(view.body().path("self"));
    assertThat(member.path("status").asText()).isEqualTo("UP");
    assertThat(member.path("scopes").asLong()).isGreaterThanOrEqualTo(3);
    assertThat(member.path("books").asLong()).isPositive();
    assertThat(member.path("active_reservations").asLong()).isPositive();
    assertThat(member.path("journal").path("median_us").asLong()).isPositive();
    assertThat(view.has("overdue")).isTrue();
    assertThat(view.has("projection_lag_ms")).isTrue();
    // Answered is applied; that the book has written so takes it a moment.
    await()
        .atMost(PATIENCE)
        .untilAsserted(
            () ->
                assertThat(
                        view(operator)
                            .body()
                            .path("members")
                            .path(0)
                            .path("unapplied_decisions")
                            .asLong(-1))
                    .isZero());
    // A lease of another test may end at any time, and is then applied.
    await()
        .atMost(PATIENCE)
        .untilAsserted(
            () ->
                assertThat(metrics(SharedServer.running()))
                    .contains("bailiwick_unapplied_decisions 0"));
    assertThat(metrics(SharedServer.running()))
        .contains("bailiwick_projection_lag_ms 0")
        .contains("bailiwick_cluster_shards ")
        .contains("bailiwick_cluster_handovers_underway 0")
        .contains("bailiwick_journal_queue ")
        .contains("bailiwick_journal_transaction_seconds_count ")
        .containsPattern("bailiwick_entities\\{kind=\"book\"} [1-9]");

    Reply place = place(operator, tenancy);
    assertThat(place.text("status")).isEqualTo("ALLOCATED");
    assertThat(place.text("node")).isEqualTo(view.text("self"));
    operator.get(CLUSTER + "/tenants/nobody-here").refused(404, "TENANT_NOT_FOUND");

    leave(operator, view.text("self")).refused(409, "INVALID_REQUEST");
    leave(operator, view.text("self").replace(":", "%3A")).refused(409, "INVALID_REQUEST");
    leave(operator, "127.0.0.1:1").refused(404, "NOT_FOUND");
    assertThat(view(operator).body().path("members").path(0).path("status").asText())
        .isEqualTo("UP");
    tenancy.agent().reserved("again", tenancy.leaf(), 1);
  }

  @Test
  void onlyTheAdminKeySeesTheCluster() {
    Tenancy tenancy = Tenancy.ofThreeLevels(SharedServer.operator());
    tenancy.agent().send(Request.get(CLUSTER)).refused(401, "UNAUTHORIZED");
    tenancy
        .agent()
        .send(Request.get(CLUSTER + "/tenants/" + tenancy.id()))
        .refused(401, "UNAUTHORIZED");
    tenancy
        .agent()
        .send(new Request("POST", CLUSTER + "/members/a:1/leave", Map.of(), null))
        .refused(401, "UNAUTHORIZED");
  }

  @Test
  void aMemberLeavesOnRequestAndItsTenantsAreServedByTheOther() throws IOException {
    int first = freePort();
    int second = freePort();
    ServerSetup base =
        ServerSetup.on(StoreKind.POSTGRESQL, "oversight-a")
            .with("BAILIWICK_CLUSTER_ENABLED", "true")
            .with("BAILIWICK_CLUSTER_SEED_NODES", "127.0.0.1:" + first)
            .with("BAILIWICK_AUTH_KEY_PEPPER", "0123456789abcdef0123456789abcdef");
    ServerProcess staying = ServerProcess.launch(clusterPort(base, first));
    ServerProcess leaving =
        ServerProcess.launch(clusterPort(base.onAnotherPort("oversight-b"), second));
    try (leaving;
        staying) {
      leaving.awaitReady();
      staying.awaitReady();
      Operator operator = staying.operator();
      await().atMost(PATIENCE).until(() -> addresses(view(operator)).size() == 2);
      Tenancy[] tenancies = new Tenancy[TENANTS];
      for (int i = 0; i < TENANTS; i++) {
        tenancies[i] = Tenancy.ofThreeLevels(i % 2 == 0 ? leaving.operator() : operator);
        assertThat(place(leaving.operator(), tenancies[i]).body())
            .isEqualTo(place(operator, tenancies[i]).body());
      }
      assertThat(metrics(staying)).contains("bailiwick_cluster_members{status=\"up\"} 2");

      Reply left = leave(operator, "127.0.0.1:" + second).expect(202);
      assertThat(left.text("status")).isEqualTo("LEAVING");
      assertThat(leaving.awaitEnd(PATIENCE)).as("exit code").isZero();
      await()
          .atMost(PATIENCE)
          .untilAsserted(
              () -> assertThat(addresses(view(operator))).containsExactly("127.0.0.1:" + first));

      for (Tenancy tenancy : tenancies) {
        Tenancy here = new Tenancy(tenancy.id(), operator, agentHere(staying, tenancy));
        await()
            .atMost(PATIENCE)
            .untilAsserted(
                () ->
                    here.agent()
                        .reserve(Bodies.reserve("after-" + tenancy.id(), tenancy.leaf(), 5))
                        .expect(200));
        assertThat(place(operator, tenancy).text("node")).isEqualTo("127.0.0.1:" + first);
      }
      JsonNode handovers = view(operator).body().path("handovers");
      assertThat(handovers.path("completed").asLong()).isPositive();
      assertThat(handovers.path("max_ms").asLong())
          .isBetween(0L, PATIENCE.toMillis())
          .isGreaterThanOrEqualTo(handovers.path("median_ms").asLong());
      assertThat(metrics(staying))
          .contains("bailiwick_cluster_members{status=\"up\"} 1")
          .containsPattern("bailiwick_cluster_handover_seconds_count [1-9]");
      leave(operator, "127.0.0.1:" + second).refused(404, "NOT_FOUND");
      leave(operator, "127.0.0.1:" + first).refused(409, "INVALID_REQUEST");
    }
  }

  private static Agent agentHere(ServerProcess server, Tenancy tenancy) {
    return new Agent(server.client(), tenancy.id(), tenancy.agent().secret());
  }

  /** With a folder of its own, as on a machine of its own. */
  private static ServerSetup clusterPort(ServerSetup setup, int port) {
    return setup
        .with("BAILIWICK_CLUSTER_PORT", Integer.toString(port))
        .with("BAILIWICK_STORE_DATA_DIR", setup.dataDir().resolve("of-" + port).toString());
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }
}
