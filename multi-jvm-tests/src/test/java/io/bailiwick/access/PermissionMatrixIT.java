package io.bailiwick.access;

import static org.assertj.core.api.Assertions.assertThat;

import io.bailiwick.harness.Agent;
import io.bailiwick.harness.Operator;
import io.bailiwick.harness.Reply;
import io.bailiwick.harness.SharedServer;
import io.bailiwick.harness.Tenancy;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A server asked for every operation with a key of every permission. */
class PermissionMatrixIT {
  private static final Map<String, String> NEEDED = KeyOperations.documented();

  private final Operator operator = SharedServer.operator();
  private final Tenancy tenancy = Tenancy.ofThreeLevels(operator);

  /** What is not there is found out after it is permitted. */
  private final KeyOperations.Target target =
      new KeyOperations.Target(
          tenancy.leaf(),
          tenancy.agent().reserved("held", tenancy.leaf(), 5),
          operator.policy(tenancy.id(), "agent:*"),
          "whsub_0000000000000000");

  @Test
  void everyOperationThatTakesAKeyIsAsked() {
    assertThat(KeyOperations.requests().keySet()).isEqualTo(NEEDED.keySet());
    assertThat(NEEDED).hasSize(27);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
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
        "events:read",
        "admin:read",
        "admin:write",
        "admin:tenants:read",
        "admin:tenants:write",
        "admin:budgets:read",
        "admin:budgets:write",
        "admin:policies:read",
        "admin:policies:write",
        "admin:apikeys:read",
        "admin:apikeys:write",
        "admin:webhooks:read",
        "admin:webhooks:write",
        "admin:events:read",
        "admin:audit:read"
      })
  void aPermissionOpensItsOperationsAndNoOthers(String held) {
    Agent agent = operator.newAgent(tenancy.id(), List.of(held), null);
    KeyOperations.requests()
        .forEach(
            (operation, request) -> {
              Reply reply = agent.send(request.apply(target));
              String needed = NEEDED.get(operation);
              if (needed.isEmpty() || isEnough(held, needed)) {
                assertThat(reply.status()).as("%s: %s", operation, reply).isNotIn(401, 403);
              } else {
                reply.expect(403);
                assertThat(reply.error()).isIn("FORBIDDEN", "INSUFFICIENT_PERMISSIONS");
                assertThat(reply.text("message")).as(operation).contains(needed);
              }
            });
  }

  private static boolean isEnough(String held, String needed) {
    return switch (held) {
      case "admin:read" -> needed.endsWith(":read");
      case "admin:write" -> needed.endsWith(":write");
      default ->
          held.equals(needed)
              || held.equals("admin:" + needed)
              || (needed.equals("reservations:list") && held.startsWith("reservations:"));
    };
  }
}
