package io.bailiwick.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class TallyTest {

  @Test
  void whatWentWrongElsewhereCountsAndWhatWentWellDoesNot() {
    Tally measured = new Tally(0, Long.MAX_VALUE);
    measured.error(Operation.RESERVE, "503");
    Tally other = new Tally(0, Long.MAX_VALUE);
    other.error(Operation.RESERVE, "503");
    other.error(Operation.COMMIT, "no answer");
    other.wrongCharge();
    other.done(Operation.COMMIT, System.nanoTime());

    measured.addWrong(other);

    assertThat(measured.errors())
        .isEqualTo(
            Map.of(
                Operation.RESERVE.label() + " 503",
                2L,
                Operation.COMMIT.label() + " no answer",
                1L));
    assertThat(measured.wrongCharges()).isOne();
    assertThat(measured.series()).isEmpty();
  }
}
