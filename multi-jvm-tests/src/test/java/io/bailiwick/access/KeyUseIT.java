package io.bailiwick.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.bailiwick.harness.Agent;
import io.bailiwick.harness.Bodies;
import io.bailiwick.harness.Json;
import io.bailiwick.harness.Operator;
import io.bailiwick.harness.Reply;
import io.bailiwick.harness.Request;
import io.bailiwick.harness.ServerProcess;
import io.bailiwick.harness.ServerSetup;
import io.bailiwick.harness.SharedServer;
import io.bailiwick.harness.StoreKind;
import io.bailiwick.harness.Tenancy;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** How keys are used: what is shown of it, and what is left of it when a server ends. */
class KeyUseIT {
  private static final Duration SOON = Duration.ofSeconds(20);
  private static final int REQUESTS = 300;

  /** A key and its id. */
  private record Key(String id, Agent agent) {}

  private static Key key(Operator operator, String tenant) {
    Reply made =
        operator.createKey(Json.object("tenant_id", tenant, "name", "counted")).expect(201);
    return new Key(
        made.text("key_id"), new Agent(operator.client(), tenant, made.text("key_secret")));
  }

  private static Reply use(Operator operator, String keyId) {
    return operator.get("/v1/x-bailiwick/api-keys/" + keyId + "/use");
  }

  private static long uses(Operator operator, String keyId) {
    return use(operator, keyId).expect(200).body().path("uses").asLong();
  }

  @Test
  void theUseOfAKeySaysHowOftenWhereAndFromWhere() {
    Operator operator = SharedServer.operator();
    Tenancy tenancy = Tenancy.ofThreeLevels(operator);
    Key key = key(operator, tenancy.id());
    Reply unused = use(operator, key.id()).expect(200);
    assertThat(unused.body().path("uses").asLong()).isZero();
    assertThat(unused.has("last_used_at")).isFalse();
    assertThat(unused.body().path("scopes")).isEmpty();

    Instant before = Instant.now();
    key.agent().reserve(Bodies.reserve("a", tenancy.leaf(), 1)).expect(200);
    key.agent().decide(Bodies.reserve("b", tenancy.leaf(), 1)).expect(200);
    key.agent().event(Bodies.event("c", tenancy.scope("app:chat"), 1)).expect(201);
    key.agent().reserve(Bodies.reserve("d", "tenant:another", 1)).refused(403, "FORBIDDEN");
    key.agent().get("/v1/balances?app=chat").expect(200);

    await().atMost(SOON).until(() -> uses(operator, key.id()) == 5);
    Reply use = use(operator, key.id()).expect(200);
    assertThat(use.text("tenant_id")).isEqualTo(tenancy.id());
    assertThat(use.text("last_source_ip")).isEqualTo("127.0.0.1");
    assertThat(Instant.parse(use.text("first_used_at")))
        .isAfterOrEqualTo(before.minusMillis(5))
        .isBeforeOrEqualTo(Instant.parse(use.text("last_used_at")));
    assertThat(use.body().path("scopes"))
        .extracting(place -> place.path("scope").asText() + " " + place.path("uses").asLong())
        .containsExactlyInAnyOrder(tenancy.leaf() + " 2", tenancy.scope("app:chat") + " 1");
    assertThat(use.body().path("sources")).hasSize(1);
    JsonNode listed = operator.rows("/v1/admin/api-keys?search=" + key.id(), "keys").getFirst();
    assertThat(listed.path("last_used_at")).isEqualTo(use.body().path("last_used_at"));
  }

  @Test
  void onlyOperatorsSeeIt() {
    Operator operator = SharedServer.operator();
    Tenancy tenancy = Tenancy.empty(operator);
    Key key = key(operator, tenancy.id());
    use(operator, "key_unknown").refused(404, "NOT_FOUND");
    Agent mighty = operator.newAgent(tenancy.id(), List.of("admin:read", "admin:write"), null);
    Request request = Request.get("/v1/x-bailiwick/api-keys/" + key.id() + "/use");
    mighty.send(request).refused(401, "UNAUTHORIZED");
  }

  @Test
  void keysOfManyScopesShowTheLastOnes() {
    Operator operator = SharedServer.operator();
    Tenancy tenancy = Tenancy.ofThreeLevels(operator);
    Key key = key(operator, tenancy.id());
    for (int i = 0; i < 50; i++) {
      String scope = tenancy.scope("app:chat/workflow:w%02d".formatted(i));
      key.agent().decide(Bodies.reserve("d" + i, scope, 1)).expect(200);
      if (i % 10 == 9) {
        int sent = i + 1;
        await().atMost(SOON).until(() -> uses(operator, key.id()) == sent);
      }
    }
    assertThat(use(operator, key.id()).body().path("scopes"))
        .hasSize(20)
        .allMatch(place -> place.path("scope").asText().matches(".*w[34]\\d"));
  }

  @ParameterizedTest
  @EnumSource
  void aStopInOrderLosesNothing(StoreKind store) {
    // So long that the clock writes nothing of it.
    ServerSetup setup =
        ServerSetup.on(store, "use-stop").with("BAILIWICK_AUTH_KEY_USE_INTERVAL", "10m");
    ServerProcess server = ServerProcess.start(setup);
    Tenancy tenancy = Tenancy.ofThreeLevels(server.operator());
    Key key = key(server.operator(), tenancy.id());
    for (int i = 0; i < REQUESTS; i++) {
      key.agent().get("/v1/balances?app=chat").expect(200);
    }
    assertThat(uses(server.operator(), key.id())).isZero();
    server.terminate();
    try (ServerProcess again = ServerProcess.start(setup)) {
      assertThat(uses(again.operator(), key.id())).isEqualTo(REQUESTS);
    }
  }

  @ParameterizedTest
  @EnumSource
  void aKillLosesTheLastIntervalAndNoMore(StoreKind store) {
    ServerSetup setup =
        ServerSetup.on(store, "use-kill").with("BAILIWICK_AUTH_KEY_USE_INTERVAL", "200ms");
    ServerProcess server = ServerProcess.start(setup);
    Tenancy tenancy = Tenancy.ofThreeLevels(server.operator());
    Key key = key(server.operator(), tenancy.id());
    for (int i = 0; i < REQUESTS; i++) {
      key.agent().get("/v1/balances?app=chat").expect(200);
    }
    await().atMost(SOON).until(() -> uses(server.operator(), key.id()) == REQUESTS);
    for (int i = 0; i < 20; i++) {
      key.agent().get("/v1/balances?app=chat").expect(200);
    }
    server.kill();
    try (ServerProcess again = ServerProcess.start(setup)) {
      assertThat(uses(again.operator(), key.id())).isBetween((long) REQUESTS, REQUESTS + 20L);
    }
  }
}
