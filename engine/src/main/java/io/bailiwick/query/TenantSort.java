package io.bailiwick.query;

/** What a list of tenants can be sorted by. */
public enum TenantSort {
  TENANT_ID,
  NAME,
  STATUS,
  /** The default, descending. */
  CREATED_AT
}
