package io.bailiwick.scope;

/**
 * The figures of a ledger, in the unit's smallest denomination. Always {@code allocated = remaining
 * + spent + reserved + debt}; only remaining can be negative.
 *
 * <p>Every method throws {@link ArithmeticException} where a figure would not fit in a long, and
 * then nothing has changed.
 *
 * @param overLimit a commit or an event found less than it needed; blocks new reservations until
 *     funded
 */
public record Figures(
    long allocated, long spent, long reserved, long debt, long overdraftLimit, boolean overLimit) {

  public Figures {
    if (allocated < 0 || spent < 0 || reserved < 0 || debt < 0 || overdraftLimit < 0) {
      throw new ArithmeticException(
          "figures must be 0 or more: allocated %d, spent %d, reserved %d, debt %d, limit %d"
              .formatted(allocated, spent, reserved, debt, overdraftLimit));
    }
    // So that what is held can always be charged, whatever happens in between.
    Math.addExact(Math.addExact(spent, reserved), debt);
    remaining(allocated, spent, reserved, debt);
  }

  /** What can still be reserved; negative when more was spent or owed than allocated. */
  public long remaining() {
    return remaining(allocated, spent, reserved, debt);
  }

  /** What can be spent without debt, 0 or more. */
  public long available() {
    return Math.max(remaining(), 0);
  }

  /** How much more could be owed, as far as limit and arithmetic go, 0 or more. */
  public long creditLeft() {
    long room = Long.MAX_VALUE - spent - reserved - debt;
    return Math.max(0, Math.min(overdraftLimit - debt, room));
  }

  public Figures hold(long amount) {
    return with(spent, Math.addExact(reserved, amount), debt, overLimit);
  }

  public Figures letGo(long amount) {
    return with(spent, Math.subtractExact(reserved, amount), debt, overLimit);
  }

  /** Charges {@code fromFunds} to what was allocated and {@code asDebt} to the future. */
  public Figures charge(long fromFunds, long asDebt, boolean overLimitNow) {
    return with(
        Math.addExact(spent, fromFunds),
        reserved,
        Math.addExact(debt, asDebt),
        overLimit || overLimitNow);
  }

  /** With other terms; the flag follows from debt and limit alone, as after every funding. */
  public Figures funded(long newAllocated, long newSpent, long newDebt, long newOverdraftLimit) {
    return new Figures(
        newAllocated, newSpent, reserved, newDebt, newOverdraftLimit, newDebt > newOverdraftLimit);
  }

  private Figures with(long newSpent, long newReserved, long newDebt, boolean newOverLimit) {
    return new Figures(allocated, newSpent, newReserved, newDebt, overdraftLimit, newOverLimit);
  }

  private static long remaining(long allocated, long spent, long reserved, long debt) {
    return Math.subtractExact(
        Math.subtractExact(Math.subtractExact(allocated, spent), reserved), debt);
  }
}
