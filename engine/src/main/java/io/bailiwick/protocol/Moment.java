package io.bailiwick.protocol;

/**
 * What the two clocks of a host say when it calls its participant. What is promised to clients goes
 * by the date. What a participant does after a while goes by what has elapsed: a date can be set
 * back, and then a pause that is measured with it lasts as much longer.
 *
 * @param dateMs since 1970, UTC; can be anything, and less than before
 * @param elapsedMs since this life of the participant began; never less than before. Says nothing
 *     in another life, nor to another participant
 */
public record Moment(long dateMs, long elapsedMs) {

  /**
   * What will have elapsed at {@code thenMs}, if nobody sets the clock until then. {@link
   * Long#MAX_VALUE} is never, on both clocks.
   */
  public long elapsedMsAt(long thenMs) {
    return thenMs == Long.MAX_VALUE ? Long.MAX_VALUE : elapsedMs + (thenMs - dateMs);
  }
}
