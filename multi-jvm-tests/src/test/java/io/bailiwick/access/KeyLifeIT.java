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
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A key from its making to its end. */
class KeyLifeIT {
  private final Operator operator = SharedServer.operator();
  private final Tenancy tenancy = Tenancy.ofThreeLevels(operator);

  private Reply create(Object... more) {
    List<Object> members = new ArrayList<>(List.of("tenant_id", tenancy.id(), "name", "a key"));
    members.addAll(List.of(more));
    return operator.createKey(Json.object(members.toArray()));
  }

  private Agent agent(Reply key) {
    return new Agent(operator.client(), tenancy.id(), key.text("key_secret"));
  }

  private Reply update(String keyId, JsonNode changes) {
    return operator.send(Request.of("PATCH", "/v1/admin/api-keys/" + keyId, changes));
  }

  private Reply revoke(String keyId) {
    return operator.send(
        new Request(
            "DELETE",
            "/v1/admin/api-keys/" + keyId + "?reason=found%20in%20a%20log",
            Map.of(),
            null));
  }

  private JsonNode row(String keyId) {
    return operator.rows("/v1/admin/api-keys?tenant_id=" + tenancy.id(), "keys").stream()
        .filter(key -> key.path("key_id").asText().equals(keyId))
        .findFirst()
        .orElseThrow();
  }

  private Reply validate(String secret) {
    return operator.post("/v1/auth/validate", Json.object("key_secret", secret)).expect(200);
  }

  @Test
  void aNewKeyShowsItsSecretOnce() {
    Reply key = create().expect(201);
    assertThat(key.text("key_secret")).matches("cyc_live_[A-Za-z0-9_-]{32,}");
    assertThat(key.text("key_prefix")).isEqualTo(key.text("key_secret").substring(0, 14));
    Instant created = Instant.parse(key.text("created_at"));
    assertThat(Instant.parse(key.text("expires_at")))
        .isEqualTo(created.plus(java.time.Duration.ofDays(90)));
    JsonNode row = row(key.text("key_id"));
    assertThat(row.has("key_secret")).isFalse();
    assertThat(row.path("status").asText()).isEqualTo("ACTIVE");
    assertThat(row.path("permissions")).hasSize(10);
  }

  @Test
  void anEmptyListOfPermissionsIsTheDefault() {
    Reply key = create("permissions", List.of()).expect(201);
    assertThat(row(key.text("key_id")).path("permissions")).hasSize(10);
  }

  @Test
  void theReasonOfARevocationIsAtMost512Characters() {
    // One character of Unicode, which takes two of Java's.
    String path = "/v1/admin/api-keys/%s?reason=" + "%%F0%%9F%%90%%A6".repeat(512);
    String keyId = create().expect(201).text("key_id");
    Request tooLong = new Request("DELETE", path.formatted(keyId) + "x", Map.of(), null);
    operator.send(tooLong).refused(400, "INVALID_REQUEST");
    Request longest = new Request("DELETE", path.formatted(keyId), Map.of(), null);
    assertThat(operator.send(longest).expect(200).text("revoked_reason"))
        .isEqualTo("\uD83D\uDC26".repeat(512));
  }

  @Test
  void aRevokedKeyWorksNoMore() {
    Reply key = create().expect(201);
    Agent agent = agent(key);
    String held = agent.reserved("held", tenancy.leaf(), 10);
    Reply revoked = revoke(key.text("key_id")).expect(200);
    assertThat(revoked.text("status")).isEqualTo("REVOKED");
    assertThat(revoked.text("revoked_reason")).isEqualTo("found in a log");
    agent.get("/v1/reservations").refused(401, "UNAUTHORIZED");
    agent.commit(held, Bodies.commit("c", 10)).refused(401, "UNAUTHORIZED");
    tenancy.agent().commit(held, Bodies.commit("c", 10)).expect(200);
    assertThat(validate(agent.secret()).text("reason")).isEqualTo("KEY_REVOKED");

    revoke(key.text("key_id")).refused(409, "KEY_REVOKED");
    update(key.text("key_id"), Json.object("name", "x")).refused(409, "KEY_REVOKED");
  }

