package io.bailiwick.scope;

/** What an operator does to an allocation. */
public enum FundingOperation {
  /** Adds to the allocation. Leaves debt. */
  CREDIT,
  /** Takes from the allocation, at most what remains. */
  DEBIT,
  /** Sets the allocation. */
  RESET,
  /** Sets the allocation, or keeps it, and what counts as spent. */
  RESET_SPENT,
  /** Pays debt; what is more than the debt is added to the allocation. */
  REPAY_DEBT
}
