package io.bailiwick.access;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.bailiwick.harness.Agent;
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
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What a server says of a credential: what it may do, and why it is no good. */
class CredentialsIT {

  /** The table of the protocol (AuthIntrospectResponse, normative), row by row. */
  private static final Map<String, Set<String>> GIVEN_BY =
      Map.of(
          "view_budgets",
          Set.of("budgets:read", "admin:read", "admin:budgets:read"),
          "view_policies",
          Set.of("policies:read", "admin:read", "admin:policies:read"),
          "view_webhooks",
          Set.of("webhooks:read", "admin:read", "admin:webhooks:read"),
          "view_events",
          Set.of("events:read", "admin:read", "admin:events:read"),
          "view_reservations",
          Set.of(
              "reservations:list",
              "reservations:create",
              "reservations:commit",
              "reservations:release",
              "reservations:extend",
              "admin:read"),
          "manage_budgets",
          Set.of("budgets:write", "admin:write", "admin:budgets:write"),
          "manage_policies",
          Set.of("policies:write", "admin:write", "admin:policies:write"),
          "manage_webhooks",
          Set.of("webhooks:write", "admin:write", "admin:webhooks:write"),
          "manage_reservations",
          Set.of(
              "reservations:create",
              "reservations:commit",
              "reservations:release",
              "reservations:extend",
              "admin:write"));

  private static final Set<String> NEVER =
      Set.of(
          "view_tenants",
          "view_api_keys",
          "view_audit",
          "view_overview",
          "manage_tenants",
          "manage_api_keys");

  private final Operator operator = SharedServer.operator();
  private final Tenancy tenancy = Tenancy.empty(operator);

  /** Each permission alone, none but one that gives nothing, some together, and all. */
  static List<List<String>> held() {
    List<List<String>> all = new ArrayList<>();
    for (String permission : permissions()) {
      all.add(List.of(permission));
    }
    all.add(List.of("budgets:read", "webhooks:write"));
    all.add(List.of("admin:read", "admin:write"));
    all.add(permissions());
    return all;
  }

  private static List<String> permissions() {
    List<String> names =
        new ArrayList<>(
            List.of(
                "reservations:create",
                "reservations:commit",
                "reservations:release",
                "reservations:extend",
                "reservations:list",
                "balances:read",
                "events:read",
                "admin:read",
                "admin:write",
                "admin:events:read",
                "admin:audit:read"));
    for (String kind : List.of("read", "write")) {
      for (String of : List.of("budgets", "policies", "webhooks")) {
        names.add(of + ':' + kind);
        names.add("admin:" + of + ':' + kind);
      }
      names.add("admin:tenants:" + kind);
      names.add("admin:apikeys:" + kind);
    }
    return names;
  }

  @ParameterizedTest
  @MethodSource("held")
  void capabilitiesFollowFromThePermissionsByTheTable(List<String> held) {
    Agent agent = operator.newAgent(tenancy.id(), held, null);
    Reply reply = agent.get("/v1/auth/introspect").expect(200);
    Map<String, Boolean> expected = new TreeMap<>();
    GIVEN_BY.forEach(
        (capability, any) -> expected.put(capability, any.stream().anyMatch(held::contains)));
    NEVER.forEach(capability -> expected.put(capability, false));
    assertThat(capabilities(reply)).isEqualTo(expected);
    assertThat(texts(reply.body().path("permissions"))).isEqualTo(held);
    assertThat(members(reply))
        .containsExactly("auth_type", "authenticated", "capabilities", "permissions", "tenant_id");
    assertThat(reply.body().path("authenticated").asBoolean()).isTrue();
    assertThat(reply.text("auth_type")).isEqualTo("tenant");
    assertThat(reply.text("tenant_id")).isEqualTo(tenancy.id());
  }

  @Test
  void aFilterIsShownAndChangesNoCapability() {
    List<String> held = List.of("budgets:read");
    Agent wide = operator.newAgent(tenancy.id(), held, List.of());
    Agent narrow = operator.newAgent(tenancy.id(), held, List.of("App:Chat", "agent:*"));
    Reply reply = narrow.get("/v1/auth/introspect").expect(200);
    assertThat(texts(reply.body().path("scope_filter"))).containsExactly("app:chat", "agent:*");
    assertThat(reply.body().path("capabilities"))
        .isEqualTo(wide.get("/v1/auth/introspect").body().path("capabilities"));
  }

