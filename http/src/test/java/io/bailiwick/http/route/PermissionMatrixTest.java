package io.bailiwick.http.route;

import static org.assertj.core.api.Assertions.assertThat;

import io.bailiwick.apikey.Permission;
import io.bailiwick.http.auth.Access;
import io.bailiwick.http.error.Plane;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Every operation with a key of every permission: what a request with it comes to, and a page that
 * says so. With {@code -Dpage.write=true} the page is written anew.
 */
class PermissionMatrixTest {
  private static final String PLACE = "docs/reference/permissions.md";

  private static final String HEAD =
      """
      # Permissions

      What a tenant's key may ask for, by what it holds. Made by asking a router for every operation with a key of every permission; a test
      compares. What else an operation wants (the tenant, the key's `scope_filter`, a tenant that is not suspended) comes on top.

      A permission stands for itself; `admin:read` for every one that ends in `:read`, `admin:write` for every one that ends in `:write`, and
      `admin:budgets:read` for `budgets:read` and so on. Nothing stands for what a key needs to create, commit, release or extend reservations, but
      any permission on reservations allows to look at them. Missing ones are 403, whatever the body is, which is not read then:
      `INSUFFICIENT_PERMISSIONS` on the admin plane and for `listTenantEvents`, `FORBIDDEN` on the runtime plane.

      """;

  private final RouterOfKeys router = new RouterOfKeys();

  /** Operations that a tenant's key is looked at for. */
  private static List<Operation> ofKeys() {
    return Stream.of(Operation.values())
        .filter(operation -> operation.access() != Access.ADMIN)
        .filter(operation -> operation.access() != Access.ANYBODY)
        .toList();
  }

  private static List<Operation> ofOperators() {
    return Stream.of(Operation.values())
        .filter(operation -> operation.access() == Access.ADMIN)
        .toList();
  }

  /** Which permissions are each enough, as the router answers. */
  private Map<Operation, Set<Permission>> answered() {
    Map<Operation, Set<Permission>> enough = new EnumMap<>(Operation.class);
    for (Operation operation : ofKeys()) {
      Set<Permission> passed = EnumSet.noneOf(Permission.class);
      for (Permission held : Permission.values()) {
        RouterOfKeys.Outcome outcome = router.ask(operation, Set.of(held));
        if (outcome.status() == 200) {
          passed.add(held);
        } else {
          assertThat(outcome)
              .as("%s with %s", operation, held)
              .isEqualTo(
                  new RouterOfKeys.Outcome(
                      403,
                      new Router.Route(operation, List.of()).language() == Plane.ADMIN
                          ? "INSUFFICIENT_PERMISSIONS"
                          : "FORBIDDEN"));
        }
      }
      enough.put(operation, passed);
    }
    return enough;
  }

  /** The protocol's rule once more, by names alone. */
  private static boolean isEnough(String held, String needed) {
    return held.equals(needed)
        || held.equals("admin:" + needed)
        || (held.equals("admin:read") && needed.matches("(.*:)?read"))
        || (held.equals("admin:write") && needed.matches("(.*:)?write"))
        || (needed.equals("reservations:list") && held.startsWith("reservations:"));
  }

  @Test
  void eachPermissionOpensWhatTheProtocolSaysAndNothingElse() {
    answered()
        .forEach(
            (operation, enough) -> {
              Set<Permission> expected =
                  Stream.of(Permission.values())
                      .filter(
                          held ->
                              operation.permission() == null
                                  || isEnough(held.text(), operation.permission().text()))
                      .collect(Collectors.toSet());
              assertThat(enough).as(operation.id()).isEqualTo(expected);
            });
    assertThat(Permission.values()).hasSize(27);
    assertThat(ofKeys())
        .as("each of them needs one, but that which says what a key may do")
        .filteredOn(operation -> operation.permission() == null)
        .containsExactly(Operation.INTROSPECT_AUTH);
  }

