package io.bailiwick.query;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLongArray;

/**
 * A Bloom filter: says for certain of most keys that were never added that they were not. Of what
 * was added it never does. Up to its capacity it is unsure of less than one new key in a hundred;
 * beyond, of ever more. Thread-safe; what was added before a question is known to it.
 */
final class KeyFilter {

  private static final int BITS_PER_KEY = 12;
  private static final int PROBES = 4;

  private final AtomicLongArray words;
  private final long mask;
  private final int capacity;
  private final AtomicInteger added = new AtomicInteger();

  /**
   * @param capacity keys, at most {@link Integer#MAX_VALUE} / 16
   */
  KeyFilter(int capacity) {
    this.capacity = capacity;
    this.words = new AtomicLongArray(Math.toIntExact(bitsFor(capacity) / Long.SIZE));
    this.mask = bitsFor(capacity) - 1;
  }

  int capacity() {
    return capacity;
  }

  long bytes() {
    return (long) words.length() * Long.BYTES;
  }

  /** Bytes that one of that capacity takes. */
  static long bytesFor(int capacity) {
    return bitsFor(capacity) / Byte.SIZE;
  }

  /** A power of two, so that a place in it is found without a division. */
  private static long bitsFor(int capacity) {
    return Math.max(Long.SIZE, Long.highestOneBit((long) capacity * BITS_PER_KEY - 1) << 1);
  }

  void add(long hash) {
    long at = hash;
    for (int i = 0; i < PROBES; i++) {
      long bit = at & mask;
      int word = (int) (bit >>> 6);
      long wanted = 1L << bit;
      if ((words.get(word) & wanted) == 0) {
        words.getAndAccumulate(word, wanted, (now, more) -> now | more);
      }
      at += step(hash);
    }
    added.incrementAndGet();
  }

  /** Whether it may have been added. */
  boolean mayHave(long hash) {
    long at = hash;
    for (int i = 0; i < PROBES; i++) {
      long bit = at & mask;
      if ((words.get((int) (bit >>> 6)) & 1L << bit) == 0) {
        return false;
      }
      at += step(hash);
    }
    return true;
  }

  /** Whether as many were added as it is made for. */
  boolean isFull() {
    return added.get() >= capacity;
  }

  /** Odd, so that the places of a key differ. */
  private static long step(long hash) {
    return hash >>> 32 | 1;
  }

  /** Spreads over all bits, the lowest ones included. */
  static long hash(String namespace, String key) {
    long hash = 0xcbf29ce484222325L;
    hash = mixed(hash, namespace);
    // No text has this in its middle, so no key reads like another's namespace.
    hash = (hash ^ 0xffff) * 0x100000001b3L;
    hash = mixed(hash, key);
    hash = (hash ^ hash >>> 32) * 0xd6e8feb86659fd93L;
    hash = (hash ^ hash >>> 32) * 0xd6e8feb86659fd93L;
    return hash ^ hash >>> 32;
  }

  private static long mixed(long from, String text) {
    long hash = from;
    for (int i = 0; i < text.length(); i++) {
      hash = (hash ^ text.charAt(i)) * 0x100000001b3L;
    }
    return hash;
  }
}
