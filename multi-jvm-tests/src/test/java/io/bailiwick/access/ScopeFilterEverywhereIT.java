package io.bailiwick.access;

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
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every operation that takes a key, with one that is good for a part of the tree. */
class ScopeFilterEverywhereIT {
  private static final Map<String, Function<KeyOperations.Target, Request>> REQUESTS =
      KeyOperations.requests();

  /** Lists, with their rows and what says where a row belongs. */
  private static final Map<String, List<String>> LISTS =
      Map.of(
          "listReservations", List.of("reservations", "scope_path"),
          "getBalances", List.of("balances", "scope_path"),
          "listBudgets", List.of("ledgers", "scope_path"),
          "listPolicies", List.of("policies", "scope_pattern"),
          "listTenantEvents", List.of("events", "scope"),
          "listDecisions", List.of("decisions", "scope"),
          "listTenantWebhooks", List.of("subscriptions", "scope_filter"));

  /** What a key may do is not a matter of where, and what is summed up is asked for apart. */
  private static final Set<String> OF_NO_PLACE = Set.of("introspectAuth", "getSpend");

  private static final List<String> ALL =
      List.of(
          "reservations:create",
          "reservations:commit",
          "reservations:release",
          "reservations:extend",
          "reservations:list",
          "balances:read",
          "budgets:read",
          "budgets:write",
          "policies:read",
          "policies:write",
          "webhooks:read",
          "webhooks:write",
          "events:read");

  private final Operator operator = SharedServer.operator();
  private final Tenancy tenancy = Tenancy.ofThreeLevels(operator).budget("app:other", 100);
  private final KeyOperations.Target within = target(tenancy.scope("app:chat"), "within");
  private final KeyOperations.Target outside = target(tenancy.scope("app:other"), "outside");
  private final Agent narrow = agent(List.of("app:chat"));

  private Agent agent(List<String> filter) {
    return operator.newAgent(tenancy.id(), ALL, filter);
  }

  private KeyOperations.Target target(String scope, String name) {
    String policy = operator.policy(tenancy.id(), scope + "/*");
    String reservation = tenancy.agent().reserved(name, scope, 5);
    KeyOperations.Target draft = new KeyOperations.Target(scope, reservation, policy, null);
    String webhook =
        operator
            .post("/v1/admin/webhooks?tenant_id=" + tenancy.id(), KeyOperations.webhook(draft))
            .expect(201)
            .body()
            .path("subscription")
            .path("subscription_id")
            .asText();
    return new KeyOperations.Target(scope, reservation, policy, webhook);
  }

  static Stream<String> lists() {
    return LISTS.keySet().stream().sorted();
  }

  /** Those that are about one thing. */
  static Stream<String> others() {
    return REQUESTS.keySet().stream()
        .filter(operation -> !LISTS.containsKey(operation) && !OF_NO_PLACE.contains(operation));
  }

  @Test
  void everyOperationThatTakesAKeyIsAsked() {
    Set<String> asked = new TreeSet<>(OF_NO_PLACE);
    asked.addAll(lists().toList());
    asked.addAll(others().toList());
    assertThat(asked).isEqualTo(KeyOperations.documented().keySet());
  }

  @ParameterizedTest
  @MethodSource("others")
  void whatIsOutsideIsForbiddenAndWhatIsWithinIsNot(String operation) {
    Function<KeyOperations.Target, Request> request = REQUESTS.get(operation);
    narrow.send(request.apply(outside)).refused(403, "FORBIDDEN");
    Reply reply = narrow.send(request.apply(within));
    assertThat(reply.isSuccess()).as("%s", reply).isTrue();
  }

  @ParameterizedTest
  @MethodSource("others")
  void aForbiddenRequestChangesNothing(String operation) {
    operator.fund(outside.scope(), "CREDIT", 7).expect(200);
    String before = state();
    narrow.send(REQUESTS.get(operation).apply(outside)).refused(403, "FORBIDDEN");
    assertThat(state()).isEqualTo(before);
  }

  private String state() {
    return Stream.of(
            "/v1/balances?limit=200&tenant_id=" + tenancy.id(),
            "/v1/reservations?limit=200&tenant=" + tenancy.id(),
            "/v1/admin/policies?limit=100&tenant_id=" + tenancy.id(),
            "/v1/webhooks?limit=100&tenant=" + tenancy.id())
        .map(list -> operator.get(list).expect(200).answer().body())
        .toList()
        .toString();
  }

