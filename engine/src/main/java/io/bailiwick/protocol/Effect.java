package io.bailiwick.protocol;

import io.bailiwick.amount.OveragePolicy;
import io.bailiwick.amount.Unit;

/** What a recorded decision does to each ledger of its path. */
public sealed interface Effect {

  Unit unit();

  /** Holds an amount for the reservation. The only effect that a ledger may still refuse. */
  record Hold(Unit unit, long amount) implements Effect {}

  /**
   * Ends what is held for the reservation, if anything is, and charges.
   *
   * @param charged of the held amount, 0 for a release or an expiry
   * @param overage beyond the held amount, or null
   */
  record Settle(Unit unit, long charged, Overage overage) implements Effect {}

  /**
   * Beyond what is held.
   *
   * @param wanted what was really used
   * @param granted what is charged of it, on every scope
   */
  record Overage(long wanted, long granted, OveragePolicy policy) {}
}
