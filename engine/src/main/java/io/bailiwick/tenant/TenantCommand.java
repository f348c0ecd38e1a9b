package io.bailiwick.tenant;

/** What an operator may ask of a tenant. */
public sealed interface TenantCommand {

  TenantId tenant();

  /** Registers a tenant; one that is there under the same name is answered as it is. */
  record Create(
      TenantId tenant,
      String name,
      TenantId parent,
      TenantSettings settings,
      ExpiryPolicy expiryPolicy,
      String metadata)
      implements TenantCommand {}

  /**
   * Changes what is not null. A status of CLOSED starts the close, and asking for it again finishes
   * one that was interrupted.
   */
  record Update(
      TenantId tenant, String name, TenantStatus status, TenantSettings settings, String metadata)
      implements TenantCommand {}
}
