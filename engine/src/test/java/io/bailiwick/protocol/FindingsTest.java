package io.bailiwick.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import io.bailiwick.amount.OveragePolicy;
import io.bailiwick.amount.Unit;
import io.bailiwick.scope.Balance;
import io.bailiwick.scope.Figures;
import io.bailiwick.scope.ScopePath;
import org.junit.jupiter.api.Test;

class FindingsTest {

  private static final Balance ROOT = balance("tenant:acme");
  private static final Balance APP = balance("tenant:acme/app:chat");
  private static final Balance AGENT = balance("tenant:acme/app:chat/agent:writer");

  @Test
  void everyLedgerBoundsWhatIsGrantedAndCovered() {
    Findings first = Findings.none(100).withLedger(ROOT, OveragePolicy.REJECT, 80, Long.MAX_VALUE);

    assertThat(first.granted()).isEqualTo(80);
    assertThat(first.affordableAt()).as("nothing bounds it").isNull();

    Findings second = first.withLedger(APP, null, 90, 50);

    assertThat(second.granted()).isEqualTo(80);
    assertThat(second.affordable()).isEqualTo(50);
    assertThat(second.affordableAt()).isEqualTo(APP);
    assertThat(second.policy()).isEqualTo(OveragePolicy.REJECT);

    Findings third = second.withLedger(AGENT, OveragePolicy.ALLOW_IF_AVAILABLE, 70, 50);

    assertThat(third.granted()).isEqualTo(70);
    assertThat(third.affordableAt()).as("the first of equal bounds").isEqualTo(APP);
    assertThat(third.policy()).isEqualTo(OveragePolicy.ALLOW_IF_AVAILABLE);
    assertThat(third.balances()).containsExactly(ROOT, APP, AGENT);
  }

  private static Balance balance(String scope) {
    return new Balance(new ScopePath(scope), Unit.TOKENS, new Figures(1_000, 0, 0, 0, 0, false));
  }
}
