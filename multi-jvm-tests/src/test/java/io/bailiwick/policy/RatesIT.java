package io.bailiwick.policy;

import static org.assertj.core.api.Assertions.assertThat;

import io.bailiwick.harness.Agent;
import io.bailiwick.harness.Bodies;
import io.bailiwick.harness.Json;
import io.bailiwick.harness.Operator;
import io.bailiwick.harness.Reply;
import io.bailiwick.harness.SharedServer;
import io.bailiwick.harness.Tenancy;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Limits of rates. */
class RatesIT {
  private final Operator operator = SharedServer.operator();
  private final Tenancy tenancy = Tenancy.ofThreeLevels(operator);
  private final Agent agent = tenancy.agent();
  private final String writer = tenancy.leaf();

  private static void isTurnedAway(Reply reply) {
    reply.refused(429, "LIMIT_EXCEEDED");
    assertThat(Long.parseLong(reply.header("Retry-After"))).isBetween(1L, 61L);
    assertThat(Long.parseLong(reply.header("X-RateLimit-Reset"))).isPositive();
  }

  @Test
  void theSixthOfAMinuteIsTurnedAwayAndAnotherTenantIsNot() {
    operator.policy(
        tenancy.id(),
        tenancy.scope(""),
        "rate_limits",
        Json.object("max_reservations_per_minute", 5));
    Tenancy other = Tenancy.ofThreeLevels(operator);
    for (int i = 0; i < 5; i++) {
      agent.reserve(Bodies.reserve("k" + i, writer, 1)).expect(200);
      other.agent().reserve(Bodies.reserve("k" + i, other.leaf(), 1)).expect(200);
    }

    Reply sixth = agent.reserve(Bodies.reserve("k5", writer, 1));
    isTurnedAway(sixth);
    assertThat(sixth.body().path("details").path("scope").asText()).isEqualTo(tenancy.scope(""));
    assertThat(sixth.body().path("details").path("max_reservations_per_minute").asInt())
        .isEqualTo(5);
    isTurnedAway(agent.decide(Bodies.reserve("d", writer, 1)));
    isTurnedAway(agent.reserve(Bodies.reserve("y", writer, 1).put("dry_run", true)));
    isTurnedAway(agent.event(Bodies.event("e", tenancy.scope("app:chat"), 1)));
    agent.reserve(Bodies.reserve("k4", writer, 1)).expect(200);
    other.agent().reserve(Bodies.reserve("k5", other.leaf(), 1)).expect(200);
    assertThat(tenancy.balance("").reserved()).isEqualTo(5);
  }

  @Test
  void eachScopeThatMatchesHasARateOfItsOwn() {
    operator.policy(
        tenancy.id(), "agent:*", "rate_limits", Json.object("max_reservations_per_minute", 1));
    String reader = tenancy.scope("app:chat/agent:reader");

    agent.reserve(Bodies.reserve("w", writer, 1)).expect(200);
    agent.reserve(Bodies.reserve("r", reader, 1)).expect(200);
    agent.reserve(Bodies.reserve("a", tenancy.scope("app:chat"), 1)).expect(200);
    isTurnedAway(agent.reserve(Bodies.reserve("w2", writer + "/toolset:web", 1)));
    isTurnedAway(agent.event(Bodies.event("r2", reader, 1)));
  }

  @Test
  void noCommitReleaseOrExtensionIsTurnedAway() {
    List<String> held = new ArrayList<>();
    for (int i = 0; i < 6; i++) {
      held.add(agent.reserved("k" + i, writer, 10));
    }
    operator.policy(
        tenancy.id(),
        tenancy.scope(""),
        "rate_limits",
        Json.object("max_reservations_per_minute", 1, "max_commits_per_minute", 2));

    for (int i = 0; i < 4; i++) {
      agent.commit(held.get(i), Bodies.commit("c", 10 + i)).expect(200);
    }
    agent.extend(held.get(4), Bodies.extend("x", 1_000)).expect(200);
    agent.release(held.get(5), Bodies.release("r")).expect(200);
    Reply reply = agent.reserve(Bodies.reserve("new", writer, 1));
    isTurnedAway(reply);
    assertThat(reply.body().path("details").path("max_commits_per_minute").asInt()).isEqualTo(2);
  }

  @Test
  void aHigherLimitActsAtOnce() {
    String policy =
        operator.policy(
            tenancy.id(), "agent:*", "rate_limits", Json.object("max_reservations_per_minute", 1));
    agent.reserve(Bodies.reserve("a", writer, 1)).expect(200);
    isTurnedAway(agent.reserve(Bodies.reserve("b", writer, 1)));
    operator
        .updatePolicy(
            policy, Json.object("rate_limits", Json.object("max_reservations_per_minute", 2)))
        .expect(200);

    agent.reserve(Bodies.reserve("b", writer, 1)).expect(200);
    isTurnedAway(agent.reserve(Bodies.reserve("c", writer, 1)));
  }
}
