package io.bailiwick.query;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Never wrong about what was added, and seldom unsure of anything else. */
class KeyFilterTest {

  private static final int MANY = 50_000;

  @Test
  void hasEverythingThatWasAdded() {
    KeyFilter filter = new KeyFilter(MANY);
    IntStream.range(0, 2 * MANY).forEach(i -> filter.add(hash(i)));
    assertThat(IntStream.range(0, 2 * MANY).filter(i -> !filter.mayHave(hash(i)))).isEmpty();
  }

  @Test
  void hasWhatSeveralThreadsAddAtOnce() {
    KeyFilter filter = new KeyFilter(MANY);
    IntStream.range(0, MANY).parallel().forEach(i -> filter.add(hash(i)));
    assertThat(IntStream.range(0, MANY).filter(i -> !filter.mayHave(hash(i)))).isEmpty();
  }

  @Test
  void isUnsureOfLessThanOneInAHundredWhenItIsFull() {
    for (int capacity : new int[] {1_000, 5_461, 5_462, MANY}) {
      KeyFilter filter = new KeyFilter(capacity);
      IntStream.range(0, capacity).forEach(i -> filter.add(hash(i)));
      assertThat(filter.isFull()).isTrue();
      long unsure =
          IntStream.range(0, MANY)
              .filter(i -> filter.mayHave(KeyFilter.hash("reserve", new UUID(7, i).toString())))
              .count();
      assertThat(unsure).as("of %d", capacity).isLessThan(MANY / 100);
    }
  }

  @Test
  void isFullWithAsManyAsItIsMadeFor() {
    KeyFilter filter = new KeyFilter(3);
    filter.add(1);
    filter.add(2);
    assertThat(filter.isFull()).isFalse();
    filter.add(3);
    assertThat(filter.isFull()).isTrue();
  }

  @Test
  void tellsNamespacesApart() {
    assertThat(KeyFilter.hash("a", "bc")).isNotEqualTo(KeyFilter.hash("ab", "c"));
    assertThat(KeyFilter.hash("decide", "k")).isNotEqualTo(KeyFilter.hash("reserve", "k"));
  }

  @Test
  void takesTheBytesThatItSays() {
    for (int capacity : new int[] {1, 1_000, 8_001_000}) {
      assertThat(new KeyFilter(capacity).bytes())
          .isEqualTo(KeyFilter.bytesFor(capacity))
          .isBetween((long) capacity * 12 / 8, Math.max(8L, (long) capacity * 24 / 8));
    }
  }

  private static long hash(int i) {
    return KeyFilter.hash("reserve", "key-" + i);
  }
}
