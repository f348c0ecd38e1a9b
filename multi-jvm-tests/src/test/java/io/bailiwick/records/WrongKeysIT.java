package io.bailiwick.records;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.bailiwick.harness.Agent;
import io.bailiwick.harness.Bodies;
import io.bailiwick.harness.Json;
import io.bailiwick.harness.Operator;
import io.bailiwick.harness.Reply;
import io.bailiwick.harness.Request;
import io.bailiwick.harness.ServerProcess;
import io.bailiwick.harness.ServerSetup;
import io.bailiwick.harness.StoreKind;
import io.bailiwick.harness.Tenancy;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Whoever tries some wrong keys is found attempt by attempt; whoever goes on for hours leaves a few
 * entries with exact numbers, and is told to wait, while right keys from the same address go on.
 */
class WrongKeysIT {
  private static final int ATTEMPTS = 600;

  /** Told one by one, counted apart, and all the others: of two minutes, if it is late. */
  private static final int ROWS_MAX = 2 * (300 + 100 + 2);

  /** One key at one operation, with what it is told at first and later. */
  private static final int ROWS_OF_A_KEY_MAX = 2 * 2 * (50 + 1);

  @ParameterizedTest
  @EnumSource
  void twentyBadCallsAreTwentyEntriesAndTwentyEvents(StoreKind store) {
    try (ServerProcess server = ServerProcess.start(ServerSetup.on(store, "twenty-keys"))) {
      Operator operator = server.operator();
      for (int i = 0; i < 20; i++) {
        new Agent(server.client(), "any", "cyc_live_%032d".formatted(i))
            .get("/v1/admin/budgets")
            .refused(401, "UNAUTHORIZED");
      }
      List<JsonNode> entries = rows(operator, "/v1/admin/audit/logs?tenant_id=__unauth__", "logs");
      assertThat(entries).hasSize(20);
      assertThat(entries)
          .extracting(entry -> entry.path("metadata").path("key_prefix").asText())
          .containsOnly("cyc_live_00000");
      assertThat(rows(operator, "/v1/admin/events?event_type=api_key.auth_failed", "events"))
          .hasSize(20);
    }
  }

  @ParameterizedTest
  @EnumSource
  void anAttackerFillsNoTable(StoreKind store) {
    ServerSetup setup = ServerSetup.on(store, "wrong-keys");
    ServerProcess server = ServerProcess.start(setup);
    Tenancy tenancy = Tenancy.empty(server.operator());
    Reply ended =
        server
            .operator()
            .createKey(Json.object("tenant_id", tenancy.id(), "name", "stolen"))
            .expect(201);
    server
        .operator()
        .send(new Request("DELETE", "/v1/admin/api-keys/" + ended.text("key_id"), Map.of(), null))
        .expect(200);
    Agent thief = new Agent(server.client(), tenancy.id(), ended.text("key_secret"));
    int throttled = 0;
    for (int i = 0; i < ATTEMPTS; i++) {
      String guess = "cyc_live_%032d".formatted(i);
      throttled +=
          refused(
              new Agent(server.client(), tenancy.id(), guess)
                  .get(i % 2 == 0 ? "/v1/reservations" : "/v1/admin/budgets"));
      server.client().send(Request.get("/v1/admin/guess-" + i)).refused(404, "NOT_FOUND");
      throttled += refused(thief.get("/v1/balances?app=x"));
    }
    assertThat(throttled).as("of more than a minute's 300").isPositive();
    tenancy.agent().get("/v1/balances?app=x").expect(200);
    thief.commit("none", Bodies.commit("c", 1)).refused(401, "UNAUTHORIZED");
    // What is being counted is written before the end.
    server.terminate();

    try (ServerProcess again = ServerProcess.start(setup)) {
      Operator operator = again.operator();
      List<JsonNode> unknown = rows(operator, "/v1/admin/audit/logs?tenant_id=__unauth__", "logs");
      assertThat(sum(unknown)).isEqualTo(2L * ATTEMPTS);
      assertThat(unknown).hasSizeLessThanOrEqualTo(ROWS_MAX);
      List<JsonNode> ofTenant =
          rows(operator, "/v1/admin/audit/logs?status_min=401&tenant_id=" + tenancy.id(), "logs");
      assertThat(sum(ofTenant)).as("and one commit").isEqualTo(ATTEMPTS + 1);
      assertThat(ofTenant).hasSizeLessThanOrEqualTo(ROWS_OF_A_KEY_MAX);
      String failed = "/v1/admin/events?event_type=api_key.auth_failed&tenant_id=";
      List<JsonNode> events = rows(operator, failed + tenancy.id(), "events");
      assertThat(sum(events)).isEqualTo(ATTEMPTS + 1);
      assertThat(events).hasSameSizeAs(ofTenant);
      List<JsonNode> ofNobody = rows(operator, failed + "__system__", "events");
      assertThat(sum(ofNobody)).as("what was no key is not among them").isEqualTo(ATTEMPTS);
      assertThat(ofNobody).hasSizeLessThanOrEqualTo(ROWS_MAX);
    }
  }

  /** 1 where it was told to wait, as soon as there have been too many, else 0. */
  private static int refused(Reply reply) {
    if (reply.status() == 401) {
      reply.refused(401, "UNAUTHORIZED");
      return 0;
    }
    reply.refused(429, "LIMIT_EXCEEDED");
    assertThat(Long.parseLong(reply.header("Retry-After"))).isBetween(1L, 60L);
    return 1;
  }

  private static List<JsonNode> rows(Operator operator, String target, String member) {
    return operator.rows(target + "&limit=100", member);
  }

  private static long sum(List<JsonNode> rows) {
    return rows.stream().mapToLong(row -> row.path("metadata").path("occurrences").asLong(1)).sum();
  }
}
