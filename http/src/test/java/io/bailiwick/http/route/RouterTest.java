package io.bailiwick.http.route;

import static org.assertj.core.api.Assertions.assertThat;

import io.bailiwick.http.error.Plane;
import java.util.EnumSet;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RouterTest {

  private final Router router = new Router(EnumSet.allOf(Plane.class));

  @Test
  void findsAnOperationAndWhatStandsForItsBraces() {
    assertThat(router.find("POST", "/v1/reservations/r-1/commit"))
        .isInstanceOfSatisfying(
            Router.Route.class,
            route -> {
              assertThat(route.operation().path())
                  .isEqualTo("/v1/reservations/{reservation_id}/commit");
              assertThat(route.parameters()).isEqualTo(List.of("r-1"));
            });
  }

  @Test
  void saysWhichMethodsAPathHas() {
    assertThat(router.find("PUT", "/v1/decide")).isInstanceOf(Router.OtherMethods.class);
  }

  @Test
  void operatorsHaveTheirTwoOperationsOnPathsOfTheOtherPlaneToo() {
    Router ofOperators = new Router(EnumSet.of(Plane.ADMIN));
    assertThat(ofOperators.find("GET", "/v1/balances")).isInstanceOf(Router.Route.class);
    assertThat(ofOperators.find("GET", "/v1/events")).isInstanceOf(Router.Route.class);
    assertThat(ofOperators.find("POST", "/v1/events")).isInstanceOf(Router.OtherMethods.class);
    assertThat(ofOperators.find("POST", "/v1/decide")).isInstanceOf(Router.Nothing.class);
    Router ofAgents = new Router(EnumSet.of(Plane.RUNTIME));
    assertThat(ofAgents.find("GET", "/v1/balances")).isInstanceOf(Router.Route.class);
    assertThat(ofAgents.find("GET", "/v1/admin/events")).isInstanceOf(Router.Nothing.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "/", "//", "/v1", "/v1/reservations/", "/v1/reservations//commit"})
  void findsNothingElsewhere(String path) {
    assertThat(router.find("GET", path)).isInstanceOf(Router.Nothing.class);
  }
}
