package io.bailiwick.policy;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bailiwick.harness.Agent;
import io.bailiwick.harness.Bodies;
import io.bailiwick.harness.Json;
import io.bailiwick.harness.Reply;
import io.bailiwick.harness.ServerProcess;
import io.bailiwick.harness.StoreKind;
import io.bailiwick.harness.Tenancy;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What was acknowledged of a policy is there after the server was killed. */
class PoliciesLastIT {

  @ParameterizedTest
  @EnumSource
  void afterAKillPoliciesAndTheAnswersUnderThemAreThere(StoreKind store) {
    ServerProcess server = ServerProcess.start(store, "policies");
    Tenancy tenancy = Tenancy.ofThreeLevels(server.operator());
    ObjectNode caps = Json.object("max_tokens", 7);
    String policy =
        server.operator().policy(tenancy.id(), "agent:*", "caps", Json.object("max_tokens", 5));
    server.operator().updatePolicy(policy, Json.object("caps", caps)).expect(200);
    ObjectNode body = Bodies.reserve("before", tenancy.leaf(), 10);
    Reply before = tenancy.agent().reserve(body).expect(200);
    server.kill();

    try (ServerProcess again = ServerProcess.start(server.setup())) {
      Agent agent = tenancy.through(again.client()).agent();
      Reply repeated = agent.reserve(body).expect(200);
      assertThat(repeated.reservationId()).isEqualTo(before.reservationId());
      assertThat(repeated.body().path("caps")).isEqualTo(caps);
      Reply after = agent.reserve(Bodies.reserve("after", tenancy.leaf(), 10)).expect(200);
      assertThat(after.body().path("caps")).isEqualTo(caps);
    }
  }
}
