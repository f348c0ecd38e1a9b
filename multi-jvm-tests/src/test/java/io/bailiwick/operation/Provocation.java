package io.bailiwick.operation;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bailiwick.contract.DocumentedOperation;
import io.bailiwick.contract.DocumentedOperation.Error;
import io.bailiwick.harness.Bodies;
import io.bailiwick.harness.Json;
import io.bailiwick.harness.Operator;
import io.bailiwick.harness.Query;
import io.bailiwick.harness.Reply;
import io.bailiwick.harness.Request;
import io.bailiwick.harness.Tenancy;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/** For each error of each operation a request that has to end with it. */
record Provocation(Stage stage, DocumentedOperation operation) {
  private static final int TOO_LARGE = 300 * 1024;
  private static final String BLOCKED_URL = "https://127.0.0.1/hook";

  Reply of(Error error) {
    return switch (error.status() + " " + error.code()) {
      case "400 INVALID_REQUEST" -> malformed();
      case "400 UNIT_MISMATCH" -> otherUnit();
      case "400 WEBHOOK_URL_INVALID" -> blockedUrl();
      case "400 TENANT_NOT_FOUND", "404 TENANT_NOT_FOUND" -> ofNobody();
      case "401 UNAUTHORIZED" -> stage.client.send(request(stage.fresh()));
      case "403 INSUFFICIENT_PERMISSIONS" -> withoutPermission();
      case "403 FORBIDDEN" -> isOfAgents() ? withoutPermission() : outOfReach();
      case "403 TENANT_SUSPENDED" ->
          stage.suspended.agent().send(Requests.of(operation, stage.ofSuspended, false));
      case "404 NOT_FOUND" -> notFound();
      case "404 BUDGET_NOT_FOUND" -> ofNobody();
      case "404 WEBHOOK_NOT_FOUND", "404 EVENT_NOT_FOUND" ->
          stage.send(operation, stage.fresh().ofNothing());
      case "406 INVALID_REQUEST" -> send(request(stage.fresh()).with("Accept", "image/png"));
      case "413 INVALID_REQUEST" -> send(withBody(" ".repeat(TOO_LARGE)));
      case "415 INVALID_REQUEST" -> send(withBody("x").with("Content-Type", "text/plain"));
      case "409 TENANT_CLOSED" -> ofClosed();
      case "409 IDEMPOTENCY_MISMATCH" -> keyUsedOtherwise();
      case "409 INVALID_REQUEST" -> conflict();
      case "429 LIMIT_EXCEEDED" -> tooMany();
      default -> new StateProvocation(stage, operation).of(error);
    };
  }

  private boolean isOfAgents() {
    return operation.errors().stream()
        .noneMatch(error -> error.code().equals("INSUFFICIENT_PERMISSIONS"));
  }

  private Request request(Names names) {
    return Requests.of(operation, names, !operation.takesKey());
  }

  private Reply send(Request request) {
    return stage.send(operation, request);
  }

  private Request withBody(String body) {
    Request request = request(stage.fresh());
    return new Request(
        request.method(),
        request.target(),
        Map.of("Content-Type", "application/json"),
        body.getBytes(StandardCharsets.UTF_8));
  }

  /** A body that is none, a parameter that is none, or an escape that is none. */
  private Reply malformed() {
    if (operation.hasBody()) {
      return send(withBody("{"));
    }
    Request request = request(stage.fresh());
    String mark = request.target().contains("?") ? "&" : "?";
    String wrong = operation.parameters().contains("limit") ? "limit=x" : "x=%zz";
    return send(
        new Request(request.method(), request.target() + mark + wrong, request.headers(), null));
  }

  private Reply otherUnit() {
    Names names = stage.fresh();
    Request request = request(names);
    ObjectNode body = (ObjectNode) Json.parse(new String(request.body(), StandardCharsets.UTF_8));
    String amount =
        switch (operation.id()) {
          case "decide", "createReservation" -> "estimate";
          case "commitReservation", "createEvent" -> "actual";
          case "createBudget" -> "allocated";
          case "updateBudget" -> "overdraft_limit";
          case "fundBudget" -> "amount";
          default -> throw new IllegalArgumentException("no amount in " + operation.id());
        };
    body.set(amount, Json.amount("RISK_POINTS", 1));
    return send(Request.of(request.method(), request.target(), body));
  }

