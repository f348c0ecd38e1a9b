package io.bailiwick.list;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bailiwick.harness.Bodies;
import io.bailiwick.harness.Json;
import io.bailiwick.harness.Operator;
import io.bailiwick.harness.Query;
import io.bailiwick.harness.Reply;
import io.bailiwick.harness.SharedServer;
import io.bailiwick.harness.Tenancy;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The lists of the admin plane: tenants, budgets, keys. */
class AdminListsIT {
  private static final Operator OPERATOR = SharedServer.operator();

  /** Ledgers in four states. */
  private static final Tenancy TENANCY = Tenancy.empty(OPERATOR);

  private static final String PARENT = TENANCY.id();
  private static final List<String> CHILDREN = new ArrayList<>();

  @BeforeAll
  static void ledgersTenantsAndKeys() {
    TENANCY.budget("", 1_000).budget("app:half", 100).budget("app:owes", 10, 50);
    TENANCY.budget("app:over", 10).budget("app:frozen", 0);
    TENANCY.agent().event(Bodies.event("half", TENANCY.scope("app:half"), 50)).expect(201);
    ObjectNode owes = Bodies.event("owes", TENANCY.scope("app:owes"), 30);
    TENANCY.agent().event(owes.put("overage_policy", "ALLOW_WITH_OVERDRAFT")).expect(201);
    TENANCY.agent().event(Bodies.event("over", TENANCY.scope("app:over"), 20)).expect(201);
    OPERATOR.freeze(TENANCY.scope("app:frozen")).expect(200);
    for (String name : List.of("b", "a", "c")) {
      String id = PARENT + "-" + name;
      OPERATOR
          .post(
              "/v1/admin/tenants",
              Json.object("tenant_id", id, "name", "Child " + name, "parent_tenant_id", PARENT))
          .expect(201);
      CHILDREN.add(id);
    }
    OPERATOR.updateTenant(CHILDREN.get(1), Json.object("status", "SUSPENDED")).expect(200);
  }

  private static List<String> column(String target, String member, String column) {
    return OPERATOR.rows(target, member).stream().map(row -> row.path(column).asText()).toList();
  }

  private static List<String> ledgers(String filters) {
    return column("/v1/admin/budgets?tenant_id=" + TENANCY.id() + filters, "ledgers", "scope")
        .stream()
        .map(scope -> scope.replaceFirst("tenant:[^/]*/?(app:)?", ""))
        .toList();
  }

  @ParameterizedTest
  @CsvSource({
    "status=FROZEN, frozen",
    "over_limit=true, over",
    "has_debt=true, owes",
    "utilization_min=0.4&utilization_max=0.6, half",
    "utilization_min=.4&utilization_max=6e-1, half",
    "has_debt=True, owes",
    "search=hal, half",
    "unit=CREDITS, ''"
  })
  void budgetsByFilter(String filter, String expected) {
    assertThat(ledgers("&" + filter)).isEqualTo(expected.isEmpty() ? List.of() : List.of(expected));
  }

  @Test
  void budgetsByPrefix() {
    String half = Query.encode(TENANCY.scope("app:half"));
    assertThat(ledgers("&scope_prefix=" + half)).containsExactly("half");
    assertThat(ledgers("&scope_prefix=" + half + "/")).containsExactly("half");
    assertThat(ledgers("&scope_prefix=" + Query.encode(TENANCY.scope("app:hal")))).isEmpty();
    assertThat(ledgers("&scope_prefix=" + Query.encode(TENANCY.scope("")))).hasSize(5);
  }

  @Test
  void budgetsByUtilizationFirst() {
    assertThat(ledgers("").subList(0, 2)).containsExactlyInAnyOrder("owes", "over");
    assertThat(ledgers("").get(2)).isEqualTo("half");
    assertThat(ledgers("&sort_by=debt&sort_dir=desc").getFirst()).isEqualTo("owes");
    assertThat(ledgers("&sort_by=scope&sort_dir=asc"))
        .containsExactly("", "frozen", "half", "over", "owes");
  }

