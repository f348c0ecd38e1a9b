package io.bailiwick.bulk;

/** What a bulk action is about. Each has keys of its own. */
public enum BulkKind {
  TENANTS("bulkActionTenants", "tenant", "tenant_bulk_action"),
  BUDGETS("bulkActionBudgets", "budget", "budget_bulk_action"),
  WEBHOOKS("bulkActionWebhooks", "webhook", "webhook_bulk_action");

  private final String operation;
  private final String resourceType;
  private final String correlation;

  BulkKind(String operation, String resourceType, String correlation) {
    this.operation = operation;
    this.resourceType = resourceType;
    this.correlation = correlation;
  }

  /** Its {@code operationId}. */
  public String operation() {
    return operation;
  }

  /** Of its audit entry. */
  public String resourceType() {
    return resourceType;
  }

  /** What the ids begin with that all events of one bulk action share. */
  String correlation() {
    return correlation;
  }
}
