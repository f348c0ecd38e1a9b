package io.bailiwick.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class SpreadTest {

  /** What was put by the old way would not be found by another one. */
  @Test
  void textStaysWhereItWasPut() {
    assertThat(Stream.of("", "k-1", "k-2", "k-3", "order-2026-11-28"))
        .extracting(text -> Spread.over(text, 8))
        .containsExactly(0, 4, 6, 0, 2);
  }

  @Test
  void textsThatAreCountedUpAreDealtOutEvenly() {
    assertThat(
            IntStream.range(0, 8_000)
                .mapToObj(i -> Spread.over("key-" + i, 8))
                .collect(Collectors.groupingBy(Function.identity(), Collectors.counting())))
        .hasSize(8)
        .allSatisfy((part, texts) -> assertThat(texts).isBetween(800L, 1_200L));
  }
}
