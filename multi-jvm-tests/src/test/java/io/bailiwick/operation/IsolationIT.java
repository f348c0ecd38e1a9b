package io.bailiwick.operation;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bailiwick.contract.DocumentedOperation;
import io.bailiwick.harness.Agent;
import io.bailiwick.harness.Bodies;
import io.bailiwick.harness.Json;
import io.bailiwick.harness.Operator;
import io.bailiwick.harness.Query;
import io.bailiwick.harness.Reply;
import io.bailiwick.harness.Request;
import io.bailiwick.harness.SharedServer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * Two tenants whose things have the same names. Whatever one of them asks about what is the other's
 * is answered as if it were not there, word for word, and changes nothing of it: every operation of
 * the document, with foreign ids, filters, cursors and idempotency keys, and every other method.
 */
class IsolationIT {
  private static final List<String> METHODS = List.of("GET", "POST", "PUT", "PATCH", "DELETE");

  /** Calls out, which takes as long as nobody answers. */
  private static final Set<String> SLOW = Set.of("testTenantWebhook");

  private static Owner ours;
  private static Owner theirs;
  private static Names foreign;
  private static Set<String> theirIds;

  @BeforeAll
  static void fill() {
    Operator operator = SharedServer.operator();
    ours = Owner.of(operator);
    theirs = Owner.of(operator);
    // What only they have, to be asked for by filters.
    operator.openBudget(theirs.tenancy().scope(Filter.THEIR_SCOPE), 5).expect(201);
    theirs.agent().reserved(Filter.THEIR_KEY, theirs.tenancy().scope(Filter.THEIR_SCOPE), 1);
    for (DocumentedOperation operation : ofKeys().toList()) {
      String key = "same-" + operation.id();
      Reply reply = theirs.agent().send(Requests.of(operation, theirs.fresh(key), false));
      assertThat(SLOW.contains(operation.id()) || reply.isSuccess()).as("%s", reply).isTrue();
    }
    foreign = theirs.fresh("same-foreign");
    theirIds = theirs.ids();
  }

  private static Stream<DocumentedOperation> ofKeys() {
    return DocumentedOperation.all().stream().filter(DocumentedOperation::takesKey);
  }

  private static Stream<DynamicTest> each(
      Stream<DocumentedOperation> operations,
      java.util.function.Consumer<DocumentedOperation> test) {
    return operations.map(
        operation ->
            DynamicTest.dynamicTest(
                operation.id(),
                () -> {
                  Map<String, List<JsonNode>> before = theirs.everything();
                  test.accept(operation);
                  assertThat(theirs.everything())
                      .as("what the other tenant has after %s", operation)
                      .isEqualTo(before);
                }));
  }

  /** An answer without its own ids and without the names that were asked for. */
  private static String shown(Reply reply, Names asked) {
    String hidden = asked.hidden(reply.answer().body());
    if (Json.parse(hidden) instanceof ObjectNode body) {
      body.remove(List.of("request_id", "trace_id"));
      return reply.status() + " " + body;
    }
    return reply.status() + " " + hidden;
  }

  /** What of theirs is in an answer, besides what was asked for. */
  private static void showsNothingOfTheirs(Reply reply, Names asked) {
    String hidden = asked == null ? reply.answer().body() : asked.hidden(reply.answer().body());
    assertThat(theirIds.stream().filter(hidden::contains))
        .as("ids of the other tenant in %s", reply)
        .isEmpty();
  }

