package io.bailiwick.bench;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ProcTest {
  @Test
  void cpuTimeIsOfTheProcessAndItsEndedChildrenWhateverItsName() {
    String stat =
        "4242 (a (very) odd 1) S 1 4242 4242 0 -1 4194560 90 91 92 93 7 11 13 17 20 0 44 0 5 6 7";
    assertThat(Proc.cpuMs(stat)).isEqualTo(10 * (7 + 11 + 13 + 17));
  }

  @Test
  void memoryIsTheLineOfThatNameOnly() {
    String rollup = "Rss:   900 kB\nPss_Anon:   1 kB\nPss:          512 kB\nSwapPss:   3 kB\n";
    assertThat(Proc.kib(rollup, "Pss")).contains(512L);
    assertThat(Proc.kib(rollup, "VmRSS")).isEmpty();
  }

  @Test
  void processThatIsGoneUsedNothing() {
    assertThat(Proc.of(Long.MAX_VALUE)).isEqualTo(Proc.Used.NOTHING);
  }
}
