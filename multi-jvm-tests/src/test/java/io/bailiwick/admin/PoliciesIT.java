package io.bailiwick.admin;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bailiwick.harness.Agent;
import io.bailiwick.harness.Json;
import io.bailiwick.harness.Operator;
import io.bailiwick.harness.Query;
import io.bailiwick.harness.Reply;
import io.bailiwick.harness.Request;
import io.bailiwick.harness.SharedServer;
import io.bailiwick.harness.Tenancy;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Policies: lay down, list, change. */
class PoliciesIT {
  private final Operator operator = SharedServer.operator();
  private final Tenancy tenancy = Tenancy.empty(operator);
  private final Agent agent = tenancy.agent();

  private ObjectNode named(String name) {
    return Json.object("name", name, "scope_pattern", "agent:*");
  }

  private ObjectNode ofTenant(ObjectNode body) {
    return body.put("tenant_id", tenancy.id());
  }

  private List<JsonNode> list(String filters) {
    return operator.rows("/v1/admin/policies?tenant_id=" + tenancy.id() + filters, "policies");
  }

  private static List<String> names(List<JsonNode> rows) {
    return rows.stream().map(row -> row.path("name").asText()).toList();
  }

  @Test
  void everythingThatIsSaidIsKept() {
    ObjectNode body = named("whole").put("description", "why").put("priority", 7);
    body.set(
        "caps",
        Json.object(
            "max_tokens", 4_096,
            "max_steps_remaining", 0,
            "tool_allowlist", List.of("search"),
            "tool_denylist", List.of("code.exec"),
            "cooldown_ms", 5));
    body.put("commit_overage_policy", "REJECT");
    body.set(
        "reservation_ttl_override",
        Json.object("default_ttl_ms", 2_000, "max_ttl_ms", 3_000, "max_extensions", 0));
    body.set(
        "rate_limits",
        Json.object("max_reservations_per_minute", 60, "max_commits_per_minute", 61));
    body.put("effective_from", "2026-01-01T00:00:00Z");
    body.put("effective_until", "2999-02-01T00:00:00Z");
    Reply made = operator.createPolicy(ofTenant(body.deepCopy())).expect(201);

    body.fieldNames()
        .forEachRemaining(
            name -> assertThat(made.body().path(name)).as(name).isEqualTo(body.path(name)));
    assertThat(made.text("status")).isEqualTo("ACTIVE");
    assertThat(made.text("policy_id")).isNotEmpty();
    Instant.parse(made.text("created_at"));
    assertThat(list("")).containsExactly(made.body());
  }

  @Test
  void whatIsNotSaidIsNotShown() {
    Reply made = agent.post("/v1/admin/policies", named("bare")).expect(201);
    assertThat(made.body().fieldNames())
        .toIterable()
        .containsExactlyInAnyOrder(
            "policy_id", "name", "scope_pattern", "priority", "status", "created_at", "updated_at");
    assertThat(made.body().path("priority").asInt(-1)).isZero();
  }

  @Test
  void termsThatSayNothingAreNotShown() {
    ObjectNode body = named("empty");
    body.set("caps", Json.object("tool_allowlist", List.of()));
    body.set("rate_limits", Json.object());
    Reply made = agent.post("/v1/admin/policies", body).expect(201);
    assertThat(made.has("caps")).isFalse();
    assertThat(made.has("rate_limits")).isFalse();
  }

