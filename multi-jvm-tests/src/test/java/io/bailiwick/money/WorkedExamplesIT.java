package io.bailiwick.money;

import org.junit.jupiter.api.Test;

/**
 * The worked examples of the protocol's arithmetic, with every figure. In comments: A allocated, R
 * remaining, L overdraft limit.
 */
class WorkedExamplesIT {
  private static final String REJECT = "REJECT";
  private static final String IF_AVAILABLE = "ALLOW_IF_AVAILABLE";
  private static final String OVERDRAFT = "ALLOW_WITH_OVERDRAFT";

  @Test
  void example1GivesBackWhatWasNotUsed() {
    new Story()
        .ledger("", 1_000_000)
        .reserve(5_000)
        .has("", 995_000, 5_000, 0, 0)
        .commit(3_000, 3_000, 2_000)
        .has("", 997_000, 0, 3_000, 0);
  }

  @Test
  void example2ChargesTheDifferenceWhereItIsThere() {
    new Story()
        .ledger("", 10_000)
        .reserve(4_000, IF_AVAILABLE)
        .has("", 6_000, 4_000, 0, 0)
        .commit(5_500, 5_500, 0)
        .has("", 4_500, 0, 5_500, 0);
  }

  @Test
  void example3CapsWhatIsNotThereAndBlocksNewReservations() {
    new Story()
        .ledger("", 5_000)
        .reserve(5_000, IF_AVAILABLE)
        .has("", 0, 5_000, 0, 0)
        .commit(6_000, 5_000, 0)
        .hasOverLimit("", 0, 0, 5_000, 0)
        .reserveIsRefused(1, "OVERDRAFT_LIMIT_EXCEEDED");
  }

  @Test
  void example4CapsByThePoorestScopeAndMarksOnlyThatOne() {
    new Story()
        .ledger("", 150)
        .ledger("app:chat", 1_000)
        .reserve(100, IF_AVAILABLE)
        .has("", 50, 100, 0, 0)
        .has("app:chat", 900, 100, 0, 0)
        .commit(200, 150, 0)
        .hasOverLimit("", 0, 0, 150, 0)
        .has("app:chat", 850, 0, 150, 0);
  }

  @Test
  void example5CapsAnEventByThePoorestScope() {
    new Story()
        .ledger("", 50)
        .ledger("app:chat", 950)
        .event(100, IF_AVAILABLE, 50)
        .hasOverLimit("", 0, 0, 50, 0)
        .has("app:chat", 900, 0, 50, 0);
  }

  /** A=1,000,000 L=100,000, 950,000 spent, 1,000 reserved. */
  private static Story nearTheEnd() {
    return new Story()
        .ledger("", 1_000_000, 100_000)
        .spentBefore("", 950_000)
        .reserve(1_000, OVERDRAFT)
        .has("", 49_000, 1_000, 950_000, 0);
  }

  @Test
  void example6TakesWhatIsMissingAsDebt() {
    nearTheEnd().commit(100_000, 100_000, 0).has("", -50_000, 0, 1_000_000, 50_000);
  }

  @Test
  void example6bRefusesAReservationOfWhatIsNotThere() {
    nearTheEnd()
        .commit(100_000, 100_000, 0)
        .reserveIsRefused(1, "BUDGET_EXCEEDED")
        .has("", -50_000, 0, 1_000_000, 50_000);
  }

  @Test
  void example7RefusesMoreDebtThanTheLimit() {
    nearTheEnd()
        .commitIsRefused(200_000, "OVERDRAFT_LIMIT_EXCEEDED")
        .has("", 49_000, 1_000, 950_000, 0);
  }

  @Test
  void example8ComparesOnlyTheUnfundedPartWithTheLimit() {
    nearTheEnd().commit(121_000, 121_000, 0).has("", -71_000, 0, 1_000_000, 71_000);
  }

  @Test
  void example9CapsByTheScopeThatMayNotOweAndLetsTheOtherOwe() {
    new Story()
        .ledger("", 50)
        .ledger("app:chat", 30, 500)
        .reserve(20, OVERDRAFT)
        .has("", 30, 20, 0, 0)
        .has("app:chat", 10, 20, 0, 0)
        .commit(120, 50, 0)
        .hasOverLimit("", 0, 0, 50, 0)
        .has("app:chat", -20, 0, 30, 20);
  }

  @Test
  void example10RejectsAnEventThatIsNotCovered() {
    new Story().ledger("", 50).eventIsRefused(100, REJECT, "BUDGET_EXCEEDED").has("", 50, 0, 0, 0);
  }

  @Test
  void example11RejectsAnyOverageHoweverMuchIsThere() {
    new Story()
        .ledger("", 10_100)
        .reserve(100, REJECT)
        .has("", 10_000, 100, 0, 0)
        .commitIsRefused(101, "BUDGET_EXCEEDED")
        .has("", 10_000, 100, 0, 0);
  }

  @Test
  void example12GivesAllBackWhereNothingWasUsed() {
    new Story().ledger("", 10_000).reserve(5_000).commit(0, 0, 5_000).has("", 10_000, 0, 0, 0);
  }

  @Test
  void example13RefusesTheEventThatWouldOweTooMuch() {
    new Story()
        .ledger("", 1_000_000, 100_000)
        .event(950_000, OVERDRAFT, 950_000)
        .has("", 50_000, 0, 950_000, 0)
        .eventIsRefused(500_000, OVERDRAFT, "OVERDRAFT_LIMIT_EXCEEDED")
        .has("", 50_000, 0, 950_000, 0);
  }

  @Test
  void aReleaseGivesEverythingBack() {
    new Story()
        .ledger("", 1_000)
        .ledger("app:chat", 500)
        .reserve(200)
        .release(200)
        .has("", 1_000, 0, 0, 0)
        .has("app:chat", 500, 0, 0, 0);
  }

  @Test
  void anEventIgnoresDebtAndTheLimitFlag() {
    new Story()
        .ledger("", 100)
        .event(150, IF_AVAILABLE, 100)
        .hasOverLimit("", 0, 0, 100, 0)
        .event(10, IF_AVAILABLE, 0)
        .hasOverLimit("", 0, 0, 100, 0);
  }

  @Test
  void nothingCanBeReservedForNothing() {
    new Story().ledger("", 0).reserve(0).commit(0, 0, 0).has("", 0, 0, 0, 0);
  }
}