  @TestFactory
  Stream<DynamicTest> whatIsForeignIsAsIfItWereNotThere() {
    return each(
        DocumentedOperation.all().stream(),
        operation -> {
          Agent agent = ours.agent();
          boolean asAdmin = !operation.takesKey();
          Names nothing = foreign.ofNothing();
          Names nobody = foreign.ofNobody();
          Reply ofTheirs = agent.send(Requests.of(operation, foreign, asAdmin));
          Reply ofNothing = agent.send(Requests.of(operation, nothing, asAdmin));
          Reply ofNobody = agent.send(Requests.of(operation, nobody, asAdmin));
          showsNothingOfTheirs(ofTheirs, foreign);
          if (namesSomething(operation)) {
            String shown = shown(ofTheirs, foreign);
            assertThat(shown).isEqualTo(shown(ofNothing, nothing));
            assertThat(shown).isEqualTo(shown(ofNobody, nobody));
          }
          if (!operation.takesKey()) {
            ofTheirs.refused(401, "UNAUTHORIZED");
          }
        });
  }

  /** Whether another tenant's request would be another one. */
  private static boolean namesSomething(DocumentedOperation operation) {
    Request ofTheirs = Requests.of(operation, foreign, false);
    Request ofNobody = Requests.of(operation, foreign.ofNobody(), false);
    return !ofTheirs.target().equals(ofNobody.target())
        || !java.util.Arrays.equals(ofTheirs.body(), ofNobody.body());
  }

  @TestFactory
  Stream<DynamicTest> theSameKeyOfAnotherTenantIsAnotherKey() {
    return each(
        ofKeys().filter(operation -> !SLOW.contains(operation.id())),
        operation -> {
          Names own = ours.fresh("same-" + operation.id());
          Reply reply = ours.agent().send(Requests.of(operation, own, false));
          assertThat(reply.isSuccess()).as("%s", reply).isTrue();
          showsNothingOfTheirs(reply, null);
        });
  }

  @TestFactory
  Stream<DynamicTest> foreignFiltersFindNothing() {
    return each(
        ofKeys().filter(operation -> !operation.parameters().isEmpty()),
        operation -> {
          Names own = ours.fresh("filter-" + operation.id());
          for (String parameter : operation.parameters()) {
            for (Filter filter : Filter.of(parameter, foreign)) {
              Reply ofTheirs = ours.agent().send(with(operation, own, parameter, filter.theirs()));
              Reply ofNobody = ours.agent().send(with(operation, own, parameter, filter.nobodys()));
              showsNothingOfTheirs(ofTheirs, foreign);
              assertThat(hidden(ofTheirs, filter.theirs()))
                  .as("%s of %s", parameter, operation)
                  .isEqualTo(hidden(ofNobody, filter.nobodys()));
            }
          }
        });
  }

  private static String hidden(Reply reply, String asked) {
    ObjectNode body = (ObjectNode) reply.body();
    body.remove(List.of("request_id", "trace_id"));
    return reply.status() + " " + body.toString().replace(asked, "~");
  }

  /** The request with another value of one parameter. */
  private static Request with(
      DocumentedOperation operation, Names own, String parameter, String value) {
    Request request = Requests.of(operation, own, false);
    List<String> query = new ArrayList<>(List.of(parameter + "=" + Query.encode(value)));
    int mark = request.target().indexOf('?');
    if (mark >= 0) {
      for (String other : request.target().substring(mark + 1).split("&")) {
        if (!other.startsWith(parameter + "=")) {
          query.add(other);
        }
      }
    }
    return new Request(
        request.method(),
        request.path() + "?" + String.join("&", query),
        request.headers(),
        request.body());
  }

  @TestFactory
  Stream<DynamicTest> foreignCursorsLeadNowhere() {
    return each(
        ofKeys().filter(operation -> operation.parameters().contains("cursor")),
        operation -> {
          Names own = ours.fresh("cursor-" + operation.id());
          Reply page = theirs.agent().send(with(operation, foreign, "limit", "1")).expect(200);
          // A webhook that nobody has called has no second page; any other list's will do.
          String cursor =
              page.has("next_cursor")
                  ? page.text("next_cursor")
                  : theirs.agent().get("/v1/admin/budgets?limit=1").text("next_cursor");
          Reply gone = ours.agent().send(with(operation, own, "cursor", cursor));
          Reply random = ours.agent().send(with(operation, own, "cursor", "bm8gY3Vyc29y"));
          gone.refused(400, "INVALID_REQUEST");
          assertThat(hidden(gone, cursor)).isEqualTo(hidden(random, "bm8gY3Vyc29y"));
        });
  }

