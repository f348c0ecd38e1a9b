package io.bailiwick.money;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bailiwick.harness.Balance;
import io.bailiwick.harness.Bodies;
import io.bailiwick.harness.Json;
import io.bailiwick.harness.Reply;
import io.bailiwick.harness.SharedServer;
import io.bailiwick.harness.Tenancy;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The five ways of funding, on a ledger that has something of everything. */
class FundingIT {
  private final Tenancy tenancy = Tenancy.empty(SharedServer.operator());

  /** A=1,000, 100 held, then 950 used of the 900 left: 900 spent, 50 owed of 100, R=-50. */
  @BeforeEach
  void aLedgerInUse() {
    tenancy.budget("", 1_000, 100);
    tenancy.agent().reserved("held", tenancy.scope(""), 100);
    ObjectNode event = Bodies.event("spent", tenancy.scope(""), 950);
    tenancy.agent().event(event.put("overage_policy", "ALLOW_WITH_OVERDRAFT")).expect(201);
    assertThat(tenancy.balance("")).isEqualTo(ledger(1_000, -50, 900, 50));
  }

  /** 100 are held, 100 may be owed, always. */
  private static Balance ledger(long allocated, long remaining, long spent, long debt) {
    return new Balance(allocated, remaining, 100, spent, debt, 100, false);
  }

  private Reply fund(String operation, long amount) {
    return tenancy.operator().fund(tenancy.scope(""), operation, amount);
  }

  private void becomes(Reply answer, Balance expected) {
    answer.expect(200);
    assertThat(tenancy.balance("")).isEqualTo(expected);
    assertThat(answer.amount("previous_allocated")).isEqualTo(1_000);
    assertThat(answer.amount("previous_remaining")).isEqualTo(-50);
    assertThat(answer.amount("previous_spent")).isEqualTo(900);
    assertThat(answer.amount("previous_debt")).isEqualTo(50);
    assertThat(answer.amount("new_allocated")).isEqualTo(expected.allocated());
    assertThat(answer.amount("new_remaining")).isEqualTo(expected.remaining());
    assertThat(answer.amount("new_spent")).isEqualTo(expected.spent());
    assertThat(answer.amount("new_debt")).isEqualTo(expected.debt());
  }

  @Test
  void creditAddsAndLeavesTheDebt() {
    becomes(fund("CREDIT", 200), ledger(1_200, 150, 900, 50));
  }

  @Test
  void debitTakesOnlyWhatRemains() {
    fund("DEBIT", 1).refused(409, "BUDGET_EXCEEDED");
    assertThat(tenancy.balance("")).isEqualTo(ledger(1_000, -50, 900, 50));
    fund("CREDIT", 100).expect(200);
    fund("DEBIT", 50).expect(200);
    assertThat(tenancy.balance("")).isEqualTo(ledger(1_050, 0, 900, 50));
  }

  @Test
  void resetSetsTheAllocation() {
    becomes(fund("RESET", 2_000), ledger(2_000, 950, 900, 50));
  }

  @Test
  void resetMayLeaveLessThanNothing() {
    becomes(fund("RESET", 500), ledger(500, -550, 900, 50));
  }

  @Test
  void resetSpentBeginsAnew() {
    becomes(fund("RESET_SPENT", 1_000), ledger(1_000, 850, 0, 50));
  }

  @Test
  void resetSpentTakesASpentAmount() {
    ObjectNode body =
        Json.object(
            "operation", "RESET_SPENT",
            "amount", Json.amount(Bodies.UNIT, 3_000),
            "spent", Json.amount(Bodies.UNIT, 700));
    becomes(tenancy.operator().fund(tenancy.scope(""), body), ledger(3_000, 2_150, 700, 50));
  }

  @Test
  void repayPaysTheDebt() {
    becomes(fund("REPAY_DEBT", 30), ledger(1_000, -20, 900, 20));
  }

  @Test
  void repayAllocatesWhatExceedsTheDebt() {
    becomes(fund("REPAY_DEBT", 80), ledger(1_030, 30, 900, 0));
  }

  @Test
  void aSpentAmountIsIgnoredElsewhere() {
    ObjectNode body =
        Json.object(
            "operation", "CREDIT",
            "amount", Json.amount(Bodies.UNIT, 200),
            "spent", Json.amount(Bodies.UNIT, 7));
    becomes(tenancy.operator().fund(tenancy.scope(""), body), ledger(1_200, 150, 900, 50));
  }

  @Test
  void anotherUnitIsRefused() {
    ObjectNode body = Json.object("operation", "CREDIT", "amount", Json.amount("CREDITS", 200));
    tenancy.operator().fund(tenancy.scope(""), body).refused(400, "UNIT_MISMATCH");
  }

  @Test
  void moreThanFitsIsRefused() {
    fund("CREDIT", Long.MAX_VALUE).refused(400, "INVALID_REQUEST");
    assertThat(tenancy.balance("")).isEqualTo(ledger(1_000, -50, 900, 50));
  }

  @Test
  void aFrozenLedgerIsNotFunded() {
    tenancy.operator().freeze(tenancy.scope("")).expect(200);
    fund("CREDIT", 1).refused(409, "BUDGET_FROZEN");
  }

  @Test
  void anyFundingLiftsTheFlagOfACappedCommit() {
    tenancy.budget("app:chat", 10);
    tenancy.agent().event(Bodies.event("capped", tenancy.scope("app:chat"), 20)).expect(201);
    assertThat(tenancy.balance("app:chat").overLimit()).isTrue();
    tenancy.operator().fund(tenancy.scope("app:chat"), "CREDIT", 1).expect(200);
    assertThat(tenancy.balance("app:chat").overLimit()).isFalse();
  }

  @Test
  void aLimitBelowTheDebtBlocksAndAHigherOneFreesAgain() {
    tenancy.operator().limit(tenancy.scope(""), 40).expect(200);
    assertThat(tenancy.balance("").overLimit()).isTrue();
    tenancy
        .agent()
        .reserve(Bodies.reserve("blocked", tenancy.scope(""), 0))
        .refused(409, "OVERDRAFT_LIMIT_EXCEEDED");
    tenancy.operator().limit(tenancy.scope(""), 50).expect(200);
    assertThat(tenancy.balance("").overLimit()).isFalse();
  }
}
