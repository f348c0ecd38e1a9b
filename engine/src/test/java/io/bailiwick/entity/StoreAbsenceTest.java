package io.bailiwick.entity;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class StoreAbsenceTest {

  private static final Exception CAUSE = new IllegalStateException("no connection");
  private static final SweeperMessage SWEEP = new SweeperMessage.Sweep();
  private static final SweeperMessage FORGET = new SweeperMessage.Forget();

  private final AtomicReference<Instant> now = new AtomicReference<>(Instant.EPOCH);
  private final StoreAbsence absence = new StoreAbsence(now::get);

  @Test
  void saysItOnceAndThenOnceAMinute() {
    assertThat(absence.failed(SWEEP, CAUSE)).hasValueSatisfying(says("no connection"));
    int lines = 0;
    for (int second = 1; second <= 180; second++) {
      now.updateAndGet(before -> before.plusSeconds(1));
      if (absence.failed(second % 2 == 0 ? SWEEP : FORGET, CAUSE).isPresent()) {
        lines++;
      }
    }
    assertThat(lines).isEqualTo(3);
  }

  @Test
  void saysOnceThatItIsBackWhenNothingFailsAnyMore() {
    absence.failed(SWEEP, CAUSE);
    now.updateAndGet(before -> before.plus(Duration.ofSeconds(5)));
    absence.failed(FORGET, CAUSE);
    assertThat(absence.ended(SWEEP)).isEmpty();
    assertThat(absence.ended(FORGET)).hasValueSatisfying(says(Instant.EPOCH.toString()));
    assertThat(absence.ended(SWEEP)).isEmpty();
    assertThat(absence.failed(SWEEP, CAUSE)).isPresent();
  }

  private static java.util.function.Consumer<String> says(String text) {
    return line -> assertThat(line).contains(text);
  }
}
