package io.bailiwick.access;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bailiwick.harness.Agent;
import io.bailiwick.harness.Bodies;
import io.bailiwick.harness.Json;
import io.bailiwick.harness.Operator;
import io.bailiwick.harness.Query;
import io.bailiwick.harness.Reply;
import io.bailiwick.harness.Request;

/**
 * Every operation that a tenant's key may call, and the permission that it needs. Those on webhooks
 * are in a package of their own.
 */
enum Call {
  DECIDE("reservations:create") {
    @Override
    Request request(String scope, String id) {
      return Request.post("/v1/decide", Bodies.reserve("k", scope, 1));
    }
  },
  RESERVE("reservations:create") {
    @Override
    Request request(String scope, String id) {
      return Request.post("/v1/reservations", Bodies.reserve("k", scope, 1));
    }
  },
  LIST("reservations:list") {
    @Override
    Request request(String scope, String id) {
      return Request.get("/v1/reservations");
    }
  },
  READ("reservations:list") {
    @Override
    Request request(String scope, String id) {
      return Request.get("/v1/reservations/" + id);
    }
  },
  EXTEND("reservations:extend") {
    @Override
    Request request(String scope, String id) {
      return Request.post("/v1/reservations/" + id + "/extend", Bodies.extend("k", 1_000));
    }
  },
  COMMIT("reservations:commit") {
    @Override
    Request request(String scope, String id) {
      return Request.post("/v1/reservations/" + id + "/commit", Bodies.commit("k", 1));
    }
  },
  RELEASE("reservations:release") {
    @Override
    Request request(String scope, String id) {
      return Request.post("/v1/reservations/" + id + "/release", Bodies.release("k"));
    }
  },
  EVENT("reservations:create") {
    @Override
    Request request(String scope, String id) {
      return Request.post("/v1/events", Bodies.event("k", scope, 1));
    }
  },
  BALANCES("balances:read") {
    @Override
    Request request(String scope, String id) {
      return Request.get("/v1/balances?app=chat");
    }
  },
  LEDGERS("balances:read") {
    @Override
    Request request(String scope, String id) {
      return Request.get(Query.of("/v1/balances", "scope_prefix", scope));
    }
  },
  OPEN_BUDGET("budgets:write") {
    @Override
    Request request(String scope, String id) {
      ObjectNode body = Operator.budget(scope, "CREDITS", 5);
      body.remove("tenant_id");
      return Request.post("/v1/admin/budgets", body);
    }
  },
  LIST_BUDGETS("budgets:read") {
    @Override
    Request request(String scope, String id) {
      return Request.get("/v1/admin/budgets");
    }
  },
  LOOK_UP_BUDGET("budgets:read") {
    @Override
    Request request(String scope, String id) {
      return Request.get(Query.of("/v1/admin/budgets/lookup", "scope", scope, "unit", Bodies.UNIT));
    }
  },
  FUND("budgets:write") {
    @Override
    Request request(String scope, String id) {
      return Request.post(
          Query.of("/v1/admin/budgets/fund", "scope", scope, "unit", Bodies.UNIT),
          Json.object("operation", "CREDIT", "amount", Json.amount(Bodies.UNIT, 1)));
    }
  },
  CREATE_POLICY("policies:write") {
    @Override
    Request request(String scope, String id) {
      return Request.post(
          "/v1/admin/policies", Json.object("name", "n", "scope_pattern", scope + "/*"));
    }
  },
  LIST_POLICIES("policies:read") {
    @Override
    Request request(String scope, String id) {
      return Request.get("/v1/admin/policies");
    }
  };

  private final String permission;

  Call(String permission) {
    this.permission = permission;
  }

  /**
   * A request that succeeds once on a fresh reservation.
   *
   * @param scope has a ledger
   * @param id of a live reservation on it
   */
  abstract Request request(String scope, String id);

  Reply send(Agent agent, String scope, String id) {
    return agent.send(request(scope, id));
  }

  String permission() {
    return permission;
  }

  boolean isOfTheAdminPlane() {
    return permission.startsWith("budgets:") || permission.startsWith("policies:");
  }

  /** Whether it answers with rows, of which a key only sees its own. */
  boolean isList() {
    return switch (this) {
      case LIST, BALANCES, LEDGERS, LIST_BUDGETS, LIST_POLICIES -> true;
      case DECIDE, RESERVE, READ, EXTEND, COMMIT, RELEASE, EVENT -> false;
      case OPEN_BUDGET, LOOK_UP_BUDGET, FUND, CREATE_POLICY -> false;
    };
  }

  /** Whether it begins something, or changes what is budgeted. */
  boolean isRefusedInSuspension() {
    return switch (this) {
      case RESERVE, EVENT, OPEN_BUDGET, FUND, CREATE_POLICY -> true;
      case DECIDE, LIST, READ, EXTEND, COMMIT, RELEASE -> false;
      case BALANCES, LEDGERS, LIST_BUDGETS, LOOK_UP_BUDGET, LIST_POLICIES -> false;
    };
  }
}
