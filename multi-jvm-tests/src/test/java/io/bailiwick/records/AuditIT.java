package io.bailiwick.records;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.bailiwick.harness.Agent;
import io.bailiwick.harness.Bodies;
import io.bailiwick.harness.Json;
import io.bailiwick.harness.Operator;
import io.bailiwick.harness.Query;
import io.bailiwick.harness.Reply;
import io.bailiwick.harness.Request;
import io.bailiwick.harness.SharedServer;
import io.bailiwick.harness.Tenancy;
import java.util.Comparator;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The audit log: an entry for each change and for each refusal, and how they are found. */
class AuditIT {
  private final Operator operator = SharedServer.operator();
  private final Tenancy acme = Tenancy.empty(operator);
  private final Records records = new Records(operator, acme.id());

  @Test
  void eachChangeIsOneEntryThatSaysWhoAndHowAndWhatWasBefore() {
    Request rename =
        Request.of("PATCH", "/v1/admin/tenants/" + acme.id(), Json.object("name", "New"))
            .with("User-Agent", "dashboard/1.2")
            .with("X-Request-Id", "req-" + acme.id());
    Reply renamed = operator.send(rename).expect(200);
    operator.send(rename).expect(200);

    List<JsonNode> entries = records.audits("&operation=updateTenant");
    assertThat(entries).as("the repetition has changed nothing").hasSize(1);
    JsonNode entry = entries.getFirst();
    assertThat(entry.path("request_id").asText()).isEqualTo("req-" + acme.id());
    assertThat(entry.path("trace_id").asText()).isEqualTo(renamed.header("X-Cycles-Trace-Id"));
    assertThat(entry.path("user_agent").asText()).isEqualTo("dashboard/1.2");
    assertThat(entry.path("source_ip").asText()).isEqualTo("127.0.0.1");
    assertThat(entry.path("status").asInt()).isEqualTo(200);
    assertThat(entry.path("resource_type").asText()).isEqualTo("tenant");
    assertThat(entry.path("resource_id").asText()).isEqualTo(acme.id());
    assertThat(entry.has("error_code")).isFalse();
    JsonNode metadata = entry.path("metadata");
    assertThat(metadata.path("actor_type").asText()).isEqualTo("admin");
    assertThat(metadata.path("before").path("name").asText()).isEqualTo("Tenant " + acme.id());
    assertThat(metadata.path("after").path("name").asText()).isEqualTo("New");
  }

  @Test
  void changesOfLedgersSayWhatTheyHaveChangedAndThoseOfPoliciesWhere() {
    String scope = acme.scope("");
    acme.budget("", 100);
    operator.limit(scope, 70).expect(200);
    operator
        .fund(
            scope,
            Json.object(
                "operation",
                "CREDIT",
                "amount",
                Json.amount(Bodies.UNIT, 40),
                "reason",
                "top-up",
                "idempotency_key",
                "fund-1"))
        .expect(200);
    operator.policy(acme.id(), acme.scope("agent:*"), "priority", 3);

    JsonNode updated = records.audits("&operation=updateBudget").getFirst().path("metadata");
    assertThat(updated.path("before").path("overdraft_limit").asLong(-1)).isZero();
    assertThat(updated.path("after").path("overdraft_limit").asLong()).isEqualTo(70);
    JsonNode state = records.last("budget.updated").path("data").path("new_state");
    assertThat(state.path("overdraft_limit").asLong()).isEqualTo(70);
    JsonNode funded = records.audits("&resource_id=" + scope + ':' + Bodies.UNIT).getFirst();
    assertThat(funded.path("operation").asText()).isEqualTo("fundBudget");
    JsonNode funding = funded.path("metadata");
    assertThat(funding.path("funding_operation").asText()).isEqualTo("CREDIT");
    assertThat(funding.path("amount").asLong()).isEqualTo(40);
    assertThat(funding.path("reason").asText()).isEqualTo("top-up");
    assertThat(funding.path("idempotency_key").asText()).isEqualTo("fund-1");
    assertThat(funding.path("previous_spent").asLong(-1)).isZero();
    assertThat(funding.path("new_spent").asLong(-1)).isZero();
    assertThat(records.last("policy.created").path("scope").asText())
        .isEqualTo(acme.scope("agent:*"));
    assertThat(records.audits("&operation=createTenant").getFirst().path("metadata").path("name"))
        .isEqualTo(Json.parse("\"Tenant " + acme.id() + "\""));
  }

