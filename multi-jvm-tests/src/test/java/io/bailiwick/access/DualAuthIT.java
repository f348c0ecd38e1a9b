package io.bailiwick.access;

import static org.assertj.core.api.Assertions.assertThat;

import io.bailiwick.harness.Agent;
import io.bailiwick.harness.Bodies;
import io.bailiwick.harness.Client;
import io.bailiwick.harness.Json;
import io.bailiwick.harness.Operator;
import io.bailiwick.harness.Reply;
import io.bailiwick.harness.Request;
import io.bailiwick.harness.ServerSetup;
import io.bailiwick.harness.SharedServer;
import io.bailiwick.harness.Tenancy;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Where the operator's key counts, where it does not, and what it counts for. */
class DualAuthIT {
  private final Operator operator = SharedServer.operator();
  private final Client client = operator.client();
  private final Tenancy tenancy = Tenancy.ofThreeLevels(operator);
  private final Agent agent = tenancy.agent();
  private final String leaf = tenancy.leaf();

  private static Request asOperator(Request request) {
    return request.with("X-Admin-API-Key", ServerSetup.ADMIN_KEY);
  }

  @Test
  void anOperatorReadsAndReleasesForTheTenant() {
    String id = agent.reserved("held", leaf, 10);
    assertThat(operator.get("/v1/reservations/" + id).expect(200).text("status"))
        .isEqualTo("ACTIVE");
    Reply released =
        operator.post(
            "/v1/reservations/" + id + "/release",
            Bodies.release("by-hand").put("reason", "stuck"));
    assertThat(released.expect(200).amount("released")).isEqualTo(10);
    assertThat(agent.reservation(id).text("status")).isEqualTo("RELEASED");
  }

  @Test
  void aWrongAdminKeyIsDecisiveWhereBothMayCall() {
    String id = agent.reserved("held", leaf, 10);
    for (Request request :
        List.of(
            Request.get("/v1/reservations"),
            Request.get("/v1/reservations/" + id),
            Request.post("/v1/reservations/" + id + "/release", Bodies.release("k")),
            Request.get("/v1/admin/budgets"),
            Request.get("/v1/auth/introspect"))) {
      agent.send(request.with("X-Admin-API-Key", "wrong-key")).refused(401, "UNAUTHORIZED");
    }
    assertThat(agent.reservation(id).text("status")).isEqualTo("ACTIVE");
  }

  @Test
  void theAdminKeyIsNotLookedAtForBalancesOfAnAgent() {
    Request request = Request.get("/v1/balances?tenant=" + tenancy.id());
    Reply alone = agent.send(request).expect(200);
    for (String admin : List.of("wrong-key", ServerSetup.ADMIN_KEY)) {
      Reply both = agent.send(request.with("X-Admin-API-Key", admin)).expect(200);
      assertThat(both.answer().body()).isEqualTo(alone.answer().body());
    }
    client.send(request.with("X-Admin-API-Key", "wrong-key")).refused(401, "UNAUTHORIZED");
  }

  @ParameterizedTest
  @EnumSource(names = {"DECIDE", "RESERVE", "EXTEND", "COMMIT", "EVENT"})
  void anOperatorDoesNotActForAnAgent(Call call) {
    String id = agent.reserved("held", leaf, 10);
    Request request = call.request(leaf, id);
    client.send(asOperator(request)).refused(401, "UNAUTHORIZED");
    Reply both = agent.send(request.with("X-Admin-API-Key", "whatever"));
    assertThat(both.isSuccess()).as("the admin key is not looked at: %s", both).isTrue();
  }

  @Test
  void aTenantsKeyIsNotLookedAtOnTheOperatorsPlane() {
    for (Request request :
        List.of(
            Request.get("/v1/admin/tenants"),
            Request.get("/v1/admin/tenants/" + tenancy.id()),
            Request.of("PATCH", "/v1/admin/tenants/" + tenancy.id(), Json.object("name", "x")),
            Request.get("/v1/admin/api-keys"),
            Request.post("/v1/admin/api-keys", Json.object("tenant_id", "x", "name", "y")),
            Request.post("/v1/auth/validate", Json.object("key_secret", agent.secret())),
            Request.post("/v1/admin/budgets/freeze?scope=x&unit=TOKENS", Json.object()))) {
      Agent mighty = operator.newAgent(tenancy.id(), List.of("admin:read", "admin:write"), null);
      mighty.send(request).refused(401, "UNAUTHORIZED");
      client.send(request).refused(401, "UNAUTHORIZED");
      client.send(request.with("X-Admin-API-Key", "wrong")).refused(401, "UNAUTHORIZED");
    }
  }

  @Test
  void aWrongAdminKeyIsNotBlamedOnTheOtherHeader() {
    Reply reply = client.send(Request.get("/v1/admin/tenants").with("X-Admin-API-Key", "wrong"));
    assertThat(
            reply.refused(401, "UNAUTHORIZED").text("message").toLowerCase(java.util.Locale.ROOT))
        .doesNotContain("cycles-api-key");
  }

  @Test
  void introspectSaysWhatAKeyMayDo() {
    Reply all = operator.get("/v1/auth/introspect").expect(200);
    assertThat(all.text("auth_type")).isEqualTo("admin");
    assertThat(all.body().path("permissions").path(0).asText()).isEqualTo("*");
    assertThat(all.body().path("capabilities").path("manage_tenants").asBoolean()).isTrue();

    Agent narrow =
        operator.newAgent(
            tenancy.id(), List.of("reservations:create", "budgets:read"), List.of("app:chat"));
    Reply some = narrow.get("/v1/auth/introspect").expect(200);
    assertThat(some.text("auth_type")).isEqualTo("tenant");
    assertThat(some.text("tenant_id")).isEqualTo(tenancy.id());
    assertThat(some.body().path("permissions")).hasSize(2);
    assertThat(some.body().path("scope_filter").path(0).asText()).isEqualTo("app:chat");
    assertThat(some.body().path("capabilities").path("view_budgets").asBoolean()).isTrue();
    assertThat(some.body().path("capabilities").path("view_reservations").asBoolean()).isTrue();
    assertThat(some.body().path("capabilities").path("manage_budgets").asBoolean()).isFalse();
    assertThat(some.body().path("capabilities").path("view_tenants").asBoolean()).isFalse();
    client.send(Request.get("/v1/auth/introspect")).refused(401, "UNAUTHORIZED");
  }
}
