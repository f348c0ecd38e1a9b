package io.bailiwick.reservation;

import io.bailiwick.collection.TrieMap;

/**
 * What is over and still in memory, in the order in which it will leave.
 *
 * @param first number of the oldest one; so also how many have left
 * @param next number of the next one
 */
public record Recent(TrieMap<Long, Item> order, long first, long next) {

  /**
   * How much a book remembers of what is over. Clients repeat a request within seconds or minutes;
   * whoever does it later waits for a look into the tables. More than can be under way at once
   * ({@link BookLimits#inFlightMax}), so that what leaves is in the tables.
   */
  static final int KEPT_MAX = 2_500;

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

  boolean isTooMany() {
    return next - first > KEPT_MAX;
  }

  Item oldest() {
    return order.find(first);
  }

  Recent withoutOldest() {
    return new Recent(order.without(first), first + 1, next);
  }
}