  @Test
  void whatIsNotedWithAChangeOfALedgerIsInItsEntry() {
    String scope = acme.scope("");
    acme.budget("", 100);
    JsonNode note = Json.object("ticket", "T-1", "by", Json.object("team", "spend"));
    String target = "?scope=" + Query.encode(scope) + "&unit=" + Bodies.UNIT;
    JsonNode body = Json.object("reason", "spike", "metadata", note);
    operator.post("/v1/admin/budgets/freeze" + target, body).expect(200);
    operator.post("/v1/admin/budgets/unfreeze" + target, body).expect(200);
    operator
        .fund(
            scope,
            Json.object(
                "operation", "CREDIT", "amount", Json.amount(Bodies.UNIT, 1), "metadata", note))
        .expect(200);

    for (String operation : List.of("freezeBudget", "unfreezeBudget", "fundBudget")) {
      JsonNode metadata = records.audits("&operation=" + operation).getFirst().path("metadata");
      assertThat(metadata.path("metadata")).as(operation).isEqualTo(note);
    }
  }

  @Test
  void changesOfPoliciesAndOfWhereWebhooksMayLeadSayWhatWasBefore() {
    String policy = operator.policy(acme.id(), acme.scope("agent:*"), "priority", 3);
    operator.updatePolicy(policy, Json.object("priority", 4)).expect(200);
    JsonNode updated = records.audits("&operation=updatePolicy").getFirst().path("metadata");
    assertThat(updated.path("before")).isEqualTo(Json.object("priority", 3));
    assertThat(updated.path("after")).isEqualTo(Json.object("priority", 4));

    String path = "/v1/admin/config/webhook-security";
    JsonNode before = operator.get(path).expect(200).body();
    Reply same = operator.send(Request.of("PUT", path, before)).expect(200);
    JsonNode entry =
        operator
            .rows(
                "/v1/admin/audit/logs?resource_type=config&request_id="
                    + same.header("X-Request-Id"),
                "logs")
            .getFirst();
    assertThat(entry.path("metadata").path("before")).isEqualTo(before);
  }

  @Test
  void anOperatorWhoGoesAstrayIsAnOperator() {
    Reply nowhere = operator.get("/v1/admin/no-such").refused(404, "NOT_FOUND");
    Reply otherMethod =
        operator.send(Request.of("PUT", "/v1/decide", "{}")).refused(405, "INVALID_REQUEST");
    Reply wrongKey =
        operator
            .client()
            .send(Request.get("/v1/admin/no-such").with("X-Admin-API-Key", "wrong"))
            .refused(404, "NOT_FOUND");

    assertThat(tenantOf(nowhere)).isEqualTo("__admin__");
    assertThat(tenantOf(otherMethod)).isEqualTo("__admin__");
    assertThat(tenantOf(wrongKey)).isEqualTo("__unauth__");
  }

  private String tenantOf(Reply refused) {
    return operator
        .rows("/v1/admin/audit/logs?request_id=" + refused.header("X-Request-Id"), "logs")
        .getFirst()
        .path("tenant_id")
        .asText();
  }

  @Test
  void whoActsOnBehalfOfATenantIsTold() {
    acme.budget("", 1_000);
    Agent writer = operator.newAgent(acme.id(), List.of("budgets:write"), List.of());
    writer
        .post(
            "/v1/admin/budgets",
            Json.object(
                "scope",
                acme.scope("app:own"),
                "unit",
                Bodies.UNIT,
                "allocated",
                Json.amount(Bodies.UNIT, 5)))
        .expect(201);
    String held = acme.agent().reserved("h", acme.scope(""), 10);
    operator
        .post(
            "/v1/reservations/" + held + "/release",
            Json.object("idempotency_key", "r", "reason", "stuck"))
        .expect(200);

    List<JsonNode> created = records.audits("&operation=createBudget");
    assertThat(created)
        .extracting(entry -> entry.path("metadata").path("actor_type").asText())
        .containsExactly("admin_on_behalf_of", "api_key");
    assertThat(created.getLast().path("key_id").asText()).startsWith("key_");
    JsonNode released = records.audits("&operation=releaseReservation").getFirst();
    assertThat(released.path("resource_id").asText()).isEqualTo(held);
    assertThat(released.path("metadata").path("reason").asText()).isEqualTo("stuck");
    assertThat(released.path("metadata").path("actor_type").asText())
        .isEqualTo("admin_on_behalf_of");
  }

