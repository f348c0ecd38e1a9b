package io.bailiwick.query;

/** What a list of ledgers can be sorted by. */
public enum LedgerSort {
  TENANT_ID,
  SCOPE,
  UNIT,
  STATUS,
  COMMIT_OVERAGE_POLICY,
  /** Spent / allocated. The default of operators' lists, descending. */
  UTILIZATION,
  DEBT
}
