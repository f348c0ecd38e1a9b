package io.bailiwick.amount;

/** Products that are wider than a long, to be compared. */
public final class WideProduct {

  private WideProduct() {}

  /**
   * How {@code a · b} compares with {@code c · d}, exactly: negative, 0 or positive.
   *
   * @param a this and the others: 0 or more
   */
  public static int compare(long a, long b, long c, long d) {
    int high = Long.compare(Math.multiplyHigh(a, b), Math.multiplyHigh(c, d));
    return high != 0 ? high : Long.compareUnsigned(a * b, c * d);
  }
}
