package io.bailiwick.bench;

import static org.assertj.core.api.Assertions.assertThat;

import io.bailiwick.bench.Series.Second;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class SeriesTest {
  private final Series one = new Series();
  private final Series other = new Series();

  @Test
  void everySecondOfTheWindowHasItsCountAndItsWorst() {
    ended(one, 10, 4);
    ended(one, 999, 2);
    ended(other, 500, 7);
    ended(other, 2_100, 3);
    one.addAll(other);
    assertThat(one.seconds(3.5))
        .containsExactly(new Second(3, 7), new Second(0, 0), new Second(1, 3), new Second(0, 0));
    assertThat(one.timesUs().getTotalCount()).isEqualTo(4);
  }

  @Test
  void stallIsTheLongestTimeInWhichNoConnectionHadAnAnswer() {
    ended(one, 100, 1);
    ended(one, 900, 1);
    ended(other, 400, 1);
    ended(other, 1_300, 1);
    one.addAll(other);
    assertThat(one.longestStallMs(1.5)).isEqualTo(500);
  }

  @Test
  void stallMayBeginWithTheWindowOrLastToItsEnd() {
    assertThat(one.longestStallMs(2)).isEqualTo(2_000);
    ended(one, 1_200, 1);
    assertThat(one.longestStallMs(2)).isEqualTo(1_200);
    assertThat(one.longestStallMs(3)).isEqualTo(1_800);
  }

  @Test
  void longRunsHaveRoom() {
    ended(one, 40_000_000, 5);
    other.addAll(one);
    assertThat(other.seconds(40_001).getLast()).isEqualTo(new Second(1, 5));
  }

  private static void ended(Series series, long atMs, long tookMs) {
    series.add(Duration.ofMillis(atMs).toNanos(), Duration.ofMillis(tookMs).toNanos());
  }
}
