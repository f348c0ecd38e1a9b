package io.bailiwick.history;

import java.time.Duration;

/** A time within which something happened, in {@link System#nanoTime}. */
public record Span(long fromNs, long toNs) {
  /** From then until now. */
  public static Span since(long fromNs) {
    return new Span(fromNs, System.nanoTime());
  }

  /** From the beginning of this to the end of that. */
  public Span until(Span that) {
    return new Span(fromNs, that.toNs);
  }

  public boolean isBefore(Span that) {
    return toNs - that.fromNs < 0;
  }

  public Duration length() {
    return Duration.ofNanos(toNs - fromNs);
  }
}
