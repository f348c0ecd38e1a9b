package io.bailiwick.bench;

import java.util.Arrays;
import java.util.Collection;
import java.util.Locale;

/** The middle of several runs' figures, and how far they are apart. */
record Spread(double median, double least, double most) {

  /** Of at least one figure; of an even number, the median is between the middle two. */
  static Spread of(Collection<Double> figures) {
    if (figures.isEmpty()) {
      throw new IllegalArgumentException("no figures");
    }
    double[] sorted = figures.stream().mapToDouble(Double::doubleValue).sorted().toArray();
    int middle = sorted.length / 2;
    double median =
        sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    return new Spread(median, sorted[0], Arrays.stream(sorted).max().orElseThrow());
  }

  /** Such as {@code 1.70 (1.61-1.92)}. */
  String text(int decimals) {
    String pattern = "%%.%1$df (%%.%1$df-%%.%1$df)".formatted(decimals);
    return String.format(Locale.ROOT, pattern, median, least, most);
  }
}
