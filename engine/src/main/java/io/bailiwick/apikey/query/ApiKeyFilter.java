package io.bailiwick.apikey.query;

import io.bailiwick.apikey.KeyStatus;
import io.bailiwick.tenant.TenantId;

/**
 * Which keys are wanted; all that is not null must hold.
 *
 * @param search part of id or name, whatever the case
 */
public record ApiKeyFilter(TenantId tenant, KeyStatus status, String search) {

  /** All of them. */
  public static final ApiKeyFilter ALL = new ApiKeyFilter(null, null, null);
}
