package io.bailiwick.amount;

/** What happens to a commit above its reservation, or to an event above what is there. */
public enum OveragePolicy {
  /** It is refused. */
  REJECT,
  /** What is there is charged, and who lacked the rest is over its limit. */
  ALLOW_IF_AVAILABLE,
  /** What is not there becomes debt, up to the ledger's overdraft limit. */
  ALLOW_WITH_OVERDRAFT
}
