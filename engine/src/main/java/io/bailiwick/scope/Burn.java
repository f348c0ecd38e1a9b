package io.bailiwick.scope;

import io.bailiwick.amount.Unit;
import io.bailiwick.amount.WideProduct;

/**
 * How fast a ledger is spent, window by window, against how fast it was before: a few figures,
 * however much is spent. What is spent in a window is told to be unusual once it is a multiple of
 * the mean of the windows before, and not again before a window has ended in which it was not. Time
 * is the stamps of the events, so that the journal alone says what is unusual. Pure.
 *
 * @param windowFromMs when the window began
 * @param spent in the window so far
 * @param earlier spent in earlier windows; of more than {@link #WINDOWS_MAX} a running mean times
 *     that many
 * @param windows that {@code earlier} is of
 * @param unusualFromMs the window that was told to be unusual, if every one since was too; else
 *     null
 * @param ownTerms that it goes by; null for those of the protocol
 */
public record Burn(
    Unit unit,
    long windowFromMs,
    long spent,
    long earlier,
    int windows,
    Long unusualFromMs,
    BurnTerms ownTerms) {

  /** A quarter of an hour of the protocol's windows: after less nobody knows what is usual. */
  static final int WINDOWS_MIN = 3;

  /** An hour: what was before counts less and less. After as long without any it is forgotten. */
  static final int WINDOWS_MAX = 12;

  static Burn first(Unit unit, BurnTerms terms, long amount, long atMs) {
    return new Burn(
        unit, atMs, amount, 0, 0, null, terms.equals(BurnTerms.PROTOCOL) ? null : terms);
  }

  /** What it goes by. */
  public BurnTerms terms() {
    return ownTerms == null ? BurnTerms.PROTOCOL : ownTerms;
  }

  /** With another amount, spent at {@code atMs}. */
  Burn with(long amount, long atMs) {
    long passed = Math.max(0, atMs - windowFromMs) / terms().windowMs();
    Burn now = this;
    if (passed > WINDOWS_MAX) {
      now = first(unit, terms(), 0, atMs);
    } else {
      for (long i = 0; i < passed; i++) {
        now = now.next();
      }
    }
    long sum = saturated(now.spent, amount);
    boolean isBegun = now.unusualFromMs == null && now.isTooMuch(sum);
    return new Burn(
        unit,
        now.windowFromMs,
        sum,
        now.earlier,
        now.windows,
        isBegun ? Long.valueOf(now.windowFromMs) : now.unusualFromMs,
        ownTerms);
  }

  /**
   * Whether it has become unusual since.
   *
   * @param before or null when nothing had been spent
   */
  public boolean hasBecomeUnusual(Burn before) {
    return unusualFromMs != null && (before == null || !unusualFromMs.equals(before.unusualFromMs));
  }

  /** The window is over. */
  private Burn next() {
    boolean isFull = windows >= WINDOWS_MAX;
    long kept = isFull ? earlier - earlier / WINDOWS_MAX : earlier;
    return new Burn(
        unit,
        windowFromMs + terms().windowMs(),
        0,
        saturated(kept, spent),
        isFull ? windows : windows + 1,
        isTooMuch(spent) ? unusualFromMs : null,
        ownTerms);
  }

  private boolean isTooMuch(long amount) {
    return windows >= WINDOWS_MIN
        && earlier > 0
        && WideProduct.compare(
                amount, (long) windows * BurnTerms.ONE, earlier, terms().multiplier())
            >= 0;
  }

  private static long saturated(long a, long b) {
    long sum = a + b;
    return sum < 0 ? Long.MAX_VALUE : sum;
  }
}