  @Test
  void aKeyThatHoldsNothingMayOnlyAskWhatItMay() {
    for (Operation operation : ofKeys()) {
      assertThat(router.ask(operation, Set.of()).status())
          .as(operation.id())
          .isEqualTo(operation == Operation.INTROSPECT_AUTH ? 200 : 403);
    }
  }

  @Test
  void wildcardsOpenNoReservationsEvenTogether() {
    Set<Permission> admin =
        Stream.of(Permission.values())
            .filter(held -> held.text().startsWith("admin:"))
            .collect(Collectors.toSet());
    for (Operation operation : ofKeys()) {
      boolean isOfReservations =
          operation.permission() != null
              && operation.permission().text().startsWith("reservations:");
      assertThat(router.ask(operation, admin).status())
          .as(operation.id())
          .isEqualTo(isOfReservations ? 403 : 200);
    }
  }

  @Test
  void whatIsTheOperatorsIsClosedToKeysWhateverTheyHold() {
    Set<Permission> all = EnumSet.allOf(Permission.class);
    assertThat(ofOperators()).isNotEmpty();
    for (Operation operation : ofOperators()) {
      assertThat(router.ask(operation, all)).as(operation.id()).returns(401, o -> o.status());
      for (Permission held : Permission.values()) {
        assertThat(router.ask(operation, Set.of(held)).status())
            .as("%s with %s", operation, held)
            .isEqualTo(401);
      }
    }
    assertThat(router.reached()).doesNotContainAnyElementsOf(ofOperators());
  }

  @Test
  void aRefusedRequestReachesNoOperation() {
    router.ask(Operation.FUND_BUDGET, Set.of(Permission.BUDGETS_READ));
    assertThat(router.reached()).isEmpty();
    router.ask(Operation.FUND_BUDGET, Set.of(Permission.BUDGETS_WRITE));
    assertThat(router.reached()).containsExactly(Operation.FUND_BUDGET);
  }

  @Test
  void pageIsWhatTheRouterAnswers() throws IOException {
    String page = page(answered());
    if (Boolean.getBoolean("page.write")) {
      Files.writeString(path(), page);
    }
    assertThat(path())
        .as(
            "to write it anew: mvn -q -pl http -am test -Dtest=PermissionMatrixTest"
                + " -Dsurefire.failIfNoSpecifiedTests=false -Dpage.write=true")
        .hasContent(page);
  }

  private static String page(Map<Operation, Set<Permission>> enough) {
    StringBuilder page = new StringBuilder(HEAD);
    page.append("## What an operation takes\n\n");
    page.append("| operation | method | path | any of these is enough |\n|---|---|---|---|\n");
    enough.forEach(
        (operation, permissions) ->
            page.append(
                "| %s | %s | `%s` | %s |%n"
                    .formatted(
                        operation.id(),
                        operation.method(),
                        operation.path(),
                        operation.permission() == null
                            ? "any key"
                            : joined(permissions.stream().map(p -> '`' + p.text() + '`')))));
    page.append("\n## What a permission opens\n\n");
    page.append("| permission | operations |\n|---|---|\n");
    for (Permission held : Permission.values()) {
      List<String> opened = new ArrayList<>();
      enough.forEach(
          (operation, permissions) -> {
            if (operation.permission() != null && permissions.contains(held)) {
              opened.add(operation.id());
            }
          });
      page.append("| `%s` | %s |%n".formatted(held.text(), String.join(", ", opened)));
    }
    page.append("\n## What no key opens\n\nOnly the admin key: ");
    page.append(joined(new TreeSet<>(ids(ofOperators())).stream())).append(".\n");
    return page.toString();
  }

  private static List<String> ids(List<Operation> operations) {
    return operations.stream().map(Operation::id).toList();
  }

  private static String joined(Stream<String> texts) {
    return texts.collect(Collectors.joining(", "));
  }

  private static Path path() {
    Path here = Path.of("").toAbsolutePath();
    return (Files.exists(here.resolve("docs")) ? here : here.getParent()).resolve(PLACE);
  }
}
