package io.bailiwick.http.route;

import static org.assertj.core.api.Assertions.assertThat;

import io.bailiwick.apikey.ApiKey;
import io.bailiwick.apikey.Permission;
import io.bailiwick.apikey.ScopeFilter;
import io.bailiwick.http.auth.Access;
import io.bailiwick.http.auth.Principal;
import io.bailiwick.http.error.Plane;
import io.bailiwick.tenant.TenantId;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The table of operations is the document's, and each of them asks for its permission. */
class OperationTest {
  private static final Pattern PATH = Pattern.compile("^  (/\\S+):$");
  private static final Pattern METHOD = Pattern.compile("^    (get|post|put|patch|delete):$");
  private static final Pattern MEMBER =
      Pattern.compile("^      (operationId|security|x-permission): (.*)$");

  private static List<String> documented() throws IOException {
    try (InputStream in = OperationTest.class.getResourceAsStream("/bailiwick/openapi.yaml")) {
      String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
      List<String> operations = new ArrayList<>();
      String path = "";
      for (String line : text.substring(0, text.indexOf("\ncomponents:")).split("\n")) {
        Matcher isPath = PATH.matcher(line);
        Matcher isMethod = METHOD.matcher(line);
        Matcher isMember = MEMBER.matcher(line);
        if (isPath.matches()) {
          path = isPath.group(1);
        } else if (isMethod.matches()) {
          operations.add(isMethod.group(1).toUpperCase(java.util.Locale.ROOT) + " " + path);
        } else if (isMember.matches() && !operations.isEmpty()) {
          operations.add(operations.removeLast() + " " + isMember.group(2));
        }
      }
      return operations;
    }
  }

  private static String asDocumented(Operation operation) {
    String access =
        switch (operation.access()) {
          case KEY -> "[{ApiKeyAuth: []}]";
          case ADMIN -> "[{AdminKeyAuth: []}]";
          case KEY_OR_ADMIN, KEY_BEFORE_ADMIN -> "[{ApiKeyAuth: []}, {AdminKeyAuth: []}]";
          case ANYBODY -> "[]";
        };
    Permission permission = operation.permission();
    return "%s %s %s %s%s"
        .formatted(
            operation.method(),
            operation.path(),
            operation.id(),
            access,
            permission == null ? "" : " " + permission.text());
  }

  @Test
  void theTableIsTheDocument() throws IOException {
    List<String> ours = new ArrayList<>();
    for (Operation operation : Operation.values()) {
      if (operation != Operation.PAGE && operation != Operation.PAGE_PART) {
        ours.add(asDocumented(operation));
      }
    }
    assertThat(ours).containsExactlyInAnyOrderElementsOf(documented());
  }

  private static Principal holding(Permission permission) {
    return new Principal.Agent(
        new ApiKey(
            "key_1",
            new TenantId("acme"),
            "cyc_live_12345",
            "n",
            null,
            List.of(permission),
            ScopeFilter.ALL,
            null,
            0,
            1,
            null,
            null,
            null));
  }

  private static Set<Permission> enough(Permission needed) {
    return switch (needed) {
      case RESERVATIONS_CREATE, RESERVATIONS_COMMIT, RESERVATIONS_RELEASE, RESERVATIONS_EXTEND ->
          EnumSet.of(needed);
      case RESERVATIONS_LIST ->
          EnumSet.of(
              needed,
              Permission.RESERVATIONS_CREATE,
              Permission.RESERVATIONS_COMMIT,
              Permission.RESERVATIONS_RELEASE,
              Permission.RESERVATIONS_EXTEND);
      case BALANCES_READ -> EnumSet.of(needed, Permission.ADMIN_READ);
      case BUDGETS_READ -> EnumSet.of(needed, Permission.ADMIN_READ, Permission.ADMIN_BUDGETS_READ);
      case EVENTS_READ -> EnumSet.of(needed, Permission.ADMIN_READ, Permission.ADMIN_EVENTS_READ);
      case BUDGETS_WRITE ->
          EnumSet.of(needed, Permission.ADMIN_WRITE, Permission.ADMIN_BUDGETS_WRITE);
      case POLICIES_READ ->
          EnumSet.of(needed, Permission.ADMIN_READ, Permission.ADMIN_POLICIES_READ);
      case POLICIES_WRITE ->
          EnumSet.of(needed, Permission.ADMIN_WRITE, Permission.ADMIN_POLICIES_WRITE);
      case WEBHOOKS_READ ->
          EnumSet.of(needed, Permission.ADMIN_READ, Permission.ADMIN_WEBHOOKS_READ);
      case WEBHOOKS_WRITE ->
          EnumSet.of(needed, Permission.ADMIN_WRITE, Permission.ADMIN_WEBHOOKS_WRITE);
      default -> throw new IllegalArgumentException("no operation needs " + needed);
    };
  }

  @ParameterizedTest
  @EnumSource
  void aKeyNeedsThePermissionOrWhatStandsForIt(Operation operation) {
    Permission needed = operation.permission();
    boolean takesKeys =
        EnumSet.of(Access.KEY, Access.KEY_OR_ADMIN, Access.KEY_BEFORE_ADMIN)
            .contains(operation.access());
    if (needed == null) {
      assertThat(takesKeys).isEqualTo(operation == Operation.INTROSPECT_AUTH);
      return;
    }
    assertThat(takesKeys).isTrue();
    for (Permission held : Permission.values()) {
      assertThat(holding(held).allows(needed))
          .as("%s with %s", operation, held)
          .isEqualTo(enough(needed).contains(held));
    }
  }

  @Test
  void literalsBeatWhatStandsForAny() {
    Router router = new Router(EnumSet.allOf(Plane.class));
    assertThat(router.find("POST", "/v1/admin/budgets/fund"))
        .isEqualTo(new Router.Route(Operation.FUND_BUDGET, List.of()));
    assertThat(router.find("GET", "/v1/reservations/acme.1.1.1"))
        .isEqualTo(new Router.Route(Operation.GET_RESERVATION, List.of("acme.1.1.1")));
    assertThat(router.find("PUT", "/v1/admin/config/webhook-security"))
        .isEqualTo(new Router.Route(Operation.UPDATE_WEBHOOK_SECURITY_CONFIG, List.of()));
    assertThat(router.find("POST", "/v1/reservations/commit/commit"))
        .isEqualTo(new Router.Route(Operation.COMMIT_RESERVATION, List.of("commit")));
  }

  @Test
  void everythingElseIsNothingOrAnotherMethod() {
    Router router = new Router(EnumSet.allOf(Plane.class));
    for (String path :
        List.of(
            "/",
            "/v1",
            "/v1/",
            "/v1/decide/",
            "//v1/decide",
            "/v1/reservations/",
            "/V1/decide",
            "/v1/reservations/x/commit/y")) {
      assertThat(router.find("POST", path)).as(path).isInstanceOf(Router.Nothing.class);
    }
    assertThat(router.find("PUT", "/v1/reservations"))
        .isInstanceOfSatisfying(
            Router.OtherMethods.class,
            other -> assertThat(other.allowed()).containsExactly("GET", "POST"));
  }

  @Test
  void aListenerServesItsPlanesOnly() {
    Router admin = new Router(EnumSet.of(Plane.ADMIN, Plane.SERVER));
    assertThat(admin.find("POST", "/v1/decide")).isInstanceOf(Router.Nothing.class);
    assertThat(admin.find("GET", "/v1/admin/tenants")).isInstanceOf(Router.Route.class);
    assertThat(admin.find("GET", "/readiness")).isInstanceOf(Router.Route.class);
  }
}