  @Test
  void theOperatorMayDoEverythingAndHasNoTenant() {
    Reply reply = operator.get("/v1/auth/introspect").expect(200);
    assertThat(members(reply))
        .containsExactly("auth_type", "authenticated", "capabilities", "permissions");
    assertThat(reply.text("auth_type")).isEqualTo("admin");
    assertThat(texts(reply.body().path("permissions"))).containsExactly("*");
    Set<String> all = new TreeSet<>(NEVER);
    all.addAll(GIVEN_BY.keySet());
    assertThat(capabilities(reply)).containsOnlyKeys(all).doesNotContainValue(false);
  }

  @Test
  void aBadCredentialIs401() {
    Request request = Request.get("/v1/auth/introspect");
    operator.client().send(request).refused(401, "UNAUTHORIZED");
    operator
        .client()
        .send(request.with("X-Cycles-API-Key", "cyc_live_" + "x".repeat(32)))
        .refused(401, "UNAUTHORIZED");
    operator.client().send(request.with("X-Admin-API-Key", "wrong")).refused(401, "UNAUTHORIZED");
  }

  @Test
  void validationSaysWhyASecretIsNoGood() {
    long expiresAtMs = Clock.nowMs() + 500;
    Reply expired = key("expires_at", Instant.ofEpochMilli(expiresAtMs).toString());
    Reply revoked = key();
    operator
        .send(new Request("DELETE", "/v1/admin/api-keys/" + revoked.text("key_id"), Map.of(), null))
        .expect(200);
    Reply good = key("scope_filter", List.of("app:chat"));
    Clock.awaitPast(expiresAtMs);

    Reply valid = validate(good.text("key_secret"));
    assertThat(members(valid))
        .containsExactly(
            "expires_at", "key_id", "permissions", "scope_filter", "tenant_id", "valid");
    assertThat(valid.body().path("valid").asBoolean()).isTrue();
    assertThat(valid.text("tenant_id")).isEqualTo(tenancy.id());

    isBad("cyc_live_" + "q".repeat(32), "KEY_NOT_FOUND", "");
    isBad("not a secret", "KEY_NOT_FOUND", "");
    isBad(good.text("key_prefix") + "q".repeat(27), "INVALID_KEY", "");
    isBad(revoked.text("key_secret"), "KEY_REVOKED", tenancy.id());
    isBad(expired.text("key_secret"), "KEY_EXPIRED", tenancy.id());
    operator.updateTenant(tenancy.id(), Json.object("status", "SUSPENDED")).expect(200);
    isBad(good.text("key_secret"), "TENANT_SUSPENDED", tenancy.id());
    operator.close(tenancy.id()).expect(200);
    isBad(good.text("key_secret"), "KEY_REVOKED", tenancy.id());
  }

  private void isBad(String secret, String reason, String tenant) {
    Reply reply = validate(secret);
    assertThat(reply.body().path("valid").asBoolean()).isFalse();
    assertThat(reply.text("reason")).isEqualTo(reason);
    assertThat(reply.text("tenant_id")).isEqualTo(tenant);
  }

  private Reply validate(String secret) {
    return operator.post("/v1/auth/validate", Json.object("key_secret", secret)).expect(200);
  }

  private Reply key(Object... more) {
    List<Object> members = new ArrayList<>(List.of("tenant_id", tenancy.id(), "name", "a key"));
    members.addAll(List.of(more));
    return operator.createKey(Json.object(members.toArray())).expect(201);
  }

  private static Map<String, Boolean> capabilities(Reply reply) {
    Map<String, Boolean> found = new TreeMap<>();
    reply
        .body()
        .path("capabilities")
        .properties()
        .forEach(member -> found.put(member.getKey(), member.getValue().asBoolean()));
    return found;
  }

  private static Set<String> members(Reply reply) {
    Set<String> names = new TreeSet<>();
    reply.body().fieldNames().forEachRemaining(names::add);
    return names;
  }

  private static List<String> texts(JsonNode array) {
    List<String> texts = new ArrayList<>();
    array.forEach(text -> texts.add(text.asText()));
    return texts;
  }
}
