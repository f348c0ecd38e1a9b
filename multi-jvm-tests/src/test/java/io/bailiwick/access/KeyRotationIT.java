package io.bailiwick.access;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.bailiwick.harness.Agent;
import io.bailiwick.harness.Bodies;
import io.bailiwick.harness.Clock;
import io.bailiwick.harness.Json;
import io.bailiwick.harness.Operator;
import io.bailiwick.harness.Reply;
import io.bailiwick.harness.Request;
import io.bailiwick.harness.SharedServer;
import io.bailiwick.harness.Tenancy;
import io.bailiwick.harness.Workers;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A key is replaced while its users go on. */
class KeyRotationIT {
  private final Operator operator = SharedServer.operator();
  private final Tenancy tenancy = Tenancy.ofThreeLevels(operator);

  private Reply create() {
    return operator
        .createKey(
            Json.object(
                "tenant_id",
                tenancy.id(),
                "name",
                "writers",
                "description",
                "of the chat",
                "permissions",
                List.of("reservations:create", "reservations:commit"),
                "scope_filter",
                List.of("app:chat"),
                "metadata",
                Json.object("team", "a")))
        .expect(201);
  }

  private Reply rotate(String keyId, Object... body) {
    return operator.post(path(keyId), Json.object(body));
  }

  private static String path(String keyId) {
    return "/v1/x-bailiwick/api-keys/" + keyId + "/rotate";
  }

  private Agent agent(String secret) {
    return new Agent(operator.client(), tenancy.id(), secret);
  }

  @Test
  void theNewKeyMayDoTheSameAndTheOldOneEndsByItself() {
    Reply old = create();
    Reply rotated = rotate(old.text("key_id"), "overlap_ms", 1_500).expect(201);
    JsonNode key = rotated.body().path("key");
    assertThat(key.path("name").asText()).isEqualTo("writers");
    assertThat(key.path("description").asText()).isEqualTo("of the chat");
    assertThat(key.path("permissions")).hasSize(2);
    assertThat(key.path("scope_filter").path(0).asText()).isEqualTo("app:chat");
    assertThat(key.path("metadata").path("team").asText()).isEqualTo("a");
    assertThat(key.path("status").asText()).isEqualTo("ACTIVE");
    assertThat(rotated.text("key_secret")).startsWith(key.path("key_prefix").asText());
    JsonNode previous = rotated.body().path("previous");
    assertThat(previous.path("key_id").asText()).isEqualTo(old.text("key_id"));

    Agent before = agent(old.text("key_secret"));
    Agent after = agent(rotated.text("key_secret"));
    String held = before.reserved("r", tenancy.leaf(), 5);
    after.commit(held, Bodies.commit("c", 5)).expect(200);
    after.reserve(Bodies.reserve("o", tenancy.scope(""), 5)).refused(403, "FORBIDDEN");

    Clock.awaitPast(Instant.parse(previous.path("expires_at").asText()).toEpochMilli());
    before.reserve(Bodies.reserve("r2", tenancy.leaf(), 5)).refused(401, "UNAUTHORIZED");
    after.reserve(Bodies.reserve("r2", tenancy.leaf(), 5)).expect(200);
  }

  @Test
  void theSecretIsShownOnceHoweverOftenItIsAsked() {
    String id = create().text("key_id");
    Reply first = rotate(id, "overlap_ms", 60_000, "idempotency_key", "k").expect(201);
    Reply again = rotate(id, "overlap_ms", 60_000, "idempotency_key", "k").expect(200);
    assertThat(again.has("key_secret")).isFalse();
    assertThat(again.body().path("key")).isEqualTo(first.body().path("key"));
    assertThat(again.body().path("previous")).isEqualTo(first.body().path("previous"));
    rotate(id, "overlap_ms", 1, "idempotency_key", "k").refused(409, "IDEMPOTENCY_MISMATCH");
    rotate(id, "overlap_ms", 60_000, "idempotency_key", "l").refused(409, "INVALID_REQUEST");
    rotate(id).refused(409, "INVALID_REQUEST");
    assertThat(operator.rows("/v1/admin/api-keys?tenant_id=" + tenancy.id(), "keys")).hasSize(3);
  }

  @Test
  void ofManyAtOnceOneGetsTheSecret() {
    String id = create().text("key_id");
    List<Reply> replies =
        Workers.start(8, number -> rotate(id, "overlap_ms", 60_000, "idempotency_key", "k"))
            .await(Duration.ofSeconds(30));
    assertThat(replies).hasSize(8).filteredOn(reply -> reply.has("key_secret")).hasSize(1);
    assertThat(replies)
        .allMatch(Reply::isSuccess)
        .extracting(reply -> reply.body().path("key").path("key_id").asText())
        .containsOnly(replies.getFirst().body().path("key").path("key_id").asText());
  }

  @Test
  void whoeverHasLostTheSecretReplacesTheNewKey() {
    Reply rotated = rotate(create().text("key_id"), "overlap_ms", 60_000).expect(201);
    Reply again =
        rotate(rotated.body().path("key").path("key_id").asText(), "overlap_ms", 0).expect(201);
    agent(rotated.text("key_secret"))
        .reserve(Bodies.reserve("x", tenancy.leaf(), 1))
        .refused(401, "UNAUTHORIZED");
    agent(again.text("key_secret")).reserve(Bodies.reserve("x", tenancy.leaf(), 1)).expect(200);
  }

  @Test
  void withoutABodyTheOverlapIsADay() {
    String id = create().text("key_id");
    Reply rotated = operator.send(new Request("POST", path(id), Map.of(), null)).expect(201);
    Instant made = Instant.parse(rotated.body().path("key").path("created_at").asText());
    assertThat(Instant.parse(rotated.body().path("previous").path("expires_at").asText()))
        .isEqualTo(made.plus(Duration.ofDays(1)));
  }

  @Test
  void whatCannotBeReplacedIsRefused() {
    rotate("key_unknown").refused(404, "NOT_FOUND");
    String id = create().text("key_id");
    rotate(id, "overlap_ms", -1).refused(400, "INVALID_REQUEST");
    rotate(id, "overlap_ms", 30L * 24 * 3_600_000 + 1).refused(400, "INVALID_REQUEST");
    rotate(id, "overlap", 1).refused(400, "INVALID_REQUEST");
    rotate(id, "idempotency_key", "").refused(400, "INVALID_REQUEST");
    rotate(id, "idempotency_key", "x".repeat(129)).refused(400, "INVALID_REQUEST");
    tenancy.agent().post(path(id), Json.object()).refused(401, "UNAUTHORIZED");

    operator.send(new Request("DELETE", "/v1/admin/api-keys/" + id, Map.of(), null)).expect(200);
    rotate(id).refused(409, "KEY_REVOKED");
    String other = create().text("key_id");
    operator.updateTenant(tenancy.id(), Json.object("status", "SUSPENDED")).expect(200);
    rotate(other).refused(400, "INVALID_REQUEST");
    operator.close(tenancy.id()).expect(200);
    rotate(other).refused(409, "TENANT_CLOSED");
  }
}
