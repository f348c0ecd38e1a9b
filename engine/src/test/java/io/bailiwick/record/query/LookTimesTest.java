package io.bailiwick.record.query;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class LookTimesTest {

  private static final long SECOND_MS = 1_000;
  private static final long HOUR_MS = 3_600 * SECOND_MS;

  private final LookTimes times = new LookTimes(Duration.ofSeconds(30));

  private List<Integer> due(long nowMs) {
    return times.due(List.of(60, 300, 3_600), nowMs);
  }

  @Test
  void eachWindowIsLookedAtTenTimesInItsLengthButNoMoreOftenThanLooksBegin() {
    assertThat(due(HOUR_MS)).containsExactly(60, 300, 3_600);
    for (int look = 1; look < 11; look++) {
      assertThat(due(HOUR_MS + look * 30 * SECOND_MS)).containsExactly(60, 300);
    }
    assertThat(due(HOUR_MS + 11 * 30 * SECOND_MS)).containsExactly(60, 300, 3_600);
  }

  @Test
  void aClockThatIsSetBackStopsNothing() {
    due(HOUR_MS);
    assertThat(due(5)).containsExactly(60, 300, 3_600);
  }

  @Test
  void aWindowThatIsWantedAgainIsNew() {
    due(HOUR_MS);
    times.due(List.of(300), HOUR_MS + 1);
    assertThat(due(HOUR_MS + 2)).contains(3_600);
  }
}
