package io.bailiwick.reservation;

import io.bailiwick.collection.TrieMap;

/**
 * What is over and still in memory, in the order in which it will leave. Repeated requests are
 * answered from here without a look into the tables; nothing more depends on how much it is.
 *
 * @param first number of the oldest one; so also how many have left
 * @param next number of the next one
 */
public record Recent(TrieMap<Long, Item> order, long first, long next) {

  /**
   * How much a book remembers of what is over. Clients repeat a request after the seconds of their
   * timeout, and whoever does it later waits for a look into the tables. So the age bounds the
   * memory of a node by its rate, however many tenants share that, and the number that of one busy
   * book.
   *
   * @param max things, 1 or more
   * @param ageMsMax since each was decided; the newest one stays at any age
   */
  public record Bounds(int max, long ageMsMax) {
    public Bounds {
      if (max < 1) {
        throw new IllegalArgumentException("1 thing at least, not " + max);
      }
    }
  }

  /** The bounds of every real book. */
  public static final Bounds BOUNDS = new Bounds(256, 10_000);

  static final Recent EMPTY = new Recent(TrieMap.empty(), 0, 0);

  /** Something that can leave. */
  public sealed interface Item {}

  /** A reservation that has ended. */
  public record Ended(ReservationId id) implements Item {}

  /** An answer that is no reservation's. */
  public record Answered(String keptKey) implements Item {}

  Recent with(Item item) {
    return new Recent(order.with(next, item), first, next + 1);
  }

  int size() {
    return order.size();
  }

  Item oldest() {
    return order.find(first);
  }

  Recent withoutOldest() {
    return new Recent(order.without(first), first + 1, next);
  }
}
