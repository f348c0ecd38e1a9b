package io.bailiwick.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bailiwick.harness.Agent;
import io.bailiwick.harness.Json;
import io.bailiwick.harness.Operator;
import io.bailiwick.harness.Reply;
import io.bailiwick.harness.Request;
import io.bailiwick.harness.SharedServer;
import io.bailiwick.harness.Tenancy;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Whose webhooks are whose, and what a key needs for them. */
class WebhookAccessIT {
  private static final List<String> ALL =
      List.of(
          "reservations:create",
          "reservations:list",
          "balances:read",
          "budgets:read",
          "budgets:write",
          "policies:read",
          "policies:write",
          "events:read",
          "webhooks:read",
          "webhooks:write");

  private final Operator operator = SharedServer.operator();
  private final Tenancy tenancy = Tenancy.empty(operator);
  private final Tenancy other = Tenancy.empty(operator);
  private final String id = Hooks.id(Hooks.createFor(operator, tenancy.id(), Hooks.body()));

  /** Everything that a tenant's key may ask about webhooks. */
  enum Call {
    CREATE("webhooks:write", 201) {
      @Override
      Request request(String id) {
        return Request.post(Hooks.TENANT, Hooks.body());
      }
    },
    LIST("webhooks:read", 200) {
      @Override
      Request request(String id) {
        return Request.get(Hooks.TENANT);
      }
    },
    ONE("webhooks:read", 200) {
      @Override
      Request request(String id) {
        return Request.get(Hooks.TENANT + "/" + id);
      }
    },
    DELIVERIES("webhooks:read", 200) {
      @Override
      Request request(String id) {
        return Request.get(Hooks.TENANT + "/" + id + "/deliveries");
      }
    },
    UPDATE("webhooks:write", 200) {
      @Override
      Request request(String id) {
        return Hooks.patch(Hooks.TENANT, id, Json.object("name", "changed"));
      }
    },
    DELETE("webhooks:write", 204) {
      @Override
      Request request(String id) {
        return Hooks.delete(Hooks.TENANT, id);
      }
    };

    private final String permission;
    private final int success;

    Call(String permission, int success) {
      this.permission = permission;
      this.success = success;
    }

    abstract Request request(String id);

    private boolean isOfOne() {
      return this != CREATE && this != LIST;
    }
  }

  private Agent agent(List<String> permissions) {
    return operator.newAgent(tenancy.id(), permissions, null);
  }

  @ParameterizedTest
  @EnumSource
  void onlyThePermissionIsNeededAndNothingElseReplacesIt(Call call) {
    Agent without =
        agent(ALL.stream().filter(permission -> !permission.equals(call.permission)).toList());
    without.send(call.request(id)).refused(403, "INSUFFICIENT_PERMISSIONS");
    agent(List.of(call.permission)).send(call.request(id)).expect(call.success);
  }

  @ParameterizedTest
  @EnumSource
  void theWildcardsStandForTheirKind(Call call) {
    String kind = call.permission.endsWith("read") ? "read" : "write";
    String otherKind = kind.equals("read") ? "write" : "read";
    agent(List.of("admin:" + otherKind, "admin:webhooks:" + otherKind))
        .send(call.request(id))
        .refused(403, "INSUFFICIENT_PERMISSIONS");
    agent(List.of("admin:webhooks:" + kind)).send(call.request(id)).expect(call.success);
  }

  @ParameterizedTest
  @EnumSource
  void anotherTenantsIsNotThere(Call call) {
    Agent stranger = Hooks.agent(operator, other.id());
    if (call.isOfOne()) {
      Reply reply = stranger.send(call.request(id)).refused(404, "WEBHOOK_NOT_FOUND");
      Reply unknown = stranger.send(call.request("whsub_0000000000000000"));
      assertThat(reply.text("message").replace(id, ""))
          .as("as if it were not there at all")
          .isEqualTo(unknown.text("message").replace("whsub_0000000000000000", ""));
    } else {
      stranger.send(call.request(id)).expect(call.success);
    }
    assertThat(operator.get(Hooks.ADMIN + "/" + id).expect(200).has("name")).isFalse();
    assertThat(stranger.get(Hooks.TENANT).answer().body()).doesNotContain(id, tenancy.id());
  }

  @Test
  void anotherTenantsIsNotTestedEither() {
    Agent stranger = Hooks.agent(operator, other.id());
    stranger.send(Hooks.test(Hooks.TENANT, id)).refused(404, "WEBHOOK_NOT_FOUND");
    String ofSystem = Hooks.id(operator.post(Hooks.ADMIN, Hooks.body()));
    stranger.get(Hooks.TENANT + "/" + ofSystem).refused(404, "WEBHOOK_NOT_FOUND");
    operator.get(Hooks.TENANT + "/" + ofSystem).expect(200);
    operator.send(Hooks.delete(Hooks.ADMIN, ofSystem)).expect(204);
  }

  @Test
  void aCursorOfAnotherTenantLeadsNowhere() {
    Hooks.createFor(operator, tenancy.id(), Hooks.body()).expect(201);
    Reply page = agent(Hooks.BOTH).get(Hooks.TENANT + "?limit=1").expect(200);
    Hooks.agent(operator, other.id())
        .get(Hooks.TENANT + "?cursor=" + page.text("next_cursor"))
        .refused(400, "INVALID_REQUEST");
    assertThat(
            agent(Hooks.BOTH)
                .get(Hooks.TENANT + "?limit=1&cursor=" + page.text("next_cursor"))
                .expect(200)
                .body()
                .path("subscriptions"))
        .hasSize(1);
  }

