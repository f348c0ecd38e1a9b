package io.bailiwick.http.wire;

import io.bailiwick.amount.OveragePolicy;
import io.bailiwick.tenant.Tenant;
import io.bailiwick.tenant.TenantSettings;
import java.io.IOException;
import java.util.List;

/**
 * What operators see of tenants: with the server's defaults where a tenant has decided nothing.
 *
 * @param defaults none of them null
 */
public record TenantBodies(TenantSettings defaults) {

  /** What a tenant without settings of its own shows. */
  public static TenantBodies with(long defaultTtlMs, long maxTtlMs, int maxExtensions) {
    return new TenantBodies(
        new TenantSettings(
            OveragePolicy.ALLOW_IF_AVAILABLE, defaultTtlMs, maxTtlMs, maxExtensions));
  }

  public byte[] one(Tenant tenant) {
    return JsonText.object(json -> members(json, tenant));
  }

  public byte[] list(List<Tenant> tenants, String nextCursor) {
    return JsonText.object(
        json -> {
          json.objects("tenants", tenants, this::members);
          Pages.write(json, nextCursor);
        });
  }

  private void members(JsonText json, Tenant tenant) throws IOException {
    TenantSettings own = tenant.settings();
    json.text("tenant_id", tenant.id().value())
        .text("name", tenant.name())
        .constant("status", tenant.status())
        .text("parent_tenant_id", tenant.parent() == null ? null : tenant.parent().value())
        .constant(
            "default_commit_overage_policy", or(own.overagePolicy(), defaults.overagePolicy()))
        .integer("default_reservation_ttl_ms", or(own.defaultTtlMs(), defaults.defaultTtlMs()))
        .integer("max_reservation_ttl_ms", or(own.maxTtlMs(), defaults.maxTtlMs()))
        .integer(
            "max_reservation_extensions",
            or(own.maxExtensions(), defaults.maxExtensions()).longValue())
        .constant("reservation_expiry_policy", tenant.expiryPolicy())
        .kept("metadata", tenant.metadata())
        .time("created_at", tenant.createdAtMs())
        .time("updated_at", tenant.updatedAtMs())
        .time("suspended_at", tenant.suspendedAtMs())
        .time("closed_at", tenant.closedAtMs());
  }

  private static <T> T or(T own, T otherwise) {
    return own == null ? otherwise : own;
  }
}
