package io.bailiwick.protocol;

import io.bailiwick.amount.OveragePolicy;
import io.bailiwick.amount.Unit;
import io.bailiwick.scope.ScopePath;

/** What a proposal would like of each scope of its path. */
public sealed interface Wish {

  Unit unit();

  /** Whether this begins something: refused where a tenant is suspended or a ledger frozen. */
  boolean isNewWork();

  /** To hold an amount: a reservation. */
  record Hold(Unit unit, long amount) implements Wish {
    @Override
    public boolean isNewWork() {
      return true;
    }
  }

  /** To know whether an amount could be held: a dry run or a decide. Sets nothing aside. */
  record Judge(Unit unit, long amount) implements Wish {
    @Override
    public boolean isNewWork() {
      return true;
    }
  }

  /**
   * To spend an amount that is not held: an event.
   *
   * @param policy null to find out which one the ledgers have, which sets nothing aside
   */
  record Debit(Unit unit, long wanted, OveragePolicy policy) implements Wish {
    @Override
    public boolean isNewWork() {
      return true;
    }
  }

  /**
   * To spend more than was held: a commit. The policy is not REJECT: that needs no proposal.
   *
   * @param wanted beyond the reservation, 1 or more
   * @param committedAt the scope of the reservation
   */
  record Overage(Unit unit, long wanted, OveragePolicy policy, ScopePath committedAt)
      implements Wish {
    @Override
    public boolean isNewWork() {
      return false;
    }
  }

  /**
   * To go on with what is there: asks the tenant's guard, and wishes nothing of ledgers.
   *
   * @param reads whether balances are wanted, which then must be durable
   * @param committedAt the scope of the reservation for a commit; null for what else goes on
   */
  record Pass(Unit unit, boolean reads, ScopePath committedAt) implements Wish {
    @Override
    public boolean isNewWork() {
      return false;
    }
  }
}
