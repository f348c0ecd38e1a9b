package io.bailiwick.access;

import static org.assertj.core.api.Assertions.assertThat;

import io.bailiwick.harness.Agent;
import io.bailiwick.harness.Operator;
import io.bailiwick.harness.Reply;
import io.bailiwick.harness.Request;
import io.bailiwick.harness.SharedServer;
import io.bailiwick.harness.Tenancy;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Every operation with the permission, without it, and with the wildcards. */
class PermissionsIT {
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
          "webhooks:write");

  private static final Map<String, String> JSON = Map.of("Content-Type", "application/json");

  private final Operator operator = SharedServer.operator();
  private final Tenancy tenancy = Tenancy.ofThreeLevels(operator);
  private final String id = tenancy.agent().reserved("subject", tenancy.leaf(), 5);

  private Agent agent(List<String> permissions) {
    return operator.newAgent(tenancy.id(), permissions, null);
  }

  private void isRefused(Call call, List<String> permissions) {
    Reply reply = call.send(agent(permissions), tenancy.leaf(), id);
    reply.refused(403, call.isOfTheAdminPlane() ? "INSUFFICIENT_PERMISSIONS" : "FORBIDDEN");
    assertThat(reply.text("message")).contains(call.permission());
  }

  private void succeeds(Call call, List<String> permissions) {
    Reply reply = call.send(agent(permissions), tenancy.leaf(), id);
    assertThat(reply.isSuccess()).as("%s with %s: %s", call, permissions, reply).isTrue();
  }

  @ParameterizedTest
  @EnumSource
  void onlyThePermissionIsNeeded(Call call) {
    succeeds(call, List.of(call.permission()));
  }

  @ParameterizedTest
  @EnumSource
  void nothingElseReplacesIt(Call call) {
    Predicate<String> reading = permission -> permission.startsWith("reservations:");
    boolean anyReads = call.permission().equals("reservations:list");
    List<String> others =
        ALL.stream()
            .filter(permission -> !permission.equals(call.permission()))
            .filter(permission -> !(anyReads && reading.test(permission)))
            .toList();
    isRefused(call, others);
  }

  @ParameterizedTest
  @EnumSource
  void theWildcardsStandForTheirKind(Call call) {
    for (String kind : List.of("read", "write")) {
      if (call.permission().endsWith(":" + kind)) {
        succeeds(call, List.of("admin:" + kind));
      } else {
        isRefused(call, List.of("admin:" + kind));
      }
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"LIST", "READ"})
  void anyPermissionOnReservationsReadsThem(Call call) {
    succeeds(call, List.of("reservations:commit"));
  }

  @ParameterizedTest
  @EnumSource
  void aKeyWithoutAListMayDoThis(Call call) {
    assertThat(call.send(tenancy.agent(), tenancy.leaf(), id).isSuccess()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 300 * 1024})
  void whatSomebodySendsWhoMayNotIsNotRead(int length) {
    Agent reader = agent(List.of("balances:read"));
    byte[] malformed = "{".repeat(length).getBytes(StandardCharsets.UTF_8);
    for (int i = 0; i < 40; i++) {
      reader
          .send(new Request("POST", "/v1/reservations", JSON, malformed))
          .refused(403, "FORBIDDEN");
      reader
          .send(new Request("POST", "/v1/admin/budgets", JSON, malformed))
          .refused(403, "INSUFFICIENT_PERMISSIONS");
      reader.get("/v1/balances?app=chat").expect(200);
    }
    agent(List.of("reservations:create"))
        .send(new Request("POST", "/v1/reservations", JSON, malformed))
        .refused(length == 1 ? 400 : 413, "INVALID_REQUEST");
  }

  @ParameterizedTest
  @EnumSource
  void noKeyIsUnauthorized(Call call) {
    Reply reply = operator.client().send(call.request(tenancy.leaf(), id));
    reply.refused(401, "UNAUTHORIZED");
    assertThat(reply.header("X-Cycles-Tenant")).isEmpty();
  }
}
