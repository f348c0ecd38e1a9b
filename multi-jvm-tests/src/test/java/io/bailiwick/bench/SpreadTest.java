package io.bailiwick.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.HdrHistogram.Histogram;
import org.junit.jupiter.api.Test;

class SpreadTest {
  @Test
  void medianIsTheMiddleRunWhateverTheirOrder() {
    assertThat(Spread.of(List.of(30.0, 10.0, 11.0))).isEqualTo(new Spread(11, 10, 30));
  }

  @Test
  void medianOfAnEvenNumberIsBetweenTheMiddleTwo() {
    assertThat(Spread.of(List.of(4.0, 1.0, 2.0, 9.0))).isEqualTo(new Spread(3, 1, 9));
  }

  @Test
  void nothingHasNoMedian() {
    assertThatThrownBy(() -> Spread.of(List.of())).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void rangeIsPrintedBesideTheMedian() {
    assertThat(Spread.of(List.of(1.694, 1.61, 1.92)).text(2)).isEqualTo("1.69 (1.61-1.92)");
  }

  @Test
  void percentilesOfMicrosecondsAreToldInMilliseconds() {
    Histogram us = new Histogram(3);
    for (int i = 1; i <= 1_000; i++) {
      us.recordValue(i);
    }
    assertThat(Latency.of(us)).isEqualTo(new Latency(1_000, 0.5, 0.9, 0.99, 0.999, 1.0));
  }
}
