package io.bailiwick.operation;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bailiwick.contract.DocumentedOperation;
import io.bailiwick.contract.DocumentedOperation.Error;
import io.bailiwick.harness.Agent;
import io.bailiwick.harness.Bodies;
import io.bailiwick.harness.Json;
import io.bailiwick.harness.Operator;
import io.bailiwick.harness.Reply;
import io.bailiwick.harness.Request;
import java.nio.charset.StandardCharsets;

/** Errors that say what state something is in: a reservation, a ledger, a key, a name. */
record StateProvocation(Stage stage, DocumentedOperation operation) {
  private static final String WITH_OVERDRAFT = "ALLOW_WITH_OVERDRAFT";

  Reply of(Error error) {
    return switch (error.code()) {
      case "RESERVATION_FINALIZED" -> {
        Names names = stage.fresh();
        stage.open.agent().release(names.reservation(), Bodies.release("first")).expect(200);
        yield stage.send(operation, names);
      }
      case "RESERVATION_EXPIRED" -> stage.send(operation, stage.expired());
      case "MAX_EXTENSIONS_EXCEEDED" -> {
        Owner owner = Owner.of(stage.operator);
        stage
            .operator
            .updateTenant(owner.id(), Json.object("max_reservation_extensions", 0))
            .expect(200);
        yield owner.agent().send(Requests.of(operation, owner.fresh("k"), false));
      }
      case "BUDGET_FROZEN" -> {
        Owner owner = Owner.of(stage.operator);
        stage.operator.freeze(owner.tenancy().leaf()).expect(200);
        yield owner.agent().send(Requests.of(operation, Provocation.names(owner), false));
      }
      case "OVERDRAFT_LIMIT_EXCEEDED" -> overTheLimit();
      case "BUDGET_EXCEEDED" -> moreThanThereIs();
      case "DUPLICATE_RESOURCE" -> taken();
      case "KEY_REVOKED" -> {
        Names names = stage.fresh();
        stage
            .operator
            .send(
                new Request(
                    "DELETE", "/v1/admin/api-keys/" + names.apiKey(), java.util.Map.of(), null))
            .expect(200);
        yield stage.send(operation, names);
      }
      case "COUNT_MISMATCH" -> ofAnotherCount();
      case "KEY_EXPIRED" -> stage.send(operation, stage.withExpiredKey());
      case "REPLAY_IN_PROGRESS" -> {
        Names names = stage.fresh();
        stage.send(operation, names).expect(202);
        yield stage.send(operation, names);
      }
      default ->
          throw new IllegalArgumentException("how does %s end with %s".formatted(operation, error));
    };
  }

  private Reply ofAnotherCount() {
    Request request = Requests.of(operation, stage.fresh(), true);
    ObjectNode body = (ObjectNode) Json.parse(new String(request.body(), StandardCharsets.UTF_8));
    return stage.operator.send(
        Request.of(request.method(), request.target(), body.put("expected_count", 77)));
  }

  private Reply overTheLimit() {
    Owner owner = Owner.of(stage.operator);
    String poor = owner.tenancy().scope("app:poor");
    Operator operator = stage.operator;
    Agent agent = owner.agent();
    return switch (operation.id()) {
      case "createReservation" -> {
        operator.openBudget(poor, 10).expect(201);
        agent.event(Bodies.event("over", poor, 20)).expect(201);
        yield agent.reserve(Bodies.reserve("k", poor, 0));
      }
      case "createEvent" -> {
        operator.openBudget(poor, 10, 5).expect(201);
        yield agent.event(Bodies.event("k", poor, 16).put("overage_policy", WITH_OVERDRAFT));
      }
      case "commitReservation" -> {
        operator.openBudget(poor, 10, 5).expect(201);
        ObjectNode body = Bodies.reserve("k", poor, 5).put("overage_policy", WITH_OVERDRAFT);
        String id = agent.reserve(body).expect(200).reservationId();
        yield agent.commit(id, Bodies.commit("c", 30));
      }
      default -> throw new IllegalArgumentException("no overdraft of " + operation.id());
    };
  }

  private Reply moreThanThereIs() {
    Agent agent = stage.open.agent();
    String leaf = stage.open.tenancy().leaf();
    return switch (operation.id()) {
      case "createReservation" -> agent.reserve(Bodies.reserve("too-much", leaf, 10_000_000));
      case "createEvent" ->
          agent.event(Bodies.event("too-much", leaf, 10_000_000).put("overage_policy", "REJECT"));
      case "commitReservation" -> {
        ObjectNode body = Bodies.reserve("exact", leaf, 5).put("overage_policy", "REJECT");
        String id = agent.reserve(body).expect(200).reservationId();
        yield agent.commit(id, Bodies.commit("more", 6));
      }
      case "fundBudget" -> stage.operator.fund(leaf, "DEBIT", 10_000_000);
      default -> throw new IllegalArgumentException("nothing is asked for by " + operation.id());
    };
  }

  private Reply taken() {
    Names names = stage.fresh();
    Operator operator = stage.operator;
    return switch (operation.id()) {
      case "createTenant" ->
          operator.post(
              "/v1/admin/tenants", Json.object("tenant_id", names.tenant(), "name", "another"));
      case "createBudget" -> operator.openBudget(stage.open.tenancy().leaf(), 5);
      case "createPolicy" -> {
        stage.send(operation, names).expect(201);
        yield stage.send(operation, names);
      }
      case "updatePolicy" -> {
        Names other = stage.fresh();
        yield operator.updatePolicy(names.policy(), Json.object("name", "policy " + other.key()));
      }
      default -> throw new IllegalArgumentException("no name is given by " + operation.id());
    };
  }
}