  @Test
  void anExpiredKeyWorksNoMore() {
    long expiresAtMs = Clock.nowMs() + 1_500;
    Reply key = create("expires_at", Instant.ofEpochMilli(expiresAtMs).toString()).expect(201);
    agent(key).get("/v1/reservations").expect(200);
    Clock.awaitPast(expiresAtMs);
    agent(key).get("/v1/reservations").refused(401, "UNAUTHORIZED");
    assertThat(validate(agent(key).secret()).text("reason")).isEqualTo("KEY_EXPIRED");
    assertThat(row(key.text("key_id")).path("status").asText()).isEqualTo("EXPIRED");
    update(key.text("key_id"), Json.object("name", "x")).refused(409, "KEY_EXPIRED");
  }

  @Test
  void aChangeOfPermissionsCountsAtOnce() {
    Reply key = create("permissions", List.of("reservations:create")).expect(201);
    Agent agent = agent(key);
    agent.get("/v1/balances?app=chat").refused(403, "FORBIDDEN");
    Reply changed =
        update(
            key.text("key_id"),
            Json.object(
                "permissions",
                List.of("balances:read"),
                "scope_filter",
                List.of("app:chat"),
                "name",
                "narrow",
                "description",
                "for the dashboard"));
    assertThat(changed.expect(200).text("name")).isEqualTo("narrow");
    assertThat(changed.text("description")).isEqualTo("for the dashboard");
    agent.get("/v1/balances?app=chat").expect(200);
    agent.reserve(Bodies.reserve("k", tenancy.leaf(), 1)).refused(403, "FORBIDDEN");
  }

  @Test
  void validateSaysWhoseAKeyIs() {
    Reply key = create("permissions", List.of("balances:read"), "scope_filter", List.of("app:x"));
    Reply verdict = validate(key.expect(201).text("key_secret"));
    assertThat(verdict.body().path("valid").asBoolean()).isTrue();
    assertThat(verdict.text("tenant_id")).isEqualTo(tenancy.id());
    assertThat(verdict.text("key_id")).isEqualTo(key.text("key_id"));
    assertThat(verdict.body().path("permissions").path(0).asText()).isEqualTo("balances:read");
    assertThat(verdict.body().path("scope_filter").path(0).asText()).isEqualTo("app:x");

    Reply unknown = validate("cyc_live_" + "x".repeat(32));
    assertThat(unknown.body().path("valid").asBoolean()).isFalse();
    assertThat(unknown.text("tenant_id")).isEmpty();
    assertThat(unknown.text("reason")).isIn("KEY_NOT_FOUND", "INVALID_KEY");
    assertThat(validate("x".repeat(5_000)).text("reason")).isEqualTo("KEY_NOT_FOUND");
  }

  @Test
  void validateKnowsTheTenantsState() {
    operator.updateTenant(tenancy.id(), Json.object("status", "SUSPENDED")).expect(200);
    Reply verdict = validate(tenancy.agent().secret());
    assertThat(verdict.body().path("valid").asBoolean()).isFalse();
    assertThat(verdict.text("reason")).isEqualTo("TENANT_SUSPENDED");
  }

  @Test
  void unknownPermissionsTenantsAndKeysAreRefused() {
    create("permissions", List.of("everything:do")).refused(400, "INVALID_REQUEST");
    operator
        .createKey(Json.object("tenant_id", "no-such-tenant", "name", "x"))
        .refused(400, "TENANT_NOT_FOUND");
    update("key_unknown", Json.object("name", "x")).refused(404, "NOT_FOUND");
    revoke("key_unknown").refused(404, "NOT_FOUND");
    Reply key = create().expect(201);
    update(key.text("key_id"), Json.object("permissions", List.of("x:y")))
        .refused(400, "INVALID_REQUEST");
  }

  @Test
  void aSuspendedTenantGetsNoKeys() {
    operator.updateTenant(tenancy.id(), Json.object("status", "SUSPENDED")).expect(200);
    create().refused(400, "INVALID_REQUEST");
  }
}
