package io.bailiwick.records;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.bailiwick.harness.Agent;
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

/** Whoever tries wrong keys for hours leaves a few entries with exact numbers, and no more. */
class WrongKeysIT {
  private static final int ATTEMPTS = 600;

  /** Told one by one, counted apart, and all the others: of two minutes, if it is late. */
  private static final int ROWS_MAX = 2 * (30 + 30 + 2);

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
    for (int i = 0; i < ATTEMPTS; i++) {
      String guess = "cyc_live_%032d".formatted(i);
      new Agent(server.client(), tenancy.id(), guess)
          .get(i % 2 == 0 ? "/v1/reservations" : "/v1/admin/budgets")
          .refused(401, "UNAUTHORIZED");
      server.client().send(Request.get("/v1/admin/guess-" + i)).refused(404, "NOT_FOUND");
      thief.get("/v1/balances?app=x").refused(401, "UNAUTHORIZED");
    }
    // What is being counted is written before the end.
    server.terminate();

    try (ServerProcess again = ServerProcess.start(setup)) {
      Operator operator = again.operator();
      List<JsonNode> unknown = rows(operator, "/v1/admin/audit/logs?tenant_id=__unauth__", "logs");
      assertThat(sum(unknown)).isEqualTo(2L * ATTEMPTS);
      assertThat(unknown).hasSizeLessThanOrEqualTo(ROWS_MAX);
      List<JsonNode> ofTenant =
          rows(operator, "/v1/admin/audit/logs?status=401&tenant_id=" + tenancy.id(), "logs");
      assertThat(sum(ofTenant)).isEqualTo(ATTEMPTS);
      assertThat(ofTenant).hasSizeLessThan(20);
      String failed = "/v1/admin/events?event_type=api_key.auth_failed&tenant_id=";
      List<JsonNode> events = rows(operator, failed + tenancy.id(), "events");
      assertThat(sum(events)).isEqualTo(ATTEMPTS);
      assertThat(events).hasSameSizeAs(ofTenant);
      List<JsonNode> ofNobody = rows(operator, failed + "__system__", "events");
      assertThat(sum(ofNobody)).as("what was no key is not among them").isEqualTo(ATTEMPTS);
      assertThat(ofNobody).hasSizeLessThanOrEqualTo(ROWS_MAX);
    }
  }

  private static List<JsonNode> rows(Operator operator, String target, String member) {
    return operator.rows(target + "&limit=100", member);
  }

  private static long sum(List<JsonNode> rows) {
    return rows.stream().mapToLong(row -> row.path("metadata").path("occurrences").asLong(1)).sum();
  }
}
