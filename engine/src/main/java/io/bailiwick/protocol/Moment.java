package io.bailiwick.protocol;

import io.bailiwick.scope.BurnTerms;
import java.util.List;

/**
 * What a host knows when it calls its participant; first of all what its two clocks say. What is
 * promised to clients goes by the date. What a participant does after a while goes by what has
 * elapsed: a date can be set back, and then a pause that is measured with it lasts as much longer.
 *
 * @param dateMs since 1970, UTC; can be anything, and less than before
 * @param elapsedMs since this life of the participant began; never less than before. Says nothing
 *     in another life, nor to another participant
 * @param utilizations that somebody wants to be told of when a ledger of the tenant crosses them,
 *     millionths of the allocation, ascending; null where the host does not know. As old as
 *     whatever the host goes by
 * @param burns by which somebody wants to be told that a ledger of the tenant is spent too fast, in
 *     their order; null where the host does not know. Likewise
 * @param isFull whether the host has as many live reservations in its memory as it may, of the
 *     tenant or altogether: no new one begins
 */
public record Moment(
    long dateMs,
    long elapsedMs,
    List<Integer> utilizations,
    List<BurnTerms> burns,
    boolean isFull) {

  /** Of a host that knows nothing but the time. */
  public Moment(long dateMs, long elapsedMs) {
    this(dateMs, elapsedMs, null, null, false);
  }

  /**
   * What will have elapsed at {@code thenMs}, if nobody sets the clock until then. {@link
   * Long#MAX_VALUE} is never, on both clocks.
   */
  public long elapsedMsAt(long thenMs) {
    return thenMs == Long.MAX_VALUE ? Long.MAX_VALUE : elapsedMs + (thenMs - dateMs);
  }
}
