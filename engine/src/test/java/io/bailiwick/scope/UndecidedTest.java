package io.bailiwick.scope;

import static org.assertj.core.api.Assertions.assertThat;

import io.bailiwick.amount.Unit;
import io.bailiwick.protocol.Findings;
import io.bailiwick.protocol.OperationId;
import io.bailiwick.protocol.ScopeMessage;
import io.bailiwick.protocol.Wish;
import io.bailiwick.tenant.TenantId;
import java.util.List;
import org.junit.jupiter.api.Test;

class UndecidedTest {

  private static final TenantId ACME = new TenantId("acme");

  private final Undecided undecided = new Undecided();

  @Test
  void knowsInWhichUnitsSomethingWaits() {
    assertThat(undecided.hasWaiting(Unit.TOKENS)).isFalse();

    waits(1, 10, Unit.TOKENS);

    assertThat(undecided.hasWaiting(Unit.TOKENS)).isTrue();
    assertThat(undecided.hasWaiting(Unit.CREDITS)).isFalse();
  }

  @Test
  void nothingWaitsAnyMoreThatWasDecidedWithdrawnOrIsLate() {
    waits(1, 10, Unit.TOKENS);
    waits(2, 20, Unit.TOKENS);
    waits(3, 30, Unit.TOKENS);

    undecided.stopWaiting(id(1, 1));
    undecided.stopWaiting(id(1, 1));
    undecided.remove(id(1, 2));
    assertThat(undecided.hasWaiting(Unit.TOKENS)).isTrue();

    assertThat(undecided.removeWaitingSince(30)).hasSize(1);
    assertThat(undecided.hasWaiting(Unit.TOKENS)).isFalse();
  }

  @Test
  void nothingWaitsAnyMoreOfAnEarlierLife() {
    assertThat(undecided.heardOf(id(1, 1))).isFalse();
    waits(1, 10, Unit.TOKENS);

    assertThat(undecided.heardOf(id(2, 1))).isTrue();

    assertThat(undecided.hasWaiting(Unit.TOKENS)).isFalse();
    assertThat(undecided.waitingCount()).isZero();
  }

  private void waits(long number, long sinceMs, Unit unit) {
    ScopeMessage.Propose proposal =
        new ScopeMessage.Propose(
            id(1, number),
            new Wish.Hold(unit, 5),
            List.of(ScopePath.root(ACME)),
            0,
            true,
            Findings.none(5));
    undecided.wait(new Undecided.Waiting(proposal, sinceMs));
  }

  private static OperationId id(long incarnation, long number) {
    return new OperationId(ACME, 0, incarnation, number);
  }
}