  @ParameterizedTest
  @CsvSource({
    "GET, /v1/admin/tenants/none-such, 404, TENANT_NOT_FOUND, getTenant, tenant",
    "GET, /v1/admin/events/evt_1, 404, EVENT_NOT_FOUND, getEvent,",
    "GET, /v1/admin/tenants?limit=0, 400, INVALID_REQUEST, listTenants, tenant",
    "GET, /v1/admin/nothing, 404, NOT_FOUND, GET:/v1/admin/nothing,",
    "DELETE, /v1/admin/tenants, 405, INVALID_REQUEST, DELETE:/v1/admin/tenants, tenant"
  })
  void whatAnOperatorIsRefusedIsThereBeforeTheAnswer(
      String method, String target, int status, String code, String operation, String type) {
    Reply refused = operator.send(Request.of(method, target, "")).refused(status, code);

    JsonNode entry = only("&request_id=" + refused.header("X-Request-Id"));
    assertThat(entry.path("operation").asText()).isEqualTo(operation);
    assertThat(entry.path("status").asInt()).isEqualTo(status);
    assertThat(entry.path("error_code").asText()).isEqualTo(code);
    assertThat(entry.path("resource_type").asText()).isEqualTo(type == null ? "" : type);
    assertThat(entry.path("tenant_id").asText()).isEqualTo("__admin__");
    assertThat(entry.path("metadata").path("method").asText()).isEqualTo(method);
    assertThat(entry.path("metadata").path("error_message").asText())
        .isEqualTo(refused.text("message"));
  }

  @Test
  void whatAnOperatorIsRefusedOnTheRuntimePlaneIsThereBeforeTheAnswer() {
    acme.budget("", 1_000);
    String held = acme.agent().reserved("h", acme.scope(""), 10);
    acme.agent().commit(held, Bodies.commit("c", 10)).expect(200);
    String unknown = held.substring(0, held.length() - 4) + "0000";
    for (String id : List.of(held, unknown)) {
      Reply refused =
          operator.post(
              "/v1/reservations/" + id + "/release", Json.object("idempotency_key", "r-" + id));
      assertThat(refused.status()).isIn(404, 409);
      JsonNode entry = only("&request_id=" + refused.header("X-Request-Id"));
      assertThat(entry.path("operation").asText()).isEqualTo("releaseReservation");
      assertThat(entry.path("status").asInt()).isEqualTo(refused.status());
      assertThat(entry.path("error_code").asText()).isEqualTo(refused.error());
      assertThat(entry.path("resource_type").asText()).isEqualTo("reservation");
      assertThat(entry.path("resource_id").asText()).isEqualTo(id);
      assertThat(entry.path("tenant_id").asText()).isEqualTo("__admin__");
      assertThat(entry.path("metadata").path("actor_type").asText())
          .isEqualTo("admin_on_behalf_of");
    }
  }

  @Test
  void whatNobodyKnownTriesIsTold() {
    Reply admin =
        operator.client().send(Request.get("/v1/admin/tenants")).refused(401, "UNAUTHORIZED");
    Reply wrong =
        operator
            .client()
            .send(Request.get("/v1/admin/tenants").with("X-Admin-API-Key", "guess"))
            .refused(401, "UNAUTHORIZED");
    for (Reply reply : List.of(admin, wrong)) {
      JsonNode entry = only("&request_id=" + reply.header("X-Request-Id"));
      assertThat(entry.path("tenant_id").asText()).isEqualTo("__unauth__");
      assertThat(entry.path("operation").asText()).isEqualTo("listTenants");
    }
  }

  @Test
  void whatAKeyMayNotIsTold() {
    Agent reader = operator.newAgent(acme.id(), List.of("balances:read"), List.of());
    Reply refused = reader.get("/v1/admin/budgets").refused(403, "INSUFFICIENT_PERMISSIONS");
    JsonNode entry = only("&request_id=" + refused.header("X-Request-Id"));
    assertThat(entry.path("tenant_id").asText()).isEqualTo(acme.id());
    assertThat(entry.path("key_id").asText()).startsWith("key_");
  }

