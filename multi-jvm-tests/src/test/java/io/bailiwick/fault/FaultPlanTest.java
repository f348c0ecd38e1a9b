package io.bailiwick.fault;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class FaultPlanTest {
  private static final Duration LASTS_MAX = Duration.ofSeconds(60);

  private static FaultPlan plan(long seed, int count) {
    return FaultPlan.of(new Random(seed), count, 3, LASTS_MAX);
  }

  @Test
  void theSameSeedIsTheSamePlan() {
    assertThat(plan(1, 50)).isEqualTo(plan(1, 50));
    assertThat(plan(1, 50)).isNotEqualTo(plan(2, 50));
  }

  @Test
  void aLongPlanHasEveryKindOfFault() {
    assertThat(plan(3, 60).entries())
        .extracting(entry -> (Object) entry.fault().getClass())
        .containsAll(List.of(Fault.class.getPermittedSubclasses()));
  }

  @Test
  void aFaultLastsNoLongerThanItMayAndNeverPartsAllFromNobody() {
    for (FaultPlan.Entry entry : plan(4, 200).entries()) {
      assertThat(entry.lasts()).isBetween(Duration.ofSeconds(1), LASTS_MAX);
      if (entry.fault() instanceof Fault.Part part) {
        assertThat(part.side()).hasSizeBetween(1, 2);
      }
    }
  }
}