  /** Every method of every path, also those that there are not. */
  @TestFactory
  Stream<DynamicTest> noOtherMethodTellsOrChangesAnything() {
    List<String> known =
        DocumentedOperation.all().stream()
            .map(operation -> operation.method() + " " + operation.template())
            .toList();
    return each(
        DocumentedOperation.all().stream(),
        operation -> {
          Names nothing = foreign.ofNothing();
          for (String method : METHODS) {
            if (known.contains(method + " " + operation.template())
                || known.contains(method + " " + withoutLastName(operation))) {
              continue;
            }
            Reply ofTheirs = ours.agent().send(as(method, Requests.of(operation, foreign, false)));
            Reply ofNothing = ours.agent().send(as(method, Requests.of(operation, nothing, false)));
            ofTheirs.refused(405, "INVALID_REQUEST");
            assertThat(shown(ofTheirs, foreign)).isEqualTo(shown(ofNothing, nothing));
          }
        });
  }

  /** The path that a document would rather see in it: {@code bulk-action} is like an id. */
  private static String withoutLastName(DocumentedOperation operation) {
    return operation
        .template()
        .replace("tenants/bulk-action", "tenants/{tenant_id}")
        .replace("webhooks/bulk-action", "webhooks/{subscription_id}");
  }

  private static Request as(String method, Request request) {
    return new Request(
        method,
        request.target(),
        Map.of("Content-Type", "application/json"),
        method.equals("GET") ? null : "{}".getBytes(java.nio.charset.StandardCharsets.UTF_8));
  }

  /**
   * What an operator asks about one tenant has nothing of another, and another's cursor is none.
   */
  @TestFactory
  Stream<DynamicTest> operatorsSeeOneTenantAtATime() {
    return each(
        DocumentedOperation.all().stream()
            .filter(DocumentedOperation::takesAdmin)
            .filter(IsolationIT::namesATenant),
        operation -> {
          Names own = ours.fresh("admin-" + operation.id());
          Operator operator = ours.operator();
          Reply reply = operator.send(Requests.of(operation, own, true)).expect(200);
          // What one of them has asked about the other is told of it, in its own words.
          showsNothingOfTheirs(reply, foreign);
          if (operation.parameters().contains("cursor")) {
            String theirCursor =
                operator
                    .send(limited(Requests.of(operation, foreign, true)))
                    .expect(200)
                    .text("next_cursor");
            assertThat(theirCursor).as("there is a second page of %s", operation).isNotEmpty();
            Request request = Requests.of(operation, own, true);
            operator
                .get(request.target() + "&cursor=" + Query.encode(theirCursor))
                .refused(400, "INVALID_REQUEST");
          }
        });
  }

  private static boolean namesATenant(DocumentedOperation operation) {
    return operation.method().equals("GET")
        && Stream.of("tenant", "tenant_id").anyMatch(operation.parameters()::contains)
        && !operation.id().startsWith("export");
  }

  private static Request limited(Request request) {
    return Request.get(request.target() + "&limit=1");
  }

  @Test
  void anOperatorFundsTheLedgersOfTheTenantThatIsNamed() {
    Map<String, List<JsonNode>> before = theirs.everything();
    String target =
        Query.of(
            "/v1/admin/budgets/fund",
            "scope",
            foreign.scope(Names.LEAF),
            "unit",
            Bodies.UNIT,
            "tenant_id",
            ours.id());
    ours.operator()
        .post(target, Json.object("operation", "CREDIT", "amount", Json.amount(Bodies.UNIT, 1)))
        .refused(403, "FORBIDDEN");
    assertThat(theirs.everything()).isEqualTo(before);
  }
}
