package io.bailiwick.scope;

import static org.assertj.core.api.Assertions.assertThat;

import io.bailiwick.amount.Unit;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class LedgerTest {

  private static final List<Unit> UNITS = Arrays.asList(Unit.values());

  @Test
  void takesItsPlaceInTheOrderOfTheUnits() {
    Ledger first = ledger(UNITS.getFirst(), 1);
    Ledger second = ledger(UNITS.get(1), 1);
    Ledger third = ledger(UNITS.get(2), 1);

    assertThat(second.among(List.of())).containsExactly(second);
    assertThat(first.among(List.of(second))).containsExactly(first, second);
    assertThat(third.among(List.of(second))).containsExactly(second, third);
    assertThat(second.among(List.of(first, third))).containsExactly(first, second, third);
  }

  @Test
  void replacesTheOneOfItsUnit() {
    List<Ledger> all = UNITS.stream().map(unit -> ledger(unit, 1)).toList();
    for (int i = 0; i < all.size(); i++) {
      Ledger changed = ledger(UNITS.get(i), 2);

      List<Ledger> after = changed.among(all);

      assertThat(after).hasSameSizeAs(all);
      assertThat(after.get(i)).isEqualTo(changed);
    }
  }

  private static Ledger ledger(Unit unit, long allocated) {
    return new Ledger(
        new ScopePath("tenant:acme"),
        unit,
        "ledger-" + unit,
        new LedgerTerms(null, "NONE", null, null, null),
        LedgerStatus.ACTIVE,
        new Figures(allocated, 0, 0, 0, 0, false),
        1_000,
        1_000,
        null);
  }
}
