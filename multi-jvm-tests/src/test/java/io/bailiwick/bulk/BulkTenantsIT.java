package io.bailiwick.bulk;

import static io.bailiwick.bulk.BulkCalls.body;
import static io.bailiwick.bulk.BulkCalls.ids;
import static io.bailiwick.bulk.BulkCalls.only;
import static io.bailiwick.bulk.BulkCalls.succeeded;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bailiwick.harness.Agent;
import io.bailiwick.harness.Bodies;
import io.bailiwick.harness.Json;
import io.bailiwick.harness.Operator;
import io.bailiwick.harness.Reply;
import io.bailiwick.harness.SharedServer;
import io.bailiwick.harness.Tenancy;
import io.bailiwick.harness.Workers;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Statuses of many tenants at once. */
class BulkTenantsIT {
  private static final int TOO_MANY = 501;
  private static final int THREADS = 8;

  private final Operator operator = SharedServer.operator();
  private final BulkCalls bulk = new BulkCalls(operator);

  /** A label that the test's tenants have and no others. */
  private final String parent = "p-" + UUID.randomUUID().toString().substring(0, 12);

  private String child(String name) {
    String id = parent + "-" + name;
    operator
        .post(
            "/v1/admin/tenants",
            Json.object("tenant_id", id, "name", "Child " + name, "parent_tenant_id", parent))
        .expect(201);
    return id;
  }

  private ObjectNode children() {
    return Json.object("parent_tenant_id", parent);
  }

  private String status(String id) {
    return operator.get("/v1/admin/tenants/" + id).expect(200).text("status");
  }

  @Test
  void everyMatchingTenantIsInOneListAndEachChangeIsTold() {
    String active = child("active");
    String suspended = child("suspended");
    String closed = child("closed");
    operator.updateTenant(suspended, Json.object("status", "SUSPENDED")).expect(200);
    operator.close(closed).expect(200);
    String other = Tenancy.empty(operator).id();

    ObjectNode request = body(children(), "SUSPEND").put("expected_count", 3);
    Reply reply = operator.post(BulkCalls.TENANTS, request).expect(200);

    assertThat(reply.text("action")).isEqualTo("SUSPEND");
    assertThat(reply.body().path("total_matched").asInt()).isEqualTo(3);
    assertThat(reply.text("idempotency_key")).isEqualTo(request.path("idempotency_key").asText());
    assertThat(succeeded(reply)).containsExactly(active);
    assertThat(only(reply, "skipped").path("id").asText()).isEqualTo(suspended);
    assertThat(only(reply, "skipped").path("reason").asText()).isEqualTo("ALREADY_IN_TARGET_STATE");
    assertThat(only(reply, "failed").path("id").asText()).isEqualTo(closed);
    assertThat(only(reply, "failed").path("error_code").asText()).isEqualTo("INVALID_TRANSITION");
    assertThat(status(active)).isEqualTo("SUSPENDED");
    assertThat(status(other)).isEqualTo("ACTIVE");

    JsonNode event = onlyOf(bulk.events("tenant_bulk_action:suspend", reply));
    assertThat(event.path("event_type").asText()).isEqualTo("tenant.suspended");
    assertThat(event.path("tenant_id").asText()).isEqualTo(active);
    JsonNode audit = onlyOf(bulk.audits(reply.header("X-Request-Id")));
    assertThat(audit.path("operation").asText()).isEqualTo("bulkActionTenants");
    assertThat(audit.path("tenant_id").asText()).isEqualTo("__admin__");
    assertThat(audit.path("resource_type").asText()).isEqualTo("tenant");
    assertThat(audit.path("resource_id").asText()).isEqualTo("bulk-action");
    assertThat(audit.path("trace_id").asText()).isEqualTo(reply.header("X-Cycles-Trace-Id"));
    JsonNode told = audit.path("metadata");
    assertThat(told.path("actor_type").asText()).isEqualTo("admin_on_behalf_of");
    assertThat(told.path("action").asText()).isEqualTo("SUSPEND");
    assertThat(told.path("total_matched").asInt()).isEqualTo(3);
    assertThat(told.path("succeeded").asInt()).isEqualTo(1);
    assertThat(told.path("failed").asInt()).isEqualTo(1);
    assertThat(told.path("skipped").asInt()).isEqualTo(1);
    assertThat(told.path("succeeded_ids").get(0).asText()).isEqualTo(active);
    assertThat(told.path("failed_rows").get(0)).isEqualTo(only(reply, "failed"));
    assertThat(told.path("skipped_rows").get(0)).isEqualTo(only(reply, "skipped"));
    assertThat(told.path("filter")).isEqualTo(children());
    assertThat(told.has("duration_ms")).isTrue();
  }

  @Test
  void suspendedTenantsComeBackTogether() {
    String one = child("one");
    String two = child("two");
    bulk.tenants(children(), "SUSPEND").expect(200);
    ObjectNode filter = children().put("status", "SUSPENDED").put("search", "CHILD T");

    Reply reply = bulk.tenants(filter, "REACTIVATE").expect(200);

    assertThat(succeeded(reply)).containsExactly(two);
    assertThat(status(one)).isEqualTo("SUSPENDED");
    assertThat(status(two)).isEqualTo("ACTIVE");
    assertThat(
            onlyOf(bulk.events("tenant_bulk_action:reactivate", reply)).path("event_type").asText())
        .isEqualTo("tenant.reactivated");
  }

