package io.bailiwick.text;

/** Deals texts out evenly, alike ones too, such as ids that are counted up. */
public final class Spread {

  /** 2^32 by the golden ratio: neighbouring hashes come to lie far apart. */
  private static final int FAR_APART = 0x9E3779B1;

  private Spread() {}

  /**
   * The part that a text falls to: the same on every node and for ever, because keys are looked for
   * where they were put.
   *
   * @param parts how many there are, at least 1
   * @return from 0 to {@code parts} - 1
   */
  public static int over(String text, int parts) {
    return (text.hashCode() * FAR_APART >>> 8) % parts;
  }
}