  @ParameterizedTest
  @CsvSource({
    "/v1/admin/budgets?tenant_id=, ledgers",
    "/v1/admin/api-keys?tenant_id=, keys",
    "/v1/admin/tenants?parent_tenant_id=, tenants"
  })
  void aNameThatNoTenantCanHaveMatchesNone(String query, String member) {
    assertThat(OPERATOR.rows(query + "__system__", member)).isEmpty();
    OPERATOR.get(query + "__system__&sort_by=colour").refused(400, "INVALID_REQUEST");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "tenant_id",
        "scope",
        "unit",
        "status",
        "commit_overage_policy",
        "utilization",
        "debt"
      })
  void everyOrderOfBudgetsIsTheSameInPagesOfTwo(String order) {
    String query = "&sort_by=" + order + "&sort_dir=asc";
    assertThat(ledgers(query + "&limit=2")).isEqualTo(ledgers(query)).hasSize(5);
  }

  @Test
  void aTenantsKeyListsItsOwnBudgets() {
    Tenancy other = Tenancy.ofThreeLevels(OPERATOR);
    Reply page = other.agent().get("/v1/admin/budgets?tenant_id=" + TENANCY.id()).expect(200);
    assertThat(page.body().path("ledgers"))
        .hasSize(3)
        .allSatisfy(row -> assertThat(row.path("tenant_id").asText()).isEqualTo(other.id()));
  }

  @Test
  void operatorsListTheBudgetsOfAllTenants() {
    Tenancy.ofThreeLevels(OPERATOR);
    assertThat(Set.copyOf(column("/v1/admin/budgets?limit=100", "ledgers", "tenant_id")))
        .contains(TENANCY.id())
        .hasSizeGreaterThan(1);
  }

  @ParameterizedTest
  @CsvSource({"tenant_id", "name", "status", "created_at"})
  void everyOrderOfTenants(String order) {
    String query = "/v1/admin/tenants?parent_tenant_id=" + PARENT + "&sort_by=" + order;
    for (String direction : List.of("asc", "desc")) {
      List<String> values = column(query + "&sort_dir=" + direction, "tenants", order);
      List<String> sorted = new ArrayList<>(values);
      Collections.sort(sorted);
      if (direction.equals("desc")) {
        Collections.reverse(sorted);
      }
      assertThat(values).hasSize(3).isEqualTo(sorted);
      assertThat(column(query + "&limit=1&sort_dir=" + direction, "tenants", "tenant_id"))
          .isEqualTo(column(query + "&sort_dir=" + direction, "tenants", "tenant_id"));
    }
  }

  @Test
  void tenantsByFilter() {
    String query = "/v1/admin/tenants?parent_tenant_id=" + PARENT;
    assertThat(column(query + "&status=SUSPENDED", "tenants", "tenant_id"))
        .containsExactly(CHILDREN.get(1));
    assertThat(column(query + "&search=CHILD%20C", "tenants", "tenant_id"))
        .containsExactly(CHILDREN.get(2));
    assertThat(column(query + "&search=" + PARENT + "-b", "tenants", "tenant_id"))
        .containsExactly(CHILDREN.get(0));
    assertThat(column(query + "&observe_mode=ENFORCE", "tenants", "tenant_id")).hasSize(3);
  }

  @Test
  void keysByFilterAndOrder() {
    Tenancy tenancy = Tenancy.empty(OPERATOR);
    Reply second =
        OPERATOR.createKey(Json.object("tenant_id", tenancy.id(), "name", "another")).expect(201);
    OPERATOR
        .send(
            new io.bailiwick.harness.Request(
                "DELETE", "/v1/admin/api-keys/" + second.text("key_id"), java.util.Map.of(), null))
        .expect(200);
    String query = "/v1/admin/api-keys?tenant_id=" + tenancy.id();
    assertThat(column(query, "keys", "name")).containsExactly("another", "agents");
    assertThat(column(query + "&status=REVOKED", "keys", "key_id"))
        .containsExactly(second.text("key_id"));
    assertThat(column(query + "&search=GENT", "keys", "name")).containsExactly("agents");
    for (String order :
        List.of("key_id", "name", "tenant_id", "status", "created_at", "expires_at")) {
      assertThat(column(query + "&limit=1&sort_by=" + order, "keys", "key_id")).hasSize(2);
    }
    assertThat(OPERATOR.rows(query, "keys")).noneMatch(key -> key.has("key_secret"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "budgets?sort_by=colour",
        "budgets?status=HOT",
        "budgets?utilization_min=0.6&utilization_max=0.4",
        "budgets?utilization_max=1.5",
        "budgets?cursor=nonsense",
        "budgets?over_limit=perhaps",
        "tenants?sort_by=colour",
        "tenants?status=HOT",
        "tenants?limit=0",
        "api-keys?sort_dir=up",
        "api-keys?status=HOT"
      })
  void nonsenseIsRefused(String query) {
    OPERATOR.get("/v1/admin/" + query).refused(400, "INVALID_REQUEST");
  }

  @Test
  void aSearchIsAtMost128Characters() {
    OPERATOR.get("/v1/admin/tenants?search=" + "x".repeat(128)).expect(200);
    OPERATOR.get("/v1/admin/tenants?search=" + "x".repeat(129)).refused(400, "INVALID_REQUEST");
    // One character of Unicode, which takes two of Java's.
    String bird = "%F0%9F%90%A6";
    OPERATOR.get("/v1/admin/tenants?search=" + bird.repeat(128)).expect(200);
    OPERATOR.get("/v1/admin/tenants?search=" + bird.repeat(129)).refused(400, "INVALID_REQUEST");
  }

  @Test
  void aLimitThatIsTooHighIsCut() {
    for (String list : List.of("tenants", "budgets", "api-keys")) {
      Reply page = OPERATOR.get("/v1/admin/" + list + "?limit=2000").expect(200);
      Function<String, Integer> rows = member -> page.body().path(member).size();
      assertThat(rows.apply("tenants") + rows.apply("ledgers") + rows.apply("keys"))
          .isLessThanOrEqualTo(100);
    }
  }

  @Test
  void cursorsOfOtherListsAreRefused() {
    JsonNode cursor = OPERATOR.get("/v1/admin/tenants?limit=1").body().path("next_cursor");
    OPERATOR
        .get("/v1/admin/budgets?cursor=" + Query.encode(cursor.asText()))
        .refused(400, "INVALID_REQUEST");
  }
}
