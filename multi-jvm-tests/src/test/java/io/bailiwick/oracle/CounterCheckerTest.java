package io.bailiwick.oracle;

import static org.assertj.core.api.Assertions.assertThat;

import io.bailiwick.oracle.CounterChecker.Step;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CounterCheckerTest {
  private final List<Step> steps = new ArrayList<>();

  private CounterCheckerTest adds(long callNs, long returnNs, long change) {
    steps.add(Step.adds(callNs, returnNs, change, "adds"));
    return this;
  }

  private CounterCheckerTest refused(long callNs, long returnNs, long missing) {
    steps.add(Step.refused(callNs, returnNs, missing, "refused"));
    return this;
  }

  private void isFine() {
    assertThat(CounterChecker.violations(10, steps)).isEmpty();
  }

  private void isNot() {
    assertThat(CounterChecker.violations(10, steps)).hasSize(1);
  }

  @Test
  void nothingIsFine() {
    isFine();
  }

  @Test
  void takingWhatIsThereIsFine() {
    adds(0, 1, -6).adds(2, 3, -4).isFine();
  }

  @Test
  void takingMoreThanIsThereIsNot() {
    adds(0, 1, -6).adds(2, 3, -5).isNot();
  }

  @Test
  void takingMoreThanIsThereIsNotEvenAtTheSameTime() {
    adds(0, 9, -6).adds(0, 9, -5).isNot();
  }

  @Test
  void whatIsGivenAtTheSameTimeCanHaveComeFirst() {
    adds(0, 1, -6).adds(2, 9, -5).adds(3, 8, 6).isFine();
  }

  @Test
  void whatIsGivenLaterCannotHaveComeFirst() {
    adds(0, 1, -6).adds(2, 3, -5).adds(4, 5, 6).isNot();
  }

  @Test
  void aRefusalForWantOfItIsFine() {
    adds(0, 1, -6).refused(2, 3, 5).isFine();
  }

  @Test
  void aRefusalOfWhatWasThereIsNot() {
    adds(0, 1, -6).refused(2, 3, 4).isNot();
  }

  @Test
  void aRefusalIsExplainedByWhatWasTakenAtTheSameTime() {
    adds(0, 5, -6).refused(1, 2, 5).isFine();
  }

  /** The hold went back before the refused one was asked for. */
  @Test
  void aRefusalIsNotExplainedByWhatWasGivenBackBefore() {
    adds(0, 1, -6).adds(2, 3, 6).refused(4, 5, 5).isNot();
  }

  /** Two refusals at one end and one grant between them need the order grant, refusal, refusal. */
  @Test
  void goesBackWhenTheFirstOrderThatComesToMindLeadsNowhere() {
    adds(0, 10, 6).adds(1, 11, -6).refused(2, 12, 5).adds(13, 14, -10).isFine();
  }

  @Test
  void whatMayHaveHappenedExplainsARefusal() {
    steps.add(Step.perhaps(0, -6, "unknown"));
    refused(2, 3, 5).isFine();
  }

  @Test
  void whatMayHaveHappenedNeedNot() {
    steps.add(Step.perhaps(0, -6, "unknown"));
    adds(2, 3, -10).isFine();
  }

  @Test
  void whatMayHaveHappenedDidNotBeforeItWasAskedFor() {
    steps.add(Step.perhaps(4, -6, "unknown"));
    refused(2, 3, 5).isNot();
  }

  /** Steps of a real counter, each with a call before and a return after the moment it happened. */
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5})
  void whatACounterDidIsFineAndOneUnitMoreIsNot(long seed) {
    Random dice = new Random(seed);
    long there = 10;
    for (int at = 100; at < 200_000; at += 100) {
      long wanted = 1 + dice.nextInt(9);
      long callNs = at - dice.nextInt(300);
      long returnNs = at + dice.nextInt(300);
      if (dice.nextInt(3) == 0) {
        there += wanted;
        adds(callNs, returnNs, wanted);
      } else if (wanted <= there) {
        there -= wanted;
        adds(callNs, returnNs, -wanted);
      } else {
        refused(callNs, returnNs, wanted);
      }
    }
    isFine();
    adds(300_000, 300_001, -there - 1).isNot();
  }

  /** Remembered step by step, the sets of this one would fill the heap several times. */
  @Test
  void aLongHistoryIsJudgedAsAShortOne() {
    for (int at = 0; at < 200_000; at++) {
      adds(10L * at, 10L * at + 25, at % 2 == 0 ? -7 : 7);
    }
    isFine();
    adds(6_000_000, 6_000_001, -11).isNot();
  }
}
