package io.bailiwick.entity;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SnapshotPaceTest {

  private static final int EVERY = 1_000;

  private final SnapshotPace pace = new SnapshotPace(EVERY);

  @Test
  void smallStateIsStoredEverySoManyWrites() {
    assertThat(writesUntilDue(10, 1)).isEqualTo(EVERY);
    pace.made(500);
    assertThat(writesUntilDue(10, 1)).isEqualTo(EVERY);
  }

  @Test
  void asManyEventsAreWrittenAsTheLastSnapshotHasEntries() {
    pace.made(6_000);
    assertThat(writesUntilDue(9_000, 2)).isEqualTo(3_000);
    pace.made(4_500);
    assertThat(writesUntilDue(0, 1)).isEqualTo(4_500);
  }

  @Test
  void whatARecoveryReadsHasABound() {
    pace.made(10_000_000);
    assertThat(writesUntilDue(0, 1)).isEqualTo(EVERY * SnapshotPace.WRITES_FACTOR_MAX);
    pace.made(10_000_000);
    assertThat(writesUntilDue(0, 10)).isEqualTo(SnapshotPace.EVENTS_MAX / 10);
  }

  @Test
  void afterARecoveryTheSizeOfTheSnapshotIsThatOfTheFirstState() {
    assertThat(writesUntilDue(2_500, 1)).isEqualTo(2_500);
  }

  private int writesUntilDue(int entriesBefore, int eventsOfEach) {
    int writes = 0;
    while (!pace.isDue()) {
      pace.written(entriesBefore + writes, eventsOfEach);
      writes++;
    }
    return writes;
  }
}
