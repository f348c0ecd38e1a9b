package io.bailiwick.bench;

import org.HdrHistogram.Histogram;

/** Latencies of one operation in one run, in milliseconds. */
record Latency(
    long count, double p50Ms, double p90Ms, double p99Ms, double p999Ms, double worstMs) {
  private static final double US_PER_MS = 1e3;

  static final Latency NONE = new Latency(0, 0, 0, 0, 0, 0);

  /** Of a histogram of microseconds. */
  static Latency of(Histogram us) {
    return new Latency(
        us.getTotalCount(),
        us.getValueAtPercentile(50) / US_PER_MS,
        us.getValueAtPercentile(90) / US_PER_MS,
        us.getValueAtPercentile(99) / US_PER_MS,
        us.getValueAtPercentile(99.9) / US_PER_MS,
        us.getMaxValue() / US_PER_MS);
  }
}
