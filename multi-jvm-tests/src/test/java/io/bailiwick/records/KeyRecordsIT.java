package io.bailiwick.records;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

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
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is told of keys: replaced, expired, and tried when they are no good. */
class KeyRecordsIT {
  private static final Duration SOON = Duration.ofSeconds(20);

  /** By far more than a sweep takes, and less than what an operator would call late. */
  private static final Duration TOLD_WITHIN = Duration.ofSeconds(5);

  private final Operator operator = SharedServer.operator();
  private final Tenancy acme = Tenancy.empty(operator).budget("", 100);
  private final Records records = new Records(operator, acme.id());

  private Reply key(Object... more) {
    List<Object> members = new ArrayList<>(List.of("tenant_id", acme.id(), "name", "a key"));
    members.addAll(List.of(more));
    return operator.createKey(Json.object(members.toArray())).expect(201);
  }

  private Agent agent(Reply key) {
    return new Agent(operator.client(), acme.id(), key.text("key_secret"));
  }

  private void revoke(Reply key) {
    operator
        .send(new Request("DELETE", "/v1/admin/api-keys/" + key.text("key_id"), Map.of(), null))
        .expect(200);
  }

  @Test
  void anExpiryIsToldOnceAndSoon() {
    long expiresAtMs = Clock.nowMs() + 1_000;
    Reply key = key("expires_at", Instant.ofEpochMilli(expiresAtMs).toString());
    Clock.awaitPast(expiresAtMs);
    assertThat(
            operator
                .rows("/v1/admin/api-keys?search=" + key.text("key_id"), "keys")
                .getFirst()
                .path("status")
                .asText())
        .as("from the first moment on")
        .isEqualTo("EXPIRED");

    await().atMost(SOON).until(() -> !expiries().isEmpty());
    JsonNode event = expiries().getFirst();
    assertThat(Instant.parse(event.path("timestamp").asText()))
        .isBetween(
            Instant.ofEpochMilli(expiresAtMs), Instant.ofEpochMilli(expiresAtMs).plus(TOLD_WITHIN));
    assertThat(event.path("data").path("key_id").asText()).isEqualTo(key.text("key_id"));
    assertThat(event.path("data").path("previous_status").asText()).isEqualTo("ACTIVE");
    assertThat(event.path("data").path("new_status").asText()).isEqualTo("EXPIRED");
    assertThat(event.path("actor").path("type").asText()).isEqualTo("scheduler");
    assertThat(records.operations("&resource_id=" + key.text("key_id")))
        .containsExactly("createApiKey", "api_key_expiry");
    Clock.awaitPast(Clock.nowMs() + 2_500);
    assertThat(expiries()).as("sweeps later").hasSize(1);
  }

  private List<JsonNode> expiries() {
    return records.events("&event_type=api_key.expired");
  }

  @Test
  void aReplacementIsToldOfBothKeysAndOfTheEndOfTheOldOne() {
    Reply old = key();
    Reply rotated =
        operator
            .post(
                "/v1/x-bailiwick/api-keys/" + old.text("key_id") + "/rotate",
                Json.object("overlap_ms", 500))
            .expect(201);
    String oldId = old.text("key_id");
    String newId = rotated.body().path("key").path("key_id").asText();

    List<JsonNode> audits = records.audits("&operation=rotateApiKey");
    assertThat(audits)
        .extracting(entry -> entry.path("resource_id").asText())
        .containsExactlyInAnyOrder(oldId, newId);
    assertThat(audits)
        .allMatch(
            entry -> entry.path("request_id").asText().equals(rotated.header("X-Request-Id")));
    JsonNode created = records.last("api_key.created");
    assertThat(created.path("data").path("key_id").asText()).isEqualTo(newId);
    assertThat(created.path("correlation_id").asText())
        .isEqualTo("api_key_rotate:" + oldId + ':' + rotated.header("X-Request-Id"));
    assertThat(audits.toString() + created).doesNotContain(rotated.text("key_secret"));

    await().atMost(SOON).until(() -> !expiries().isEmpty());
    assertThat(expiries()).hasSize(1);
    assertThat(expiries().getFirst().path("data").path("key_id").asText()).isEqualTo(oldId);
    assertThat(expiries().getFirst().path("metadata").path("rotated_to").asText()).isEqualTo(newId);
  }

  @ParameterizedTest
  @ValueSource(strings = {"/v1/reservations", "/v1/admin/budgets"})
  void aRequestWithARevokedKeyIsToldOfTheTenant(String target) {
    Reply key = key();
    revoke(key);
    Reply refused = agent(key).get(target).refused(401, "UNAUTHORIZED");

    JsonNode event = failed(refused, acme.id());
    assertThat(event.path("data").path("key_id").asText()).isEqualTo(key.text("key_id"));
    assertThat(event.path("data").path("key_name").asText()).isEqualTo("a key");
    assertThat(event.path("data").path("failure_reason").asText()).isEqualTo("key_revoked");
    assertThat(event.path("data").path("source_ip").asText()).isEqualTo("127.0.0.1");
    JsonNode entry = records.audits("&status=401").getFirst();
    assertThat(entry.path("key_id").asText()).isEqualTo(key.text("key_id"));
    assertThat(entry.path("tenant_id").asText()).isEqualTo(acme.id());
    assertThat(entry.path("request_id").asText()).isEqualTo(refused.header("X-Request-Id"));
    assertThat(entry.path("metadata").path("key_prefix").asText())
        .isEqualTo(key.text("key_prefix"));
  }

