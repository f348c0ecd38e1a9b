package io.bailiwick.policy;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bailiwick.harness.Agent;
import io.bailiwick.harness.Bodies;
import io.bailiwick.harness.Json;
import io.bailiwick.harness.Operator;
import io.bailiwick.harness.Reply;
import io.bailiwick.harness.SharedServer;
import io.bailiwick.harness.Tenancy;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Caps, overage and leases as policies lay them down. */
class PoliciesActIT {
  private static final ObjectNode CAPS =
      Json.object("max_tokens", 4_096, "tool_denylist", List.of("code.exec"));

  private final Operator operator = SharedServer.operator();
  private final Tenancy tenancy = Tenancy.ofThreeLevels(operator);
  private final Agent agent = tenancy.agent();
  private final String writer = tenancy.leaf();
  private int keys;

  private ObjectNode reserving(String scope) {
    return Bodies.reserve("k" + keys++, scope, 10);
  }

  private static void isCapped(Reply reply, JsonNode caps) {
    assertThat(reply.expect(200).text("decision")).isEqualTo("ALLOW_WITH_CAPS");
    assertThat(reply.body().path("caps")).isEqualTo(caps);
  }

  private static void isPlain(Reply reply) {
    assertThat(reply.expect(200).text("decision")).isEqualTo("ALLOW");
    assertThat(reply.has("caps")).isFalse();
  }

  private JsonNode caps() {
    return agent.decide(reserving(writer)).expect(200).body().path("caps").path("max_tokens");
  }

  private static long leftMs(Reply reply) {
    return reply.body().path("remaining_ttl_ms").asLong();
  }

  private static ObjectNode tokens(int max) {
    return Json.object("max_tokens", max);
  }

  @Test
  void capsComeWithWhatIsAllowed() {
    operator.policy(tenancy.id(), tenancy.scope("agent:*"), "caps", CAPS);

    isCapped(agent.reserve(reserving(writer)), CAPS);
    isCapped(agent.decide(reserving(writer)), CAPS);
    isCapped(agent.reserve(reserving(writer).put("dry_run", true)), CAPS);
    isPlain(agent.reserve(reserving(tenancy.scope("app:chat"))));
    ObjectNode tooMuch = Bodies.reserve("too-much", writer, 60_000);
    Reply denied = agent.decide(tooMuch).expect(200);
    assertThat(denied.text("decision")).isEqualTo("DENY");
    assertThat(denied.has("caps")).isFalse();
  }

  @Test
  void aRepetitionIsTheFirstAnswerWhateverBecameOfThePolicy() {
    String policy = operator.policy(tenancy.id(), "agent:*", "caps", CAPS);
    ObjectNode reserve = reserving(writer);
    ObjectNode decide = reserving(writer);
    Reply reserved = agent.reserve(reserve);
    Reply decided = agent.decide(decide);
    agent.commit(reserved.reservationId(), Bodies.commit("c", 5)).expect(200);
    operator.updatePolicy(policy, Json.object("status", "DISABLED")).expect(200);

    isPlain(agent.decide(reserving(writer)));
    isCapped(agent.reserve(reserve), CAPS);
    assertThat(agent.decide(decide).body()).isEqualTo(decided.body());
  }

  @Test
  void theHighestPriorityWinsThenTheMostSpecificThenTheNewest() {
    operator.policy(tenancy.id(), "agent:*", "caps", tokens(1));
    operator.policy(tenancy.id(), writer, "caps", tokens(2));
    assertThat(caps().asInt()).isEqualTo(2);
    operator.policy(tenancy.id(), writer, "caps", tokens(3));
    assertThat(caps().asInt()).isEqualTo(3);
    String high =
        operator.policy(tenancy.id(), tenancy.scope("") + "/*", "caps", tokens(4), "priority", 1);
    assertThat(caps().asInt()).isEqualTo(4);
    operator.updatePolicy(high, Json.object("status", "DISABLED")).expect(200);
    assertThat(caps().asInt()).isEqualTo(3);
  }

  @Test
  void outsideItsTimesAPolicyIsWithoutEffect() {
    String policy =
        operator.policy(
            tenancy.id(), "agent:*", "caps", CAPS, "effective_until", "2020-01-01T00:00:00Z");
    isPlain(agent.decide(reserving(writer)));
    String tomorrow = Instant.now().plusSeconds(86_400).toString();
    operator.updatePolicy(policy, Json.object("effective_until", tomorrow)).expect(200);
    isCapped(agent.decide(reserving(writer)), CAPS);
    operator.updatePolicy(
        policy, Json.object("effective_from", tomorrow, "effective_until", "2999-01-01T00:00:00Z"));
    isPlain(agent.decide(reserving(writer)));
  }

  @Test
  void theOveragePolicyCountsBeforeTheLedgersAndAfterTheRequests() {
    operator
        .updateBudget(writer, Json.object("commit_overage_policy", "ALLOW_IF_AVAILABLE"))
        .expect(200);
    operator.policy(tenancy.id(), "agent:*", "commit_overage_policy", "REJECT");

    String id = agent.reserve(reserving(writer)).reservationId();
    agent.commit(id, Bodies.commit("more", 11)).refused(409, "BUDGET_EXCEEDED");
    agent.event(Bodies.event("event", writer, 60_000)).refused(409, "BUDGET_EXCEEDED");
    ObjectNode asks = reserving(writer).put("overage_policy", "ALLOW_IF_AVAILABLE");
    String lenient = agent.reserve(asks).reservationId();
    assertThat(agent.commit(lenient, Bodies.commit("more", 11)).expect(200).amount("charged"))
        .isEqualTo(11);
  }

  @Test
  void leasesGoByThePolicy() {
    operator.updateTenant(tenancy.id(), Json.object("max_reservation_ttl_ms", 100_000)).expect(200);
    operator.policy(
        tenancy.id(),
        "agent:*",
        "reservation_ttl_override",
        Json.object("default_ttl_ms", 20_000, "max_ttl_ms", 30_000, "max_extensions", 1));

    Reply byDefault = agent.reserve(reserving(writer)).expect(200);
    assertThat(leftMs(byDefault)).isBetween(15_000L, 20_000L);
    Reply cut = agent.reserve(reserving(writer).put("ttl_ms", 90_000)).expect(200);
    assertThat(leftMs(cut)).isBetween(25_000L, 30_000L);
    Reply elsewhere =
        agent.reserve(reserving(tenancy.scope("app:chat")).put("ttl_ms", 90_000)).expect(200);
    assertThat(leftMs(elsewhere)).isBetween(85_000L, 90_000L);
    agent.extend(cut.reservationId(), Bodies.extend("once", 1_000)).expect(200);
    agent
        .extend(cut.reservationId(), Bodies.extend("twice", 1_000))
        .refused(409, "MAX_EXTENSIONS_EXCEEDED");
  }

  @Test
  void oneTenantsPoliciesAreNobodyElses() {
    operator.policy(tenancy.id(), "agent:*", "caps", CAPS);
    Tenancy other = Tenancy.ofThreeLevels(operator);

    isPlain(other.agent().reserve(Bodies.reserve("k", other.leaf(), 10)));
  }
}