  @Test
  void aCloseOfManyClosesAllThatTheyOwnAndTellsTheOwnedUnderAnIdOfTheirs() {
    String one = child("one");
    String two = child("two");
    Agent agent = operator.newAgent(one);
    operator.openBudget("tenant:" + one, 100).expect(201);
    agent.reserved("k", "tenant:" + one, 40);

    Reply reply = bulk.tenants(children(), "CLOSE").expect(200);

    assertThat(succeeded(reply)).containsExactlyInAnyOrder(one, two);
    assertThat(bulk.events("tenant_bulk_action:close", reply))
        .hasSize(2)
        .allMatch(event -> event.path("event_type").asText().equals("tenant.closed"));
    String ofOne = "tenant_close_cascade:" + one + ":" + reply.header("X-Request-Id");
    assertThat(bulk.events(ofOne).stream().map(event -> event.path("event_type").asText()))
        .containsExactlyInAnyOrder(
            "reservation.released_via_tenant_cascade",
            "budget.closed_via_tenant_cascade",
            "api_key.revoked_via_tenant_cascade");
    assertThat(bulk.audits(reply.header("X-Request-Id")))
        .filteredOn(entry -> entry.path("operation").asText().equals("bulkActionTenants"))
        .hasSize(1);
    assertThat(operator.lookup("tenant:" + one).expect(200).text("status")).isEqualTo("CLOSED");

    Reply again = bulk.tenants(children(), "CLOSE").expect(200);
    assertThat(ids(again, "skipped")).containsExactlyInAnyOrder(one, two);
    assertThat(bulk.events("tenant_bulk_action:close", again)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "{\"observe_mode\":\"OBSERVE\"}",
        "{\"search\":\"  \"}",
        "{\"observe_mode\":\"OBSERVE\",\"search\":\"\"}"
      })
  void aFilterThatWouldMeanEverybodyIsRefused(String filter) {
    String id = child("safe");
    for (String action : List.of("SUSPEND", "CLOSE")) {
      bulk.tenants((ObjectNode) Json.parse(filter), action).refused(400, "INVALID_REQUEST");
    }
    assertThat(status(id)).isEqualTo("ACTIVE");
  }

  @Test
  void anotherNumberThanExpectedChangesNothing() {
    String id = child("one");
    ObjectNode request = body(children(), "CLOSE").put("expected_count", 2);
    Reply reply = operator.post(BulkCalls.TENANTS, request).refused(409, "COUNT_MISMATCH");
    assertThat(reply.body().path("details").path("total_matched").asInt()).isEqualTo(1);
    assertThat(status(id)).isEqualTo("ACTIVE");
    // The key is still free: nothing was done under it.
    operator.post(BulkCalls.TENANTS, request.put("expected_count", 1)).expect(200);
    assertThat(status(id)).isEqualTo("CLOSED");
  }

  @Test
  void aKeyHasOneEffectAndOneAnswer() {
    String id = child("one");
    ObjectNode request = body(children(), "SUSPEND");
    Reply first = operator.post(BulkCalls.TENANTS, request).expect(200);
    operator.updateTenant(id, Json.object("status", "ACTIVE")).expect(200);
    child("later");

    Reply second = operator.post(BulkCalls.TENANTS, request).expect(200);

    assertThat(second.answer().body()).isEqualTo(first.answer().body());
    assertThat(status(id)).isEqualTo("ACTIVE");
    assertThat(bulk.audits(second.header("X-Request-Id"))).isEmpty();
    operator
        .post(BulkCalls.TENANTS, request.deepCopy().put("action", "CLOSE"))
        .refused(409, "IDEMPOTENCY_MISMATCH");
    assertThat(status(id)).isEqualTo("ACTIVE");
  }

  @Test
  void aParentThatCanBeNobodysMatchesNothing() {
    Reply reply = bulk.tenants(Json.object("parent_tenant_id", "no such!"), "CLOSE").expect(200);
    assertThat(reply.body().path("total_matched").asInt()).isZero();
  }

  @Test
  void tenantsHaveNothingToDoWithIt() {
    Tenancy acme = Tenancy.empty(operator);
    acme.agent().post(BulkCalls.TENANTS, body(children(), "SUSPEND")).refused(401, "UNAUTHORIZED");
  }

  @Test
  void fiveHundredAreTheMost() {
    Workers.start(
            THREADS,
            thread -> {
              for (int i = thread; i < TOO_MANY; i += THREADS) {
                child("%03d".formatted(i));
              }
              return null;
            })
        .await(Duration.ofSeconds(120));
    Reply refused = bulk.tenants(children(), "SUSPEND").refused(400, "LIMIT_EXCEEDED");
    assertThat(refused.body().path("details").path("total_matched").asInt()).isEqualTo(TOO_MANY);
    operator.close(parent + "-500").expect(200);

    took("SUSPEND", children().put("status", "ACTIVE"));
    took("CLOSE", children().put("status", "SUSPENDED"));
  }

  private void took(String action, ObjectNode filter) {
    long fromNs = System.nanoTime();
    Reply reply = bulk.tenants(filter, action);
    System.out.printf(
        "%s of 500 tenants: %d within %d ms%n",
        action, reply.status(), (System.nanoTime() - fromNs) / 1_000_000);
    assertThat(succeeded(reply.expect(200))).hasSize(TOO_MANY - 1);
  }

  private static JsonNode onlyOf(List<JsonNode> rows) {
    assertThat(rows).hasSize(1);
    return rows.getFirst();
  }

  /** For readers of a failure: what a single request says of the same is said here too. */
  @Test
  void aSuspendedTenantRefusesWhatASuspendedOneRefuses() {
    String id = child("one");
    Agent agent = operator.newAgent(id);
    operator.openBudget("tenant:" + id, 100).expect(201);
    bulk.tenants(children(), "SUSPEND").expect(200);
    assertThat(agent.reserve(Bodies.reserve("k", "tenant:" + id, 1)).status()).isEqualTo(403);
  }
}