  @ParameterizedTest
  @MethodSource("lists")
  void listsShowWhatIsWithinAndNothingElse(String operation) {
    for (KeyOperations.Target target : List.of(within, outside)) {
      operator.fund(target.scope(), "CREDIT", 7).expect(200);
    }
    Request request = REQUESTS.get(operation).apply(within);
    List<String> all = places(agent(List.of()), operation, request);
    assertThat(all).anyMatch(place -> place.contains("app:other"));

    assertThat(places(narrow, operation, request))
        .isNotEmpty()
        .allMatch(place -> (place + '/').contains("/app:chat/"))
        .containsExactlyInAnyOrderElementsOf(
            all.stream().filter(place -> (place + '/').contains("/app:chat/")).toList());
    assertThat(places(agent(List.of("agent:nobody")), operation, request)).isEmpty();
  }

  @Test
  void sumsAreOfWhatIsWithin() {
    for (KeyOperations.Target target : List.of(within, outside)) {
      tenancy.agent().event(Bodies.event("e-" + target.reservation(), target.scope(), 3));
    }
    JsonNode sums = narrow.send(REQUESTS.get("getSpend").apply(within)).expect(200).body();
    assertThat(sums.path("ledgers"))
        .isNotEmpty()
        .allMatch(ledger -> (ledger.path("scope").asText() + '/').contains("/app:chat/"));
    assertThat(sums.path("groups"))
        .singleElement()
        .matches(group -> group.path("charged").path("amount").asLong() == 3);
  }

  /** Of all pages, one row each: what is left out must not show by its gaps either. */
  private static List<String> places(Agent agent, String operation, Request request) {
    List<String> rows = LISTS.get(operation);
    List<String> places = new ArrayList<>();
    String mark = request.target().contains("?") ? "&" : "?";
    String cursor = "";
    do {
      Reply page = agent.get(request.target() + mark + "limit=1" + cursor).expect(200);
      JsonNode found = page.body().path(rows.getFirst());
      found.forEach(row -> places.add(row.path(rows.getLast()).asText()));
      assertThat(found.size()).isEqualTo(page.has("next_cursor") || !found.isEmpty() ? 1 : 0);
      cursor = page.has("next_cursor") ? "&cursor=" + Query.encode(page.text("next_cursor")) : "";
    } while (!cursor.isEmpty());
    return places;
  }

  @Test
  void whatIsAskedForByNameIsNotShownEither() {
    assertThat(
            narrow
                .get(Query.of("/v1/balances", "scope_prefix", outside.scope()))
                .expect(200)
                .body()
                .path("balances"))
        .isEmpty();
    assertThat(narrow.get("/v1/balances?app=other").expect(200).body().path("balances")).isEmpty();
    assertThat(narrow.get("/v1/reservations?app=other").expect(200).body().path("reservations"))
        .isEmpty();
    assertThat(
            narrow
                .get("/v1/reservations?idempotency_key=outside")
                .expect(200)
                .body()
                .path("reservations"))
        .isEmpty();
    assertThat(
            narrow
                .get(Query.of("/v1/admin/budgets", "scope_prefix", outside.scope()))
                .expect(200)
                .body()
                .path("ledgers"))
        .isEmpty();
    operator.fund(outside.scope(), "CREDIT", 7).expect(200);
    assertThat(
            narrow
                .get(Query.of("/v1/events", "scope", outside.scope()))
                .expect(200)
                .body()
                .path("events"))
        .isEmpty();
  }

  /** The first answer is another's, and so is whatever it would say. */
  @Test
  void aRepetitionOfWhatIsOutsideIsForbiddenToo() {
    tenancy.agent().commit(outside.reservation(), Bodies.commit("done", 1)).expect(200);
    narrow.commit(outside.reservation(), Bodies.commit("done", 1)).refused(403, "FORBIDDEN");
    narrow.reserve(Bodies.reserve("outside", outside.scope(), 5)).refused(403, "FORBIDDEN");
    narrow
        .post("/v1/reservations", Bodies.reserve("dry", outside.scope(), 5).put("dry_run", true))
        .refused(403, "FORBIDDEN");
  }

  @Test
  void aFilterThatChangesCountsFromTheNextRequestOn() {
    Reply made =
        operator.createKey(Json.object("tenant_id", tenancy.id(), "name", "wide")).expect(201);
    Agent wide = new Agent(operator.client(), tenancy.id(), made.text("key_secret"));
    wide.reservation(outside.reservation()).expect(200);
    operator
        .send(
            Request.of(
                "PATCH",
                "/v1/admin/api-keys/" + made.text("key_id"),
                Json.object("scope_filter", List.of("app:chat"))))
        .expect(200);
    wide.reservation(outside.reservation()).refused(403, "FORBIDDEN");
    wide.reservation(within.reservation()).expect(200);
  }
}
