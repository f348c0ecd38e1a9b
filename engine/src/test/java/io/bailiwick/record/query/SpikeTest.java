package io.bailiwick.record.query;

import static org.assertj.core.api.Assertions.assertThat;

import io.bailiwick.record.RateKind;
import io.bailiwick.record.RateTerms;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SpikeTest {

  @ParameterizedTest
  @CsvSource({
    "DENIAL, 100_000, 20, 180, true",
    "DENIAL, 100_000, 20, 181, false",
    "DENIAL, 100_000, 19, 0, false",
    "DENIAL, 1_000_000, 20, 0, true",
    "DENIAL, 1_000_000, 20, 1, false",
    "EXPIRY, 50_000, 20, 400, true",
    "EXPIRY, 50_000, 20, 401, false",
    "EXPIRY, 1_000_000, 20, 3, true",
    "AUTH_FAILURE, 100_000, 20, 180, true",
    "AUTH_FAILURE, 100_000, 20, 181, false",
    "AUTH_FAILURE, 100_000, 200_000, 1_800_000, true",
    "AUTH_FAILURE, 100_000, 200_000, 1_800_001, false",
    "DENIAL, 0, 20, 1_000_001, true",
    "DENIAL, 1, 20, 1_000_001, false"
  })
  void itIsOneFromTheThresholdOn(
      RateKind kind, String threshold, long count, String made, boolean isSpike) {
    RateTerms terms = new RateTerms(300, number(threshold));
    assertThat(Spike.ofOrNull(kind, "acme", terms, count, number(made)) != null).isEqualTo(isSpike);
  }

  private static int number(String text) {
    return Integer.parseInt(text.replace("_", ""));
  }

  /** What is counted, and no further, decides as if all had been counted. */
  @Test
  void noMoreIsCountedThanItTakesToTell() {
    long seed = Long.getLong("seed", new Random().nextLong());
    Random random = new Random(seed);
    for (int i = 0; i < 100_000; i++) {
      RateKind kind = RateKind.values()[random.nextInt(2)];
      RateTerms terms = new RateTerms(300, 100 + random.nextInt(RateTerms.ONE - 99));
      long count = 20 + random.nextInt(100);
      long made = random.nextInt(1 << (1 + random.nextInt(20)));
      long counted = Math.min(made, Spike.madeMax(kind, terms, count) + 1);
      boolean isSpike = Spike.ofOrNull(kind, "acme", terms, count, counted) != null;
      assertThat(isSpike)
          .as("seed %d: %d of %d by %s of %s", seed, count, made, terms, kind)
          .isEqualTo(Spike.ofOrNull(kind, "acme", terms, count, made) != null);
    }
  }
}
