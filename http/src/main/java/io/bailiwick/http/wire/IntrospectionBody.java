package io.bailiwick.http.wire;

import static io.bailiwick.apikey.Permission.ADMIN_BUDGETS_READ;
import static io.bailiwick.apikey.Permission.ADMIN_BUDGETS_WRITE;
import static io.bailiwick.apikey.Permission.ADMIN_EVENTS_READ;
import static io.bailiwick.apikey.Permission.ADMIN_POLICIES_READ;
import static io.bailiwick.apikey.Permission.ADMIN_POLICIES_WRITE;
import static io.bailiwick.apikey.Permission.ADMIN_READ;
import static io.bailiwick.apikey.Permission.ADMIN_WEBHOOKS_READ;
import static io.bailiwick.apikey.Permission.ADMIN_WEBHOOKS_WRITE;
import static io.bailiwick.apikey.Permission.ADMIN_WRITE;
import static io.bailiwick.apikey.Permission.BUDGETS_READ;
import static io.bailiwick.apikey.Permission.BUDGETS_WRITE;
import static io.bailiwick.apikey.Permission.EVENTS_READ;
import static io.bailiwick.apikey.Permission.POLICIES_READ;
import static io.bailiwick.apikey.Permission.POLICIES_WRITE;
import static io.bailiwick.apikey.Permission.RESERVATIONS_COMMIT;
import static io.bailiwick.apikey.Permission.RESERVATIONS_CREATE;
import static io.bailiwick.apikey.Permission.RESERVATIONS_EXTEND;
import static io.bailiwick.apikey.Permission.RESERVATIONS_LIST;
import static io.bailiwick.apikey.Permission.RESERVATIONS_RELEASE;
import static io.bailiwick.apikey.Permission.WEBHOOKS_READ;
import static io.bailiwick.apikey.Permission.WEBHOOKS_WRITE;

import io.bailiwick.apikey.ApiKey;
import io.bailiwick.apikey.Permission;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;

/** What a credential may do, as a console asks for it (governance, introspectAuth, normative). */
public final class IntrospectionBody {
  /** Each is given by any of its permissions; none, and it is the operator's alone. */
  private static final Map<String, Set<Permission>> CAPABILITIES =
      new TreeMap<>(
          Map.ofEntries(
              Map.entry("view_overview", Set.of()),
              Map.entry("view_budgets", Set.of(BUDGETS_READ, ADMIN_READ, ADMIN_BUDGETS_READ)),
              Map.entry("view_events", Set.of(EVENTS_READ, ADMIN_READ, ADMIN_EVENTS_READ)),
              Map.entry("view_webhooks", Set.of(WEBHOOKS_READ, ADMIN_READ, ADMIN_WEBHOOKS_READ)),
              Map.entry("view_audit", Set.of()),
              Map.entry("view_tenants", Set.of()),
              Map.entry("view_api_keys", Set.of()),
              Map.entry("view_policies", Set.of(POLICIES_READ, ADMIN_READ, ADMIN_POLICIES_READ)),
              Map.entry(
                  "view_reservations",
                  Set.of(
                      RESERVATIONS_LIST,
                      RESERVATIONS_CREATE,
                      RESERVATIONS_COMMIT,
                      RESERVATIONS_RELEASE,
                      RESERVATIONS_EXTEND,
                      ADMIN_READ)),
              Map.entry("manage_budgets", Set.of(BUDGETS_WRITE, ADMIN_WRITE, ADMIN_BUDGETS_WRITE)),
              Map.entry(
                  "manage_policies", Set.of(POLICIES_WRITE, ADMIN_WRITE, ADMIN_POLICIES_WRITE)),
              Map.entry(
                  "manage_webhooks", Set.of(WEBHOOKS_WRITE, ADMIN_WRITE, ADMIN_WEBHOOKS_WRITE)),
              Map.entry("manage_tenants", Set.of()),
              Map.entry("manage_api_keys", Set.of()),
              Map.entry(
                  "manage_reservations",
                  Set.of(
                      RESERVATIONS_CREATE,
                      RESERVATIONS_COMMIT,
                      RESERVATIONS_RELEASE,
                      RESERVATIONS_EXTEND,
                      ADMIN_WRITE))));

  private IntrospectionBody() {}

  public static byte[] operator() {
    return body("admin", List.of("*"), null, given -> true);
  }

  public static byte[] agent(ApiKey key) {
    return body(
        "tenant",
        KeyBodies.permissions(key),
        key,
        given -> given.stream().anyMatch(key.permissions()::contains));
  }

  private static byte[] body(
      String type, List<String> permissions, ApiKey key, Predicate<Set<Permission>> has) {
    return JsonText.object(
        json -> {
          json.flag("authenticated", true)
              .text("auth_type", type)
              .texts("permissions", permissions);
          json.object(
              "capabilities",
              capabilities -> {
                for (var capability : CAPABILITIES.entrySet()) {
                  capabilities.flag(capability.getKey(), has.test(capability.getValue()));
                }
              });
          if (key != null) {
            json.text("tenant_id", key.tenant().value());
            if (!key.scopeFilter().entries().isEmpty()) {
              json.texts("scope_filter", key.scopeFilter().entries());
            }
          }
        });
  }
}
