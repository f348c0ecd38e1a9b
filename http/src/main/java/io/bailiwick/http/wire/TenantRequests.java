package io.bailiwick.http.wire;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bailiwick.amount.OveragePolicy;
import io.bailiwick.http.error.Problem;
import io.bailiwick.tenant.ExpiryPolicy;
import io.bailiwick.tenant.TenantCommand;
import io.bailiwick.tenant.TenantId;
import io.bailiwick.tenant.TenantSettings;
import io.bailiwick.tenant.TenantStatus;
import java.util.Set;

/** Requests about tenants as commands. */
public final class TenantRequests {
  private static final int NAME_LENGTH_MAX = 256;
  private static final int METADATA_MAX = 32;
  private static final long TTL_MIN_MS = 1_000;
  private static final long TTL_MAX_MS = 86_400_000;

  /** Could be a tenant's id, and is an operation beside them: {@code /v1/admin/tenants/…}. */
  private static final Set<String> RESERVED = Set.of("bulk-action");

  private static final Set<String> OF_UPDATE =
      Set.of(
          "name",
          "status",
          "metadata",
          "default_commit_overage_policy",
          "default_reservation_ttl_ms",
          "max_reservation_ttl_ms",
          "max_reservation_extensions");
  private static final Set<String> OF_CREATE =
      Set.of(
          "tenant_id",
          "name",
          "parent_tenant_id",
          "metadata",
          "default_commit_overage_policy",
          "default_reservation_ttl_ms",
          "max_reservation_ttl_ms",
          "max_reservation_extensions",
          "reservation_expiry_policy");

  private TenantRequests() {}

  public static TenantCommand.Create create(ObjectNode body) {
    Members members = Members.of(body, OF_CREATE);
    String parent = members.textOrNull("parent_tenant_id", 0, NAME_LENGTH_MAX);
    ExpiryPolicy expiry = members.choiceOrNull("reservation_expiry_policy", ExpiryPolicy.class);
    TenantId id = tenantId("tenant_id", members.text("tenant_id", 0, Integer.MAX_VALUE));
    if (RESERVED.contains(id.value())) {
      throw Problem.invalid("tenant_id must not be %s, which is reserved", id);
    }
    return new TenantCommand.Create(
        id,
        members.spoken("name", NAME_LENGTH_MAX),
        parent == null ? null : tenantId("parent_tenant_id", parent),
        settings(members),
        expiry == null ? ExpiryPolicy.AUTO_RELEASE : expiry,
        metadata(members));
  }

  public static TenantCommand.Update update(TenantId tenant, ObjectNode body) {
    Members members = Members.of(body, OF_UPDATE);
    return new TenantCommand.Update(
        tenant,
        members.has("name") ? members.spoken("name", NAME_LENGTH_MAX) : null,
        members.choiceOrNull("status", TenantStatus.class),
        settings(members),
        metadata(members));
  }

  /** The tenant of that id; what can be none is refused. */
  static TenantId tenantId(String where, String text) {
    if (!TenantId.isValid(text)) {
      throw Problem.invalid("%s must be 3 to 64 of a-z 0-9 -, was %s", where, Members.shown(text));
    }
    return new TenantId(text);
  }

  private static TenantSettings settings(Members members) {
    Long extensions = members.integerOrNull("max_reservation_extensions", 0, Integer.MAX_VALUE);
    return new TenantSettings(
        members.choiceOrNull("default_commit_overage_policy", OveragePolicy.class),
        members.integerOrNull("default_reservation_ttl_ms", TTL_MIN_MS, TTL_MAX_MS),
        members.integerOrNull("max_reservation_ttl_ms", TTL_MIN_MS, TTL_MAX_MS),
        extensions == null ? null : Integer.valueOf(extensions.intValue()));
  }

  private static String metadata(Members members) {
    members.checkTexts("metadata", METADATA_MAX, Integer.MAX_VALUE);
    return members.canonicalOrNull("metadata");
  }
}
