package io.bailiwick.bulk;

/** What is done with every row. The names are the wire names. */
public enum BulkAction {
  SUSPEND(BulkKind.TENANTS),
  REACTIVATE(BulkKind.TENANTS),
  CLOSE(BulkKind.TENANTS),
  CREDIT(BulkKind.BUDGETS),
  DEBIT(BulkKind.BUDGETS),
  RESET(BulkKind.BUDGETS),
  RESET_SPENT(BulkKind.BUDGETS),
  REPAY_DEBT(BulkKind.BUDGETS),
  PAUSE(BulkKind.WEBHOOKS),
  RESUME(BulkKind.WEBHOOKS),
  DELETE(BulkKind.WEBHOOKS);

  private final BulkKind kind;

  BulkAction(BulkKind kind) {
    this.kind = kind;
  }

  /** Whose action it is. */
  public BulkKind kind() {
    return kind;
  }

  /** Whether nobody can undo it. */
  public boolean isFinal() {
    return this == CLOSE || this == DELETE;
  }
}
