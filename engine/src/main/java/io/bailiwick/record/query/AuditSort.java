package io.bailiwick.record.query;

/** What a list of audit entries can be sorted by; equal ones are in the order of time. */
public enum AuditSort {
  /** The default, descending. */
  TIMESTAMP,
  OPERATION,
  RESOURCE_TYPE,
  TENANT_ID,
  KEY_ID,
  STATUS
}
