package io.bailiwick.query;

import io.bailiwick.tenant.TenantId;
import io.bailiwick.tenant.TenantStatus;

/**
 * Which tenants are wanted; all that is not null must hold.
 *
 * @param search part of id or name, whatever the case
 */
public record TenantFilter(TenantStatus status, TenantId parent, String search) {

  /** All of them. */
  public static final TenantFilter ALL = new TenantFilter(null, null, null);
}
