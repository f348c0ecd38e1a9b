package io.bailiwick.amount;

/** What an amount counts. The list is closed by the protocol; the names are its wire names. */
public enum Unit {
  /** A hundred-millionth of a US dollar. */
  USD_MICROCENTS,
  TOKENS,
  CREDITS,
  RISK_POINTS
}
