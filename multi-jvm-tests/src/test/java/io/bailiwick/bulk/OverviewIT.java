package io.bailiwick.bulk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bailiwick.harness.Bodies;
import io.bailiwick.harness.Json;
import io.bailiwick.harness.Operator;
import io.bailiwick.harness.Query;
import io.bailiwick.harness.Request;
import io.bailiwick.harness.ServerProcess;
import io.bailiwick.harness.ServerSetup;
import io.bailiwick.harness.StoreKind;
import io.bailiwick.harness.Tenancy;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Every number of the overview is that of a list, on a server where hardly any is 0. */
class OverviewIT {
  private static final List<String> STATUSES = List.of("ACTIVE", "FROZEN", "CLOSED");

  private static ServerProcess server;
  private static Operator operator;
  private static Tenancy acme;
  private static JsonNode overview;

  @BeforeAll
  static void makeALittleOfEverything() {
    server =
        ServerProcess.start(
            ServerSetup.on(StoreKind.byDefault(), "overview")
                .with("BAILIWICK_RESERVATION_SWEEP_INTERVAL", "100ms"));
    operator = server.operator();
    acme = Tenancy.ofThreeLevels(operator);
    for (int i = 0; i < 12; i++) {
      String below = "app:owes" + i;
      acme.budget(below, 10, 1_000);
      ObjectNode event = Bodies.event("e" + i, acme.scope(below), 50 + i);
      acme.agent().event(event.put("overage_policy", "ALLOW_WITH_OVERDRAFT")).expect(201);
    }
    // What is lowered afterwards is over its limit at once.
    List.of(0, 5, 9).forEach(i -> operator.limit(acme.scope("app:owes" + i), 5).expect(200));
    operator.openBudget(Operator.budget(acme.scope("app:other"), "CREDITS", 5)).expect(201);
    acme.budget("app:frozen", 1);
    operator.freeze(acme.scope("app:frozen")).expect(200);
    deniedAndExpired();
    Tenancy gone = Tenancy.ofThreeLevels(operator);
    webhook(acme.id(), "a");
    String paused = webhook(acme.id(), "b");
    operator
        .send(Request.of("PATCH", "/v1/admin/webhooks/" + paused, Json.object("status", "PAUSED")))
        .expect(200);
    webhook(gone.id(), "c");
    operator.close(gone.id()).expect(200);
    Tenancy idle = Tenancy.empty(operator);
    operator.updateTenant(idle.id(), Json.object("status", "SUSPENDED")).expect(200);
    await()
        .atMost(Duration.ofSeconds(20))
        .until(() -> !events("&event_type=reservation.expired").isEmpty());
    overview = operator.get("/v1/admin/overview").expect(200).body();
  }

  private static void deniedAndExpired() {
    for (int i = 0; i < 12; i++) {
      acme.agent()
          .reserve(Bodies.reserve("d" + i, acme.leaf(), 10_000_000))
          .refused(409, "BUDGET_EXCEEDED");
    }
    acme.agent()
        .reserve(Bodies.reserve("f", acme.scope("app:frozen"), 1))
        .refused(409, "BUDGET_FROZEN");
    ObjectNode brief = Bodies.reserve("x", acme.leaf(), 1);
    acme.agent().reserve(brief.put("ttl_ms", 1_000).put("grace_period_ms", 0)).expect(200);
  }

  private static String webhook(String tenant, String path) {
    ObjectNode body =
        Json.object("url", "https://203.0.113.7/" + path, "event_types", List.of("budget.funded"));
    return operator
        .post("/v1/admin/webhooks?tenant_id=" + tenant, body)
        .expect(201)
        .body()
        .path("subscription")
        .path("subscription_id")
        .asText();
  }

  @AfterAll
  static void end() {
    server.close();
  }

  /** Those of the window that the overview is about. */
  private static List<JsonNode> events(String filters) {
    if (overview == null) {
      return operator.rows("/v1/admin/events?limit=100" + filters, "events");
    }
    Instant asOf = Instant.parse(overview.path("as_of").asText());
    Instant from = asOf.minusSeconds(overview.path("event_window_seconds").asLong());
    return operator.rows(
        Query.of("/v1/admin/events", "limit", "100", "from", from.toString(), "to", asOf.toString())
            + filters,
        "events");
  }

  private static int budgets(String filters) {
    return operator.rows("/v1/admin/budgets?limit=100" + filters, "ledgers").size();
  }

  private static int count(String part, String name) {
    return overview.path(part).path(name).asInt(-1);
  }

  @Test
  void tenantsAreThoseOfTheList() {
    for (String status : List.of("ACTIVE", "SUSPENDED", "CLOSED")) {
      int listed = operator.rows("/v1/admin/tenants?limit=100&status=" + status, "tenants").size();
      assertThat(count("tenant_counts", status.toLowerCase(Locale.ROOT)))
          .as(status)
          .isPositive()
          .isEqualTo(listed);
    }
    assertThat(count("tenant_counts", "total"))
        .isEqualTo(operator.rows("/v1/admin/tenants?limit=100", "tenants").size());
  }