  @Test
  void aTenantMakesItsOwnAndAnOperatorNamesTheTenant() {
    operator.post(Hooks.TENANT, Hooks.body()).refused(401, "UNAUTHORIZED");
    Reply unnamed = operator.get(Hooks.TENANT).refused(400, "INVALID_REQUEST");
    assertThat(unnamed.text("message"))
        .isEqualTo("tenant query parameter is required when using admin key authentication");
    assertThat(operator.rows(Hooks.TENANT + "?tenant=" + tenancy.id(), "subscriptions")).hasSize(1);
    assertThat(operator.rows(Hooks.TENANT + "?tenant=no-such-tenant", "subscriptions")).isEmpty();
    assertThat(operator.rows(Hooks.TENANT + "?tenant=No!", "subscriptions")).isEmpty();
    Agent own = agent(Hooks.BOTH);
    own.get(Hooks.TENANT + "?tenant=" + tenancy.id()).expect(200);
    own.get(Hooks.TENANT + "?tenant=" + other.id()).refused(403, "FORBIDDEN");
    operator.send(Call.UPDATE.request(id)).expect(200);
    operator.send(Call.DELIVERIES.request(id)).expect(200);
    operator.send(Call.DELETE.request(id)).expect(204);
  }

  @Test
  void aTenantsKeyIsNotLookedAtOnTheOperatorsPaths() {
    Agent mighty = agent(List.of("admin:read", "admin:write"));
    for (Request request :
        List.of(
            Request.post(Hooks.ADMIN, Hooks.body()),
            Request.get(Hooks.ADMIN),
            Request.get(Hooks.ADMIN + "/" + id),
            Request.get(Hooks.ADMIN + "/" + id + "/deliveries"),
            Hooks.patch(Hooks.ADMIN, id, Json.object("name", "x")),
            Hooks.delete(Hooks.ADMIN, id),
            Hooks.test(Hooks.ADMIN, id),
            Hooks.replay(id, Json.object()),
            Request.get("/v1/admin/config/webhook-security"),
            Request.of("PUT", "/v1/admin/config/webhook-security", Json.object()))) {
      mighty.send(request).refused(401, "UNAUTHORIZED");
      operator.client().send(request).refused(401, "UNAUTHORIZED");
    }
  }

  @Test
  void aNarrowKeyHasToDoWithNarrowWebhooksOnly() {
    Agent narrow = operator.newAgent(tenancy.id(), Hooks.BOTH, List.of("app:chat"));
    ObjectNode within = Hooks.body().put("scope_filter", tenancy.scope("app:chat/*"));
    narrow.post(Hooks.TENANT, Hooks.body()).refused(403, "FORBIDDEN");
    narrow
        .post(Hooks.TENANT, Hooks.body().put("scope_filter", tenancy.scope("*")))
        .refused(403, "FORBIDDEN");
    String own = Hooks.id(narrow.post(Hooks.TENANT, within));
    assertThat(narrow.get(Hooks.TENANT).expect(200).body().path("subscriptions"))
        .hasSize(1)
        .first()
        .satisfies(row -> assertThat(row.path("subscription_id").asText()).isEqualTo(own));
    narrow.send(Call.ONE.request(own)).expect(200);
    for (Call call : List.of(Call.ONE, Call.DELIVERIES, Call.UPDATE, Call.DELETE)) {
      narrow.send(call.request(id)).refused(403, "FORBIDDEN");
    }
    narrow
        .send(Hooks.patch(Hooks.TENANT, own, Json.object("scope_filter", "")))
        .refused(403, "FORBIDDEN");
    narrow.send(Call.DELETE.request(own)).expect(204);
  }

  @Test
  void aSuspendedTenantReadsAndChangesNothing() {
    Agent own = agent(Hooks.BOTH);
    operator.updateTenant(tenancy.id(), Json.object("status", "SUSPENDED")).expect(200);
    for (Call call : Call.values()) {
      Reply reply = own.send(call.request(id));
      if (call.permission.endsWith("read")) {
        reply.expect(200);
      } else {
        reply.refused(403, "TENANT_SUSPENDED");
      }
    }
    own.send(Hooks.test(Hooks.TENANT, id)).refused(403, "TENANT_SUSPENDED");
    operator.send(Hooks.patch(Hooks.ADMIN, id, Json.object("status", "PAUSED"))).expect(200);
  }

  @Test
  void bodiesThatSayNothingAreTakenAndOthersAreNot() {
    operator
        .send(Request.post(Hooks.ADMIN + "/" + id + "/test", Json.object("url", "x")))
        .refused(400, "INVALID_REQUEST");
    operator
        .send(new Request("POST", Hooks.ADMIN, Map.of("Content-Type", "text/plain"), new byte[1]))
        .refused(415, "INVALID_REQUEST");
    operator
        .send(Request.get(Hooks.ADMIN).with("Accept", "text/html"))
        .refused(406, "INVALID_REQUEST");
  }
}
