package io.bailiwick.scope;

import io.bailiwick.amount.OveragePolicy;
import io.bailiwick.amount.Unit;

/** What an operator may ask of the ledgers of a scope. All go through the tenant's root. */
public sealed interface BudgetCommand {

  ScopePath scope();

  Unit unit();

  /**
   * Opens a ledger.
   *
   * @param ledgerId unique, made by the caller
   */
  record Open(
      ScopePath scope,
      Unit unit,
      String ledgerId,
      long allocated,
      long overdraftLimit,
      LedgerTerms terms)
      implements BudgetCommand {}

  /**
   * Changes what is not null.
   *
   * @param metadata canonical JSON
   */
  record Update(
      ScopePath scope, Unit unit, Long overdraftLimit, OveragePolicy overagePolicy, String metadata)
      implements BudgetCommand {}

  record Freeze(ScopePath scope, Unit unit) implements BudgetCommand {}

  record Unfreeze(ScopePath scope, Unit unit) implements BudgetCommand {}

  /**
   * Moves the allocation.
   *
   * @param amount null only for RESET_SPENT, which then keeps the allocation
   * @param amountUnit of the amount; another one than the ledger's is UNIT_MISMATCH
   * @param spent for RESET_SPENT what counts as spent afterwards, 0 if null; else ignored
   * @param idempotencyKey null when the caller wants no protection against repetition
   * @param payloadHash what the key stands for
   * @param needsDebt true for a REPAY_DEBT that is STATUS_UNCHANGED where nothing is owed, instead
   *     of adding to the allocation; null otherwise
   */
  record Fund(
      ScopePath scope,
      Unit unit,
      FundingOperation operation,
      Long amount,
      Unit amountUnit,
      Long spent,
      String idempotencyKey,
      String payloadHash,
      Boolean needsDebt)
      implements BudgetCommand {

    /** One that does what its operation does, whatever is owed. */
    public Fund(
        ScopePath scope,
        Unit unit,
        FundingOperation operation,
        Long amount,
        Unit amountUnit,
        Long spent,
        String idempotencyKey,
        String payloadHash) {
      this(scope, unit, operation, amount, amountUnit, spent, idempotencyKey, payloadHash, null);
    }
  }
}