  @Test
  void conflictsAreTold() {
    acme.budget("", 10);
    Reply again = operator.openBudget(acme.scope(""), 10).refused(409, "DUPLICATE_RESOURCE");
    JsonNode entry = only("&request_id=" + again.header("X-Request-Id"));
    assertThat(entry.path("operation").asText()).isEqualTo("createBudget");
    assertThat(entry.path("metadata").path("actor_type").asText()).isEqualTo("admin_on_behalf_of");
  }

  @Test
  void everyFilterFindsWhatItSays() {
    acme.budget("", 10);
    operator.freeze(acme.scope("")).expect(200);
    operator.unfreeze(acme.scope("")).expect(200);
    operator.fund(acme.scope(""), "DEBIT", 5_000).refused(409, "BUDGET_EXCEEDED");
    String ledger = operator.lookup(acme.scope("")).text("ledger_id");

    assertThat(records.operations("&resource_id=" + ledger))
        .containsExactly("createBudget", "freezeBudget", "unfreezeBudget");
    assertThat(records.operations("&operation=freezeBudget,unfreezeBudget")).hasSize(2);
    assertThat(records.operations("&operation=freezeBudget&operation=unfreezeBudget")).hasSize(2);
    assertThat(records.operations("&resource_type=tenant,api_key"))
        .containsExactly("createTenant", "createApiKey");
    assertThat(records.operations("&status=201"))
        .containsExactly("createTenant", "createApiKey", "createBudget");
    assertThat(records.operations("&status_min=200&status_max=200"))
        .containsExactly("freezeBudget", "unfreezeBudget");
    assertThat(records.operations("&error_code_exclude=ANY")).hasSize(5);
    assertThat(records.operations("&error_code=ANY,UNHEARD_OF")).isEmpty();
    assertThat(records.operations("&search=FREEZE")).hasSize(2);
    assertThat(
            operator.rows(
                "/v1/admin/audit/logs?tenant_id=__admin__&error_code=BUDGET_EXCEEDED"
                    + "&error_code_exclude=BUDGET_EXCEEDED",
                "logs"))
        .isEmpty();
    JsonNode exceeded =
        operator
            .get("/v1/admin/audit/logs?tenant_id=__admin__&error_code=BUDGET_EXCEEDED&limit=1")
            .expect(200)
            .body()
            .path("logs")
            .get(0);
    assertThat(exceeded.path("operation").asText()).isEqualTo("fundBudget");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"timestamp", "operation", "resource_type", "tenant_id", "key_id", "status"})
  void pagesOfEverySortHaveEachEntryOnce(String sort) {
    acme.budget("", 100).budget("app:a", 50).budget("app:b", 50);
    for (String direction : List.of("asc", "desc")) {
      List<String> keys =
          operator
              .rows(
                  "/v1/admin/audit/logs?limit=2&tenant_id=%s&sort_by=%s&sort_dir=%s"
                      .formatted(acme.id(), sort, direction),
                  "logs")
              .stream()
              .map(
                  row ->
                      sort.equals("timestamp")
                          ? row.path("log_id").asText()
                          : row.path(sort).asText() + ' ' + row.path("log_id").asText())
              .toList();
      Comparator<String> order = Comparator.naturalOrder();
      assertThat(keys)
          .hasSize(5)
          .doesNotHaveDuplicates()
          .isSortedAccordingTo(direction.equals("asc") ? order : order.reversed());
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "status=200&status_min=100",
        "status=200&status_max=500",
        "status_min=99",
        "status_max=600",
        "status_min=500&status_max=400",
        "status=ok",
        "trace_id=XYZ",
        "sort_by=colour",
        "from=yesterday",
        "cursor=abc",
        "operation=a,b,c,d,e,f,g,h,i,j,k,l,m,n,o,p,q,r,s,t,u,v,w,x,y,z"
      })
  void whatCannotBeAskedIsRefused(String parameters) {
    operator.get("/v1/admin/audit/logs?" + parameters).refused(400, "INVALID_REQUEST");
    operator.get("/v1/admin/audit/logs?search=" + "x".repeat(129)).refused(400, "INVALID_REQUEST");
  }

  private JsonNode only(String filters) {
    List<JsonNode> rows = operator.rows("/v1/admin/audit/logs?limit=10" + filters, "logs");
    assertThat(rows).hasSize(1);
    return rows.getFirst();
  }
}
