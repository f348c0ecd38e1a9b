package io.bailiwick.record.query;

/** What a list of events can be sorted by; equal ones are in the order of time. */
public enum EventSort {
  EVENT_TYPE,
  CATEGORY,
  SCOPE,
  TENANT_ID,
  /** The default, descending. */
  TIMESTAMP
}