  @Test
  void aRequestWithAnExpiredKeyIsToldOfTheTenant() {
    long expiresAtMs = Clock.nowMs() + 700;
    Reply key = key("expires_at", Instant.ofEpochMilli(expiresAtMs).toString());
    Clock.awaitPast(expiresAtMs);
    Reply refused =
        agent(key).reserve(Bodies.reserve("r", acme.scope(""), 1)).refused(401, "UNAUTHORIZED");
    JsonNode data = failed(refused, acme.id()).path("data");
    assertThat(data.path("failure_reason").asText()).isEqualTo("key_expired");
  }

  @Test
  void aRequestWithAKeyThatNobodyKnowsIsToldOfNobody() {
    String secret = "cyc_live_" + "Z".repeat(32);
    Reply refused =
        new Agent(operator.client(), acme.id(), secret)
            .get("/v1/reservations")
            .refused(401, "UNAUTHORIZED");
    JsonNode event = failed(refused, "__system__");
    assertThat(event.path("data").path("failure_reason").asText()).isEqualTo("key_not_found");
    assertThat(event.path("data").has("key_id")).isFalse();
    List<JsonNode> entries =
        operator.rows(
            "/v1/admin/audit/logs?tenant_id=__unauth__&request_id="
                + refused.header("X-Request-Id"),
            "logs");
    assertThat(entries).hasSize(1);
    assertThat(event.toString() + entries).doesNotContain(secret);
  }

  /** Whoever knows the beginning of a key, which is shown in lists, has not been its tenant. */
  @Test
  void aSecretThatOnlyBeginsLikeAKeyIsNobodys() {
    Reply key = key();
    Reply refused =
        new Agent(operator.client(), acme.id(), key.text("key_prefix") + "y".repeat(27))
            .get("/v1/reservations")
            .refused(401, "UNAUTHORIZED");
    JsonNode data = failed(refused, "__system__").path("data");
    assertThat(data.path("failure_reason").asText()).isEqualTo("invalid_key");
    assertThat(records.events("&event_type=api_key.auth_failed")).isEmpty();
  }

  /** Another plane that a key was sent to asks whose it is: whoever sent it has tried it. */
  @Test
  void aQuestionAboutAKeyThatIsNoGoodIsToldAndAboutAGoodOneIsNot() {
    Reply key = key();
    Reply good = validated(key.text("key_secret"));
    revoke(key);
    Reply ended = validated(key.text("key_secret"));
    Reply unknown = validated("cyc_live_" + "Q".repeat(32));

    JsonNode event = failed(ended, acme.id());
    assertThat(event.path("data").path("key_id").asText()).isEqualTo(key.text("key_id"));
    assertThat(event.path("data").path("failure_reason").asText()).isEqualTo("key_revoked");
    assertThat(event.path("actor").path("type").asText()).isEqualTo("admin");
    JsonNode ofNobody = failed(unknown, "__system__").path("data");
    assertThat(ofNobody.path("failure_reason").asText()).isEqualTo("key_not_found");
    for (Reply answered : List.of(good, ended, unknown)) {
      String ofRequest = "?request_id=" + answered.header("X-Request-Id");
      assertThat(operator.rows("/v1/admin/audit/logs" + ofRequest, "logs"))
          .as("it was answered, and has changed nothing")
          .isEmpty();
    }
    assertThat(
            operator.rows("/v1/admin/events?request_id=" + good.header("X-Request-Id"), "events"))
        .isEmpty();
  }

  /** Its key still lets it in: for what a suspension allows. */
  @Test
  void aQuestionAboutTheKeyOfASuspendedTenantIsNoFailure() {
    Tenancy suspended = Tenancy.empty(operator);
    String secret = suspended.agent().secret();
    operator.updateTenant(suspended.id(), Json.object("status", "SUSPENDED")).expect(200);
    Reply answered = validated(secret);
    assertThat(answered.text("reason")).isEqualTo("TENANT_SUSPENDED");
    assertThat(
            operator.rows(
                "/v1/admin/events?request_id=" + answered.header("X-Request-Id"), "events"))
        .isEmpty();
  }

  private Reply validated(String secret) {
    return operator.post("/v1/auth/validate", Json.object("key_secret", secret)).expect(200);
  }

  @Test
  void aRequestWithoutAKeyIsNoAttempt() {
    Reply refused =
        operator.client().send(Request.get("/v1/reservations")).refused(401, "UNAUTHORIZED");
    String ofRequest = refused.header("X-Request-Id");
    await()
        .atMost(SOON)
        .until(
            () -> !operator.rows("/v1/admin/audit/logs?request_id=" + ofRequest, "logs").isEmpty());
    assertThat(operator.rows("/v1/admin/events?request_id=" + ofRequest, "events")).isEmpty();
  }

  private JsonNode failed(Reply refused, String tenant) {
    String target =
        "/v1/admin/events?event_type=api_key.auth_failed&tenant_id="
            + tenant
            + "&request_id="
            + refused.header("X-Request-Id");
    await().atMost(SOON).until(() -> !operator.rows(target, "events").isEmpty());
    assertThat(operator.rows(target, "events")).hasSize(1);
    return operator.rows(target, "events").getFirst();
  }
}
