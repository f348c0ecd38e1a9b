package io.bailiwick.fault;

import static org.assertj.core.api.Assertions.assertThat;

import io.bailiwick.fault.FaultPlan.Turn;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class FaultPlanTest {
  private static List<Turn> turns(long seed, int count) {
    FaultPlan plan = new FaultPlan(new Random(seed), 3);
    return Stream.generate(plan::next).limit(count).toList();
  }

  private static List<Fault> faults(List<Turn> turns) {
    return turns.stream().flatMap(turn -> turn.fault().stream()).toList();
  }

  @Test
  void theSameSeedIsTheSamePlan() {
    assertThat(turns(1, 50)).isEqualTo(turns(1, 50));
    assertThat(turns(1, 50)).isNotEqualTo(turns(2, 50));
  }

  @Test
  void everyKindOfFaultComesBeforeAnyComesAgain() {
    for (long seed = 0; seed < 20; seed++) {
      assertThat(faults(turns(seed, 20)))
          .extracting(fault -> (Object) fault.getClass())
          .containsAll(List.of(Fault.class.getPermittedSubclasses()));
    }
  }

  @Test
  void oneTurnOfEveryFourIsQuiet() {
    List<Turn> all = turns(3, 80);
    for (int from = 0; from < all.size(); from += 4) {
      assertThat(faults(all.subList(from, from + 4))).hasSize(3);
    }
  }

  @Test
  void aTurnLastsTwentyToThirtySecondsAndNeverPartsAllFromNobody() {
    for (Turn turn : turns(4, 200)) {
      assertThat(turn.lasts()).isBetween(FaultPlan.LASTS_MIN, FaultPlan.LASTS_MAX);
      if (turn.fault().orElse(null) instanceof Fault.Part part) {
        assertThat(part.side()).hasSizeBetween(1, 2);
      }
    }
  }
}
