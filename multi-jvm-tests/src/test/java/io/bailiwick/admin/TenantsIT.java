package io.bailiwick.admin;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bailiwick.harness.Json;
import io.bailiwick.harness.Operator;
import io.bailiwick.harness.Reply;
import io.bailiwick.harness.SharedServer;
import io.bailiwick.harness.Tenancy;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tenants: create, read, change. */
class TenantsIT {
  private final Operator operator = SharedServer.operator();
  private final String id = Tenancy.empty(operator).id() + "-x";

  private Reply create(ObjectNode body) {
    return operator.post("/v1/admin/tenants", body);
  }

  private ObjectNode whole() {
    return Json.object(
        "tenant_id",
        id,
        "name",
        "Whole",
        "parent_tenant_id",
        "nobody-yet",
        "metadata",
        Json.object("plan", "team"),
        "default_commit_overage_policy",
        "REJECT",
        "default_reservation_ttl_ms",
        30_000,
        "max_reservation_ttl_ms",
        90_000,
        "max_reservation_extensions",
        3,
        "reservation_expiry_policy",
        "GRACE_ONLY");
  }

  @Test
  void everythingThatIsSaidIsKept() {
    Reply made = create(whole()).expect(201);
    for (String member :
        new String[] {
          "tenant_id",
          "name",
          "parent_tenant_id",
          "metadata",
          "default_commit_overage_policy",
          "default_reservation_ttl_ms",
          "max_reservation_ttl_ms",
          "max_reservation_extensions",
          "reservation_expiry_policy"
        }) {
      assertThat(made.body().path(member)).as(member).isEqualTo(whole().path(member));
    }
    assertThat(made.text("status")).isEqualTo("ACTIVE");
    Instant.parse(made.text("created_at"));
    assertThat(operator.get("/v1/admin/tenants/" + id).expect(200).body()).isEqualTo(made.body());
  }

  @Test
  void whatIsNotSaidHasTheDefaults() {
    Reply made = create(Json.object("tenant_id", id, "name", "Plain")).expect(201);
    assertThat(made.text("default_commit_overage_policy")).isEqualTo("ALLOW_IF_AVAILABLE");
    assertThat(made.body().path("default_reservation_ttl_ms").asLong()).isEqualTo(60_000);
    assertThat(made.body().path("max_reservation_ttl_ms").asLong()).isEqualTo(3_600_000);
    assertThat(made.body().path("max_reservation_extensions").asLong()).isEqualTo(10);
    assertThat(made.text("reservation_expiry_policy")).isEqualTo("AUTO_RELEASE");
  }

  @Test
  void creatingAgainIsTheSameTenant() {
    Reply made = create(whole()).expect(201);
    Reply again = create(Json.object("tenant_id", id, "name", "Whole")).expect(200);
    assertThat(again.body()).isEqualTo(made.body());
    create(Json.object("tenant_id", id, "name", "Other")).refused(409, "DUPLICATE_RESOURCE");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"name\": \"x\"}",
        "{\"tenant_id\": \"abc-def\"}",
        "{\"tenant_id\": \"ab\", \"name\": \"x\"}",
        "{\"tenant_id\": \"With-Capitals\", \"name\": \"x\"}",
        "{\"tenant_id\": \"under_score\", \"name\": \"x\"}",
        "{\"tenant_id\": \"abc\", \"name\": \"x\", \"colour\": \"red\"}",
        "{\"tenant_id\": \"abc\", \"name\": \"x\", \"default_reservation_ttl_ms\": 999}",
        "{\"tenant_id\": \"abc\", \"name\": \"x\", \"max_reservation_ttl_ms\": 86400001}",
        "{\"tenant_id\": \"abc\", \"name\": \"x\", \"max_reservation_extensions\": -1}",
        "{\"tenant_id\": \"abc\", \"name\": \"x\", \"metadata\": {\"a\": 1}}",
        "{\"tenant_id\": \"abc\", \"name\": \"x\", \"default_commit_overage_policy\": \"MAYBE\"}"
      })
  void whatIsNotATenantIsRefused(String body) {
    create((ObjectNode) Json.parse(body)).refused(400, "INVALID_REQUEST");
  }

  @Test
  void aChangeLeavesTheRest() {
    create(whole()).expect(201);
    Reply changed =
        operator.updateTenant(id, Json.object("name", "New", "max_reservation_extensions", 7));
    assertThat(changed.expect(200).text("name")).isEqualTo("New");
    assertThat(changed.body().path("max_reservation_extensions").asLong()).isEqualTo(7);
    assertThat(changed.body().path("metadata")).isEqualTo(whole().path("metadata"));
    assertThat(changed.body().path("default_reservation_ttl_ms").asLong()).isEqualTo(30_000);
    Reply metadata =
        operator.updateTenant(id, Json.object("metadata", Json.object("other", "one")));
    assertThat(metadata.expect(200).body().path("metadata")).isEqualTo(Json.object("other", "one"));
  }

  @Test
  void aSuspensionHasItsTime() {
    create(whole()).expect(201);
    Reply suspended = operator.updateTenant(id, Json.object("status", "SUSPENDED")).expect(200);
    assertThat(suspended.has("suspended_at")).isTrue();
    Reply active = operator.updateTenant(id, Json.object("status", "ACTIVE")).expect(200);
    assertThat(active.text("status")).isEqualTo("ACTIVE");
  }

  @Test
  void whatCannotBeChangedIsRefused() {
    create(whole()).expect(201);
    operator
        .updateTenant(id, Json.object("parent_tenant_id", "other"))
        .refused(400, "INVALID_REQUEST");
    operator.updateTenant(id, Json.object("status", "GONE")).refused(400, "INVALID_REQUEST");
    operator
        .updateTenant(id, Json.object("reservation_expiry_policy", "AUTO_RELEASE"))
        .refused(400, "INVALID_REQUEST");
  }

  @Test
  void anUnknownTenantIsNotFound() {
    operator.get("/v1/admin/tenants/no-such-tenant").refused(404, "TENANT_NOT_FOUND");
    operator
        .updateTenant("no-such-tenant", Json.object("name", "x"))
        .refused(404, "TENANT_NOT_FOUND");
  }
}