  @Test
  void ledgersAreThoseOfTheList() {
    for (String status : STATUSES) {
      assertThat(count("budget_counts", status.toLowerCase(Locale.ROOT)))
          .as(status)
          .isPositive()
          .isEqualTo(budgets("&status=" + status));
    }
    assertThat(count("budget_counts", "total")).isEqualTo(budgets(""));
    assertThat(count("budget_counts", "over_limit"))
        .isEqualTo(3)
        .isEqualTo(budgets("&over_limit=true"));
    assertThat(count("budget_counts", "with_debt"))
        .isEqualTo(12)
        .isEqualTo(budgets("&has_debt=true"));
    Map<String, Integer> byUnit = new TreeMap<>();
    overview
        .path("budget_counts")
        .path("by_unit")
        .properties()
        .forEach(unit -> byUnit.put(unit.getKey(), unit.getValue().asInt()));
    assertThat(byUnit)
        .isEqualTo(Map.of("TOKENS", budgets("&unit=TOKENS"), "CREDITS", budgets("&unit=CREDITS")));
  }

  @Test
  void worstLedgersAreTheFirstOnesOfTheirLists() {
    List<JsonNode> owing = first("&has_debt=true", "debt_scopes");
    assertThat(owing).hasSize(10);
    List<JsonNode> over = first("&over_limit=true", "over_limit_scopes");
    assertThat(over).hasSize(3);
    for (int i = 0; i < over.size(); i++) {
      JsonNode shown = overview.path("over_limit_scopes").get(i);
      assertThat(shown.path("allocated")).isEqualTo(over.get(i).path("allocated").path("amount"));
      assertThat(shown.path("remaining")).isEqualTo(over.get(i).path("remaining").path("amount"));
    }
  }

  /** The rows of the list, whose scope, unit and debt are those of the overview. */
  private static List<JsonNode> first(String filters, String part) {
    List<JsonNode> rows = new ArrayList<>();
    operator
        .get("/v1/admin/budgets?limit=10&sort_by=debt&sort_dir=desc" + filters)
        .expect(200)
        .body()
        .path("ledgers")
        .forEach(rows::add);
    List<String> shown = new ArrayList<>();
    overview
        .path(part)
        .forEach(
            row ->
                shown.add(
                    row.path("scope").asText() + row.path("unit").asText() + row.path("debt")));
    assertThat(shown)
        .containsExactlyElementsOf(
            rows.stream()
                .map(
                    row ->
                        row.path("scope").asText()
                            + row.path("unit").asText()
                            + row.path("debt").path("amount"))
                .toList());
    return rows;
  }

  @Test
  void webhooksAreThoseOfTheList() {
    List<JsonNode> all = operator.rows("/v1/admin/webhooks?limit=100", "subscriptions");
    assertThat(count("webhook_counts", "total")).isEqualTo(3).isEqualTo(all.size());
    for (String status : List.of("ACTIVE", "DISABLED")) {
      assertThat(count("webhook_counts", status.toLowerCase(Locale.ROOT)))
          .isEqualTo(1)
          .isEqualTo(
              operator
                  .rows("/v1/admin/webhooks?limit=100&status=" + status, "subscriptions")
                  .size());
    }
    assertThat(count("webhook_counts", "with_failures"))
        .isEqualTo(
            all.stream().filter(one -> one.path("consecutive_failures").asInt() > 0).count());
  }

  @Test
  void eventsAreThoseOfTheWindow() {
    Map<String, Integer> listed = new TreeMap<>();
    events("").forEach(event -> listed.merge(event.path("category").asText(), 1, Integer::sum));
    Map<String, Integer> counted = new TreeMap<>();
    overview
        .path("event_counts")
        .path("by_category")
        .properties()
        .forEach(category -> counted.put(category.getKey(), category.getValue().asInt()));
    assertThat(counted).isEqualTo(listed).containsKeys("budget", "reservation", "tenant");
    assertThat(count("event_counts", "total_recent"))
        .isEqualTo(listed.values().stream().mapToInt(Integer::intValue).sum());
  }

  @Test
  void recentOnesAreTheLatestOfTheirType() {
    List<JsonNode> denials = events("&event_type=reservation.denied");
    assertThat(denials).hasSize(13);
    assertThat(overview.path("recent_denials")).containsExactlyElementsOf(denials.subList(0, 10));
    assertThat(overview.path("recent_denials_by_reason"))
        .isEqualTo(Json.object("BUDGET_EXCEEDED", 12, "BUDGET_FROZEN", 1));
    List<JsonNode> expiries = events("&event_type=reservation.expired");
    assertThat(expiries).isNotEmpty();
    assertThat(overview.path("recent_expiries")).containsExactlyElementsOf(expiries);
  }

  @Test
  void tenantsDoNotSeeIt() {
    acme.agent().get("/v1/admin/overview").refused(401, "UNAUTHORIZED");
  }
}