  private Reply blockedUrl() {
    Request request = request(stage.fresh());
    ObjectNode body = Requests.webhook().put("url", BLOCKED_URL);
    return send(Request.of(request.method(), request.target(), body));
  }

  private Reply ofNobody() {
    return stage.operator.send(Requests.of(operation, stage.fresh().ofNobody(), true));
  }

  private Reply withoutPermission() {
    String other = operation.permission().equals("balances:read") ? "events:read" : "balances:read";
    Names names = stage.fresh();
    return stage.agent(List.of(other), null).send(Requests.of(operation, names, false));
  }

  private Reply outOfReach() {
    Names names = stage.fresh();
    return operation.id().equals("listTenantWebhooks")
        ? send(Requests.of(operation, names.ofNobody(), false))
        : stage.filtered().send(Requests.of(operation, names, false));
  }

  private Reply notFound() {
    return switch (operation.id()) {
      case "createReservation", "createEvent" -> {
        Tenancy bare = Tenancy.empty(stage.operator);
        Names names = new Names(bare.id(), "", "", "", "", "", "bare");
        yield bare.agent().send(Requests.of(operation, names, false));
      }
      default -> stage.send(operation, stage.fresh().ofNothing());
    };
  }

  private Reply ofClosed() {
    return operation.takesAdmin()
        ? stage.operator.send(Requests.of(operation, stage.ofClosed, true))
        : stage.whileClosing(operation);
  }

  private Reply keyUsedOtherwise() {
    Request first = request(stage.fresh());
    Reply reply = send(first);
    if (!reply.isSuccess()) {
      throw new AssertionError("the first use of the key: " + reply);
    }
    ObjectNode body = (ObjectNode) Json.parse(new String(first.body(), StandardCharsets.UTF_8));
    switch (operation.id()) {
      case "releaseReservation" -> body.put("reason", "another");
      case "extendReservation" -> body.put("extend_by_ms", 2_000);
      case "rotateApiKey" -> body.put("overlap_ms", 2_000);
      case "bulkActionTenants" -> body.put("action", "SUSPEND");
      case "bulkActionBudgets" -> body.put("reason", "another");
      case "bulkActionWebhooks" -> body.put("action", "PAUSE");
      default -> body.set("metadata", Json.object("another", true));
    }
    return send(Request.of(first.method(), first.target(), body));
  }

  private Reply conflict() {
    return switch (operation.id()) {
      case "freezeBudget" -> {
        Names names = names(Owner.of(stage.operator));
        stage.operator.send(Requests.of(operation, names, true)).expect(200);
        yield stage.operator.send(Requests.of(operation, names, true));
      }
      case "unfreezeBudget" -> send(request(stage.fresh()));
      case "rotateApiKey" -> {
        Request once = request(stage.fresh());
        send(once).expect(201);
        yield send(
            Request.post(
                once.target(), Json.object("idempotency_key", "another", "overlap_ms", 1)));
      }
      case "leaveCluster" -> {
        String self = stage.operator.get("/v1/x-bailiwick/cluster").expect(200).text("self");
        yield stage.operator.send(
            new Request(
                "POST",
                "/v1/x-bailiwick/cluster/members/" + Query.encode(self) + "/leave",
                Map.of(),
                null));
      }
      default -> throw new IllegalArgumentException("no conflict of " + operation.id());
    };
  }

  private Reply tooMany() {
    Owner owner = Owner.of(stage.operator);
    stage.operator.policy(
        owner.id(),
        owner.tenancy().scope(""),
        "rate_limits",
        Json.object("max_reservations_per_minute", 1));
    owner.agent().reserve(Bodies.reserve("one", owner.tenancy().leaf(), 1));
    return owner.agent().send(Requests.of(operation, names(owner), false));
  }

  /** Of a tenant that makes nothing any more. */
  static Names names(Owner owner) {
    return new Names(owner.id(), "", "", "", "", "", "k");
  }

  /** What a ledger is opened with. */
  static ObjectNode budget(Owner owner, String below, long allocated) {
    return Operator.budget(owner.tenancy().scope(below), Bodies.UNIT, allocated);
  }
}
