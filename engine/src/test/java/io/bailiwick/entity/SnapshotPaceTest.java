package io.bailiwick.entity;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;
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

  @Test
  void booksThatAreWrittenAlikeAreStoredAtDifferentTimes() {
    List<Integer> writes =
        IntStream.range(0, 8)
            .map(book -> writesUntilDue(SnapshotPace.of("t-1/book/" + book, EVERY), 10, 1))
            .sorted()
            .boxed()
            .toList();
    assertThat(writes).allMatch(it -> it >= EVERY && it <= EVERY * 3 / 2).doesNotHaveDuplicates();
    assertThat(writes.getLast() - writes.getFirst()).isGreaterThan(EVERY / 4);
    assertThat(writesUntilDue(SnapshotPace.of("t-1/book/0", 1), 0, 1)).isEqualTo(1);
  }

  private int writesUntilDue(int entriesBefore, int eventsOfEach) {
    return writesUntilDue(pace, entriesBefore, eventsOfEach);
  }

  private static int writesUntilDue(SnapshotPace pace, int entriesBefore, int eventsOfEach) {
    int writes = 0;
    while (!pace.isDue()) {
      pace.written(entriesBefore + writes, eventsOfEach);
      writes++;
    }
    return writes;
  }
}
