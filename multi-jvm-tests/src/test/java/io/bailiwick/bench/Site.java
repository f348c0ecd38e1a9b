package io.bailiwick.bench;

import com.fasterxml.jackson.databind.JsonNode;
import io.bailiwick.harness.Balance;
import io.bailiwick.harness.Json;
import io.bailiwick.harness.Query;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Tenants, keys and ledgers of a measurement's own, and the book of what was answered about them.
 * Ledgers are on one level (the tenant) or on three (tenant, app, agents).
 */
final class Site {
  /** Enough for any run: 4e15. */
  static final long PLENTY = 4_000_000_000_000_000L;

  static final String UNIT = "USD_MICROCENTS";

  private static final List<String> PERMISSIONS =
      List.of(
          "reservations:create",
          "reservations:commit",
          "reservations:release",
          "reservations:extend",
          "reservations:list",
          "balances:read");

  /** So that ids of another run on the same server are others. */
  private static final String RUN = Long.toString(System.currentTimeMillis() / 100, 36);

  private static final AtomicInteger COUNT = new AtomicInteger();

  private final Target target;
  private final long allocated;
  private final List<Leaf> leaves = new ArrayList<>();
  private final Map<String, List<String>> scopesByTenant = new HashMap<>();
  private final Map<String, String> headerByTenant = new HashMap<>();
  private final Book book = new Book();

  private Site(Target target, long allocated) {
    this.target = target;
    this.allocated = allocated;
  }

  /** Tenants with one ledger each. */
  static Site ofOneLevel(Target target, int tenants, long allocated) {
    Site site = new Site(target, allocated);
    for (int i = 0; i < tenants; i++) {
      String tenant = site.newTenant();
      site.open(tenant, "tenant:" + tenant);
      site.leaf(tenant, "tenant:" + tenant, Json.object("tenant", tenant));
    }
    return site;
  }

  /** Tenants with ledgers of their own, of an app, and of agents of the app. */
  static Site ofThreeLevels(Target target, int tenants, int agents) {
    Site site = new Site(target, PLENTY);
    for (int i = 0; i < tenants; i++) {
      String tenant = site.newTenant();
      String app = "tenant:" + tenant + "/app:bench";
      site.open(tenant, "tenant:" + tenant);
      site.open(tenant, app);
      for (int j = 0; j < agents; j++) {
        String agent = String.format(Locale.ROOT, "g%03d", j);
        site.open(tenant, app + "/agent:" + agent);
        site.leaf(
            tenant,
            app + "/agent:" + agent,
            Json.object("tenant", tenant, "app", "bench", "agent", agent));
      }
    }
    return site;
  }

  List<Leaf> leaves() {
    return leaves;
  }

  /** Enters what clients were answered. */
  void enter(Book answered) {
    book.addAll(answered);
  }

  /** Compares all ledgers with what clients were answered. Nothing may be in flight. */
  Audit audit() {
    List<String> wrong = new ArrayList<>();
    scopesByTenant.forEach(
        (tenant, scopes) ->
            wrong.addAll(
                LedgerCheck.differences(
                    book.below("tenant:" + tenant), scopes, ledgers(tenant), allocated)));
    return new Audit(scopesByTenant.values().stream().mapToInt(List::size).sum(), wrong);
  }

  private Map<String, Balance> ledgers(String tenant) {
    Map<String, Balance> ledgers = new HashMap<>();
    String cursor = "";
    do {
      JsonNode page =
          target.read(
              "/v1/balances?tenant=" + tenant + "&limit=200" + cursor, headerByTenant.get(tenant));
      page.path("balances")
          .forEach(row -> ledgers.put(row.path("scope_path").asText(), Balance.of(row)));
      cursor =
          page.hasNonNull("next_cursor")
              ? "&cursor=" + Query.encode(page.path("next_cursor").asText())
              : "";
    } while (!cursor.isEmpty());
    return ledgers;
  }

  private String newTenant() {
    String tenant = "b" + RUN + "-" + COUNT.incrementAndGet();
    target.operate("/v1/admin/tenants", Json.object("tenant_id", tenant, "name", "bench"));
    JsonNode key =
        target.operate(
            "/v1/admin/api-keys",
            Json.object("tenant_id", tenant, "name", "bench", "permissions", PERMISSIONS));
    headerByTenant.put(tenant, "X-Cycles-API-Key: " + key.path("key_secret").asText() + "\r\n");
    scopesByTenant.put(tenant, new ArrayList<>());
    return tenant;
  }

  private void open(String tenant, String scope) {
    target.operate(
        "/v1/admin/budgets",
        Json.object(
            "tenant_id", tenant,
            "scope", scope,
            "unit", UNIT,
            "allocated", Json.amount(UNIT, allocated)));
    scopesByTenant.get(tenant).add(scope);
  }

  private void leaf(String tenant, String scope, JsonNode subject) {
    leaves.add(new Leaf(tenant, scope, headerByTenant.get(tenant), subject.toString()));
  }
}
