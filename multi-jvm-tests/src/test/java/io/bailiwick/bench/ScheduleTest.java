package io.bailiwick.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class ScheduleTest {
  private static final long ORIGIN_NS = -5_000_000_000L;

  @Test
  void startsAreAsFarApartAsTheRateSays() {
    Schedule schedule = new Schedule(ORIGIN_NS, 4);
    assertThat(LongStream.range(0, 3).map(any -> schedule.takeNs() - ORIGIN_NS))
        .containsExactly(0L, 250_000_000L, 500_000_000L);
  }

  @Test
  void roundingDoesNotAddUp() {
    Schedule schedule = new Schedule(ORIGIN_NS, 3);
    assertThat(schedule.startNs(3_000_000) - ORIGIN_NS).isEqualTo(1_000_000_000_000_000L);
  }

  @Test
  void rateIsAboveZero() {
    assertThatThrownBy(() -> new Schedule(0, 0)).hasMessageContaining("not 0.0");
    assertThatThrownBy(() -> new Schedule(0, Double.NaN)).hasMessageContaining("NaN");
  }
}