  @Test
  void aNameIsTakenOnceInATenant() {
    operator.createPolicy(ofTenant(named("taken"))).expect(201);
    operator.createPolicy(ofTenant(named("taken"))).refused(409, "DUPLICATE_RESOURCE");
    agent.post("/v1/admin/policies", named("taken")).refused(409, "DUPLICATE_RESOURCE");
    String other = operator.policy(tenancy.id(), "agent:*");
    operator.updatePolicy(other, Json.object("name", "taken")).refused(409, "DUPLICATE_RESOURCE");
    Tenancy another = Tenancy.empty(operator);
    another.agent().post("/v1/admin/policies", named("taken")).expect(201);
    assertThat(list("")).hasSize(2);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "app:chat",
        "*",
        "tenant:*",
        "tenant:someone-else/*",
        "tenant:TENANT/agent:a/app:b",
        "tenant:TENANT/agent:a*",
        "tenant:TENANT/*/agent:a",
        "team:*",
        ""
      })
  void whatIsNotAPatternOfTheTenantIsRefused(String pattern) {
    operator
        .createPolicy(
            ofTenant(named("p")).put("scope_pattern", pattern.replace("TENANT", tenancy.id())))
        .refused(400, "INVALID_REQUEST");
  }

  @Test
  void aKeyLaysDownNothingForOthers() {
    Tenancy other = Tenancy.empty(operator);
    agent
        .post("/v1/admin/policies", named("p").put("scope_pattern", other.scope("") + "/*"))
        .refused(403, "FORBIDDEN");
    String theirs = operator.policy(other.id(), "agent:*");
    Request change =
        Request.of("PATCH", "/v1/admin/policies/" + theirs, Json.object("priority", 1));
    agent.send(change).refused(404, "NOT_FOUND");
    assertThat(agent.get("/v1/admin/policies?tenant_id=" + other.id()).body().path("policies"))
        .as("its own, which are none")
        .isEmpty();
  }

  @Test
  void theTenantIsNamedByOperatorsAndOnlyByThem() {
    operator.createPolicy(named("p")).refused(400, "INVALID_REQUEST");
    agent.post("/v1/admin/policies", ofTenant(named("p"))).refused(400, "INVALID_REQUEST");
    operator
        .createPolicy(named("p").put("tenant_id", "no-such-tenant"))
        .refused(400, "TENANT_NOT_FOUND");
    operator.get("/v1/admin/policies").refused(400, "INVALID_REQUEST");
    assertThat(
            operator.get("/v1/admin/policies?tenant_id=no-such-tenant").expect(200).body().size())
        .isEqualTo(2);
  }

  @Test
  void whatIsNotThereIsNotFound() {
    for (String id :
        new String[] {"x", "pol_" + tenancy.id() + "_1", "pol_no-such-tenant_1", "pol_a_b_c"}) {
      operator.updatePolicy(id, Json.object("priority", 1)).refused(404, "NOT_FOUND");
    }
    operator.updatePolicy("x", Json.object("priority", -1)).refused(400, "INVALID_REQUEST");
  }

  @Test
  void changesWhatIsNamed() {
    String id =
        operator.policy(
            tenancy.id(), "agent:*", "caps", Json.object("max_tokens", 5), "priority", 3);
    Reply changed =
        operator
            .updatePolicy(
                id,
                Json.object(
                    "name", "other",
                    "description", "new",
                    "status", "DISABLED",
                    "commit_overage_policy", "REJECT",
                    "rate_limits", Json.object("max_commits_per_minute", 9)))
            .expect(200);
    assertThat(changed.text("name")).isEqualTo("other");
    assertThat(changed.text("status")).isEqualTo("DISABLED");
    assertThat(changed.body().path("priority").asInt()).isEqualTo(3);
    assertThat(changed.body().path("caps").path("max_tokens").asInt()).isEqualTo(5);
    assertThat(list("")).containsExactly(changed.body());

    Reply emptied = operator.updatePolicy(id, Json.object("caps", Json.object())).expect(200);
    assertThat(emptied.has("caps")).isFalse();
    assertThat(emptied.text("commit_overage_policy")).isEqualTo("REJECT");
    operator
        .updatePolicy(id, Json.object("scope_pattern", "app:*"))
        .refused(400, "INVALID_REQUEST");
    operator
        .updatePolicy(
            id,
            Json.object(
                "effective_from", "2026-02-01T00:00:00Z",
                "effective_until", "2026-02-01T00:00:00Z"))
        .refused(400, "INVALID_REQUEST");
  }

  @Test
  void pagesHaveEachOnce() {
    List<String> expected = new ArrayList<>();
    for (int i = 0; i < 7; i++) {
      operator.createPolicy(ofTenant(named("p" + i))).expect(201);
      expected.add("p" + i);
    }
    assertThat(names(list("&limit=3"))).containsExactlyInAnyOrderElementsOf(expected);
    assertThat(names(list("&limit=2000"))).containsExactlyInAnyOrderElementsOf(expected);
    Reply page = operator.get("/v1/admin/policies?limit=3&tenant_id=" + tenancy.id()).expect(200);
    operator
        .get(
            Query.of(
                "/v1/admin/policies",
                "tenant_id",
                tenancy.id(),
                "status",
                "ACTIVE",
                "cursor",
                page.text("next_cursor")))
        .refused(400, "INVALID_REQUEST");
  }

  @Test
  void filters() {
    operator.policy(tenancy.id(), "agent:*", "name", "agents");
    String chat = operator.policy(tenancy.id(), tenancy.scope("app:chat"), "name", "chat");
    operator.updatePolicy(chat, Json.object("status", "DISABLED")).expect(200);

    assertThat(names(list("&status=DISABLED"))).containsExactly("chat");
    assertThat(names(list("&scope_pattern=" + Query.encode("agent:*")))).containsExactly("agents");
    assertThat(list("&scope_pattern=agent")).isEmpty();
    assertThat(list("&has_action_quotas=true&references_action_kind=payment.charge")).hasSize(2);
    operator
        .get("/v1/admin/policies?status=GONE&tenant_id=" + tenancy.id())
        .refused(400, "INVALID_REQUEST");
  }

  @Test
  void aKeysScopeFilterBoundsWhatItLaysDownSeesAndChanges() {
    String all = operator.policy(tenancy.id(), tenancy.scope("") + "/*", "name", "all");
    String chat = operator.policy(tenancy.id(), tenancy.scope("app:chat") + "/*", "name", "chat");
    Agent ofChat =
        operator.newAgent(
            tenancy.id(), List.of("policies:read", "policies:write"), List.of("app:chat"));

    ofChat.post("/v1/admin/policies", named("agents")).refused(403, "FORBIDDEN");
    ofChat
        .post(
            "/v1/admin/policies",
            named("agents of chat").put("scope_pattern", tenancy.scope("app:chat/agent:*")))
        .expect(201);
    JsonNode seen = ofChat.get("/v1/admin/policies").expect(200).body().path("policies");
    assertThat(seen.findValuesAsText("name")).containsExactlyInAnyOrder("chat", "agents of chat");
    ObjectNode change = Json.object("priority", 1);
    ofChat.send(Request.of("PATCH", "/v1/admin/policies/" + all, change)).refused(403, "FORBIDDEN");
    ofChat.send(Request.of("PATCH", "/v1/admin/policies/" + chat, change)).expect(200);
  }
}
