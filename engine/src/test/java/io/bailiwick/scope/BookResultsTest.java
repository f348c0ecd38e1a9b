package io.bailiwick.scope;

import static org.assertj.core.api.Assertions.assertThat;

import io.bailiwick.amount.Unit;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BookResultsTest {

  private static final Balance BALANCE =
      new Balance(new ScopePath("tenant:acme"), Unit.TOKENS, new Figures(9, 0, 0, 0, 0, false));

  @Test
  void remembersWhatItIsToldToUntilTheBookIsPastIt() {
    BookResults results = BookResults.NONE.applied(step(7, 3), BALANCE).undone(step(8, 7));

    assertThat(results.of(7).balance()).isEqualTo(BALANCE);
    assertThat(results.of(8).isUndone()).isTrue();
    assertThat(results.isStale(6)).isTrue();
    assertThat(results.isStale(7)).isFalse();

    BookResults later = results.applied(step(9, 8), BALANCE);

    assertThat(later.of(7)).isNull();
    assertThat(later.of(8).isUndone()).isTrue();
    assertThat(results.of(7)).as("the one before does not change").isNotNull();
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5})
  void keepsWhatIsNotBelowTheBoundHoweverFarThatMoves(long seed) {
    Random random = new Random(seed);
    TreeMap<Long, BookResults.Result> expected = new TreeMap<>();
    BookResults results = BookResults.NONE;
    long below = 0;
    for (int i = 0; i < 2_000; i++) {
      // Mostly it stands still, else it takes a small step, or one past all that is there.
      int far = random.nextInt(100);
      below += far < 80 ? 0 : far < 99 ? random.nextInt(4) : 2_000;
      // A step may say an earlier bound than one before it.
      long said = Math.max(0, below - random.nextInt(3));
      long operation = below + random.nextInt(500);
      results = results.applied(step(operation, said), BALANCE);
      expected.put(operation, new BookResults.Result(BALANCE));
      expected.headMap(results.completedBelow()).clear();

      assertThat(results.results().size()).isEqualTo(expected.size());
    }
    BookResults last = results;
    expected.forEach((operation, result) -> assertThat(last.of(operation)).isEqualTo(result));
  }

  private static ScopeEvent.Step step(long operation, long completedBelow) {
    return new ScopeEvent.Step(3, operation, completedBelow);
  }
}
