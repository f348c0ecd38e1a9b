package io.bailiwick.bench;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class MachineTest {
  private static final String REST = "\ncpu0 1 1 1 1 1 1 1 1 1 1\nintr 5\n";

  @Test
  void sharesAreOfTheWindowAndCountGuestsOnce() {
    Machine before = Machine.of("cpu  100 0 50 800 20 5 5 20 90 0" + REST, "9.00 1.00 1.00 1/2 3");
    Machine after = Machine.of("cpu  140 0 70 820 25 6 6 33 130 0" + REST, "3.50 1.00 1.00 1/2 3");
    assertThat(after.since(before)).isEqualTo(new Machine.Shares(0.2, 0.13, 0.05, 3.5));
  }

  @Test
  void iowaitThatTheKernelTookBackIsNone() {
    Machine before = Machine.of("cpu  100 0 0 100 20 0 0 0 0 0" + REST, "0.00 0.00 0.00 1/2 3");
    Machine after = Machine.of("cpu  109 0 0 103 18 0 0 0 0 0" + REST, "0.00 0.00 0.00 1/2 3");
    assertThat(after.since(before).iowait()).isZero();
  }
}
