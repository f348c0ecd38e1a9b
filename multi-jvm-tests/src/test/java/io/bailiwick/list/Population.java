package io.bailiwick.list;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bailiwick.harness.Agent;
import io.bailiwick.harness.Bodies;
import io.bailiwick.harness.Clock;
import io.bailiwick.harness.Json;
import io.bailiwick.harness.Operator;
import io.bailiwick.harness.Query;
import io.bailiwick.harness.Reply;
import io.bailiwick.harness.Request;
import io.bailiwick.harness.Tenancy;
import io.bailiwick.harness.Workers;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;

/** Rows of every list that stay as they are, and more that come and go beside them. */
record Population(Operator operator, Tenancy tenancy) {
  private static final int MAKERS = 8;

  /** A tenant may not have more. */
  private static final int POLICIES_MAX = 800;

  private static final Duration WITHIN = Duration.ofMinutes(30);
  private static final int TTL_MS = 3_600_000;

  /** Some of each state of everything; a walk with any filter finds some of them. */
  static Population of(Operator operator, int rows) {
    Tenancy tenancy = Tenancy.with(operator, Map.of("", 1_000_000_000L));
    Population population = new Population(operator, tenancy);
    Workers.start(
            MAKERS,
            number -> {
              for (int i = number; i < rows; i += MAKERS) {
                population.make(i);
              }
              return null;
            })
        .await(WITHIN);
    population.overItsLimit();
    // The short lease of one reservation, and the life of one key.
    Clock.awaitPast(Clock.nowMs() + 3_000);
    return population;
  }

  private void make(int i) {
    ObjectNode tenant =
        Json.object("tenant_id", "%s-%d".formatted(tenancy.id(), i), "name", "Name " + i);
    if (i % 3 == 0) {
      tenant.put("parent_tenant_id", tenancy.id());
    }
    operator.post("/v1/admin/tenants", tenant).expect(201);
    if (i % 5 == 0) {
      operator
          .updateTenant(tenant.path("tenant_id").asText(), Json.object("status", "SUSPENDED"))
          .expect(200);
    }
    ledger(i);
    key(i);
    if (i < POLICIES_MAX) {
      policy(i);
    }
    webhook(i);
    reservation(i);
    operator.get("/v1/admin/tenants/no-such-" + i).refused(404, "TENANT_NOT_FOUND");
  }

  private void ledger(int i) {
    String scope = scope(i);
    operator
        .openBudget(Operator.budget(scope, i % 4 == 0 ? "CREDITS" : Bodies.UNIT, 1_000))
        .expect(201);
    if (i % 4 == 1) {
      ObjectNode spent =
          Json.object("operation", "RESET_SPENT", "amount", Json.amount(Bodies.UNIT, 1_000));
      spent.set("spent", Json.amount(Bodies.UNIT, i % 900));
      operator.fund(scope, spent).expect(200);
    }
    if (i % 4 == 2) {
      operator.freeze(scope).expect(200);
    }
  }

  /** One ledger that is over its limit, and one that owes. */
  private void overItsLimit() {
    tenancy.budget("app:poor", 10);
    tenancy.agent().event(Bodies.event("over", tenancy.scope("app:poor"), 20)).expect(201);
  }

  private void key(int i) {
    ObjectNode body = Json.object("tenant_id", tenancy.id(), "name", "Name " + i);
    if (i == 0) {
      body.put("expires_at", Instant.ofEpochMilli(Clock.nowMs() + 2_000).toString());
    }
    String id = operator.createKey(body).expect(201).text("key_id");
    if (i % 6 == 1) {
      revoke(id);
    }
  }

  private void revoke(String keyId) {
    operator.send(request("DELETE", "/v1/admin/api-keys/" + keyId)).expect(200);
  }

  private void policy(int i) {
    String id = operator.policy(tenancy.id(), "*/agent:p" + i % 7);
    if (i % 4 == 0) {
      operator.updatePolicy(id, Json.object("status", "DISABLED")).expect(200);
    }
  }

  private String webhook(int i) {
    Reply made =
        operator.post(
            Query.of("/v1/admin/webhooks", "tenant_id", tenancy.id()),
            Json.object(
                "url", "https://203.0.113.7/Hook" + i, "event_types", List.of("budget.funded")));
    String id = made.expect(201).body().at("/subscription/subscription_id").asText();
    if (i % 4 == 0) {
      operator
          .send(Request.of("PATCH", "/v1/admin/webhooks/" + id, Json.object("status", "PAUSED")))
          .expect(200);
    }
    return id;
  }

  private void reservation(int i) {
    Agent agent = tenancy.agent();
    ObjectNode body =
        Bodies.reserve("r" + i, tenancy.scope("app:chat/agent:r" + i % 9), 1 + i % 50)
            .put("ttl_ms", i == 0 ? 1_000 : TTL_MS)
            .put("grace_period_ms", 0);
    String id = agent.reserve(body).expect(200).reservationId();
    if (i % 3 == 1) {
      agent.release(id, Bodies.release("e" + i)).expect(200);
    } else if (i % 3 == 2) {
      agent.commit(id, Bodies.commit("e" + i, 1)).expect(200);
    }
  }

  private String scope(int i) {
    return tenancy.scope("app:chat/agent:b" + i);
  }

  private static Request request(String method, String target) {
    return new Request(method, target, Map.of(), null);
  }

  /**
   * Makes rows of every list, and takes away what can be taken: webhooks for good, others from the
   * lists of their states.
   *
   * @return how many changes there were
   */
  int churn(int number, BooleanSupplier goesOn) {
    int changes = 0;
    for (int turn = 0; goesOn.getAsBoolean(); turn++) {
      String name = "churn-%d-%d".formatted(number, turn);
      operator.createTenant(tenancy.id() + "-" + name).expect(201);
      operator.openBudget(tenancy.scope("app:chat/agent:" + name), 1_000).expect(201);
      revoke(
          operator
              .createKey(Json.object("tenant_id", tenancy.id(), "name", "Name 7 " + name))
              .expect(201)
              .text("key_id"));
      operator.send(request("DELETE", "/v1/admin/webhooks/" + webhook(4 * turn + 1))).expect(204);
      String id = tenancy.agent().reserved(name, tenancy.scope("app:chat"), 1);
      tenancy.agent().release(id, Bodies.release(name)).expect(200);
      operator.get("/v1/admin/tenants/" + name).refused(404, "TENANT_NOT_FOUND");
      changes += 8;
    }
    return changes;
  }
}
