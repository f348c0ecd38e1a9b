package io.bailiwick.access;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.bailiwick.harness.Agent;
import io.bailiwick.harness.Bodies;
import io.bailiwick.harness.Json;
import io.bailiwick.harness.Operator;
import io.bailiwick.harness.Reply;
import io.bailiwick.harness.SharedServer;
import io.bailiwick.harness.Tenancy;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What a suspended and a closed tenant can still do. */
class TenantGuardIT {
  private final Operator operator = SharedServer.operator();
  private final Tenancy tenancy = Tenancy.ofThreeLevels(operator);
  private final Agent agent = tenancy.agent();
  private final String leaf = tenancy.leaf();

  private void suspend() {
    operator.updateTenant(tenancy.id(), Json.object("status", "SUSPENDED")).expect(200);
  }

  @ParameterizedTest
  @EnumSource
  void aSuspensionStopsNewWorkOnly(Call call) {
    String id = agent.reserved("held", leaf, 10);
    suspend();
    Reply reply = call.send(agent, leaf, id);
    if (call.isRefusedInSuspension()) {
      reply.refused(403, call.isOfTheAdminPlane() ? "TENANT_SUSPENDED" : "FORBIDDEN");
      assertThat(reply.text("message")).containsIgnoringCase("suspended");
    } else {
      assertThat(reply.isSuccess()).as("%s", reply).isTrue();
    }
    operator.updateTenant(tenancy.id(), Json.object("status", "ACTIVE")).expect(200);
    agent.reserve(Bodies.reserve("again", leaf, 10)).expect(200);
  }

  @Test
  void aSuspensionIsADenialWhereNothingIsHeld() {
    suspend();
    assertThat(agent.decide(Bodies.reserve("k", leaf, 1)).expect(200).text("reason_code"))
        .isEqualTo("TENANT_SUSPENDED");
    Reply dry = agent.reserve(Bodies.reserve("k", leaf, 1).put("dry_run", true)).expect(200);
    assertThat(dry.text("reason_code")).isEqualTo("TENANT_SUSPENDED");
  }

  @Test
  void aCloseReleasesClosesAndRevokes() {
    String held = agent.reserved("held", leaf, 10);
    String other = agent.reserved("other", tenancy.scope("app:chat"), 20);
    Reply closed = operator.close(tenancy.id()).expect(200);
    assertThat(closed.text("status")).isEqualTo("CLOSED");
    assertThat(closed.has("closed_at")).isTrue();

    for (String id : new String[] {held, other}) {
      assertThat(operator.get("/v1/reservations/" + id).expect(200).text("status"))
          .isEqualTo("RELEASED");
    }
    Map<String, JsonNode> ledgers = operator.ledgers(tenancy.id());
    assertThat(ledgers)
        .hasSize(3)
        .allSatisfy(
            (scope, ledger) -> {
              assertThat(ledger.path("status").asText()).isEqualTo("CLOSED");
              assertThat(ledger.path("reserved").path("amount").asLong()).isZero();
            });
    for (JsonNode key : operator.rows("/v1/admin/api-keys?tenant_id=" + tenancy.id(), "keys")) {
      assertThat(key.path("status").asText()).isEqualTo("REVOKED");
    }
  }

  @ParameterizedTest
  @EnumSource
  void aClosedTenantsKeysAreRevoked(Call call) {
    String id = agent.reserved("held", leaf, 10);
    operator.close(tenancy.id()).expect(200);
    call.send(agent, leaf, id).refused(401, "UNAUTHORIZED");
  }

  @Test
  void operatorsChangeNothingThatAClosedTenantOwns() {
    String held = agent.reserved("held", leaf, 10);
    String policy = operator.policy(tenancy.id(), "agent:*");
    String keyId =
        operator
            .rows("/v1/admin/api-keys?tenant_id=" + tenancy.id(), "keys")
            .getFirst()
            .path("key_id")
            .asText();
    operator.close(tenancy.id()).expect(200);
    operator
        .post("/v1/reservations/" + held + "/release", Bodies.release("k"))
        .refused(409, "TENANT_CLOSED");
    operator.openBudget(tenancy.scope("app:new"), 5).refused(409, "TENANT_CLOSED");
    operator.fund(leaf, "CREDIT", 5).refused(409, "TENANT_CLOSED");
    operator.freeze(leaf).refused(409, "TENANT_CLOSED");
    operator.unfreeze(leaf).refused(409, "TENANT_CLOSED");
    operator.limit(leaf, 5).refused(409, "TENANT_CLOSED");
    operator
        .createPolicy(
            Json.object("tenant_id", tenancy.id(), "name", "x", "scope_pattern", "agent:*"))
        .refused(409, "TENANT_CLOSED");
    operator.updatePolicy(policy, Json.object("priority", 5)).refused(409, "TENANT_CLOSED");
    operator
        .createKey(Json.object("tenant_id", tenancy.id(), "name", "x"))
        .refused(409, "TENANT_CLOSED");
    operator
        .send(
            io.bailiwick.harness.Request.of(
                "PATCH", "/v1/admin/api-keys/" + keyId, Json.object("name", "x")))
        .refused(409, "TENANT_CLOSED");
    operator
        .send(
            new io.bailiwick.harness.Request(
                "DELETE", "/v1/admin/api-keys/" + keyId, Map.of(), null))
        .refused(409, "TENANT_CLOSED");
  }

  @Test
  void operatorsStillReadIt() {
    agent.reserved("held", leaf, 10);
    operator.close(tenancy.id()).expect(200);
    operator.get("/v1/admin/tenants/" + tenancy.id()).expect(200);
    operator.lookup(leaf).expect(200);
    assertThat(operator.rows("/v1/reservations?tenant=" + tenancy.id(), "reservations")).hasSize(1);
  }

  @Test
  void closedIsForEver() {
    operator.close(tenancy.id()).expect(200);
    String closedAt = operator.close(tenancy.id()).expect(200).text("closed_at");
    assertThat(operator.close(tenancy.id()).text("closed_at")).isEqualTo(closedAt);
    for (String status : new String[] {"ACTIVE", "SUSPENDED"}) {
      operator
          .updateTenant(tenancy.id(), Json.object("status", status))
          .refused(400, "INVALID_REQUEST");
    }
    assertThat(operator.get("/v1/admin/tenants/" + tenancy.id()).text("status"))
        .isEqualTo("CLOSED");
  }
}
