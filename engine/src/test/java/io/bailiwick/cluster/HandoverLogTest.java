package io.bailiwick.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class HandoverLogTest {

  private final HandoverLog log = new HandoverLog();

  @Test
  void aShardIsOnTheMoveFromItsDecisionUntilItHasANewOwner() {
    log.begin(List.of("1", "2"), "a:1", 1_000);

    assertThat(log.report(1_500).underWay())
        .containsExactly(
            new HandoverReport.UnderWay("1", "a:1", 500),
            new HandoverReport.UnderWay("2", "a:1", 500));
    assertThat(log.sinceBegin("1", 1_040)).isEqualTo(OptionalLong.of(40));

    log.end("1", 40);
    assertThat(log.report(1_500))
        .isEqualTo(
            new HandoverReport(
                List.of(new HandoverReport.UnderWay("2", "a:1", 500)), 1, 40L, 40L, 40L));
  }

  @Test
  void aShardThatNobodyGaveUpIsNoHandover() {
    assertThat(log.sinceBegin("7", 5)).isEmpty();
    assertThat(log.report(5)).isEqualTo(new HandoverReport(List.of(), 0, null, null, null));
  }

  @Test
  void theDecisionThatCameFirstCounts() {
    log.begin(List.of("1"), "a:1", 1_000);
    log.begin(List.of("1"), "a:1", 1_030);

    assertThat(log.sinceBegin("1", 1_040)).isEqualTo(OptionalLong.of(40));
  }

  @Test
  void aHandoverThatDoesNotEndIsForgottenAfterItsTime() {
    log.begin(List.of("1"), "a:1", 0);

    assertThat(log.report(HandoverLog.UNDER_WAY_MAX_MS).underWay()).hasSize(1);
    assertThat(log.report(HandoverLog.UNDER_WAY_MAX_MS + 1).underWay()).isEmpty();
    assertThat(log.sinceBegin("1", HandoverLog.UNDER_WAY_MAX_MS + 1)).isEmpty();
  }

  @Test
  void whatAMemberThatIsGoneHasGivenUpIsNotOnTheMoveAnyMore() {
    log.begin(List.of("1"), "a:1", 0);
    log.begin(List.of("2"), "b:1", 0);

    log.retain(List.of("b:1", "c:1"));

    assertThat(log.report(0).underWay())
        .containsExactly(new HandoverReport.UnderWay("2", "b:1", 0));
    assertThat(log.report(0).completed()).isZero();
  }

  @Test
  void figuresAreOfTheLastOnesAndTheNumberOfAll() {
    for (int took : new int[] {900, 10, 30, 20, 40}) {
      log.end("1", took);
    }
    assertThat(log.report(0)).isEqualTo(new HandoverReport(List.of(), 5, 40L, 30L, 900L));

    for (int i = 0; i < HandoverLog.KEPT_MAX; i++) {
      log.end("1", 7);
    }
    assertThat(log.report(0))
        .isEqualTo(new HandoverReport(List.of(), HandoverLog.KEPT_MAX + 5, 7L, 7L, 7L));
  }
}
