package io.bailiwick.operation;

import io.bailiwick.contract.DocumentedOperation;
import io.bailiwick.contract.DocumentedOperation.Error;
import java.util.Optional;
import java.util.Set;

/**
 * Errors that the document has because the protocol has them, and that this server never answers
 * with; and why.
 */
final class Never {
  private static final Set<String> CHANGES_OF_KEYS =
      Set.of(
          "createBudget",
          "fundBudget",
          "createPolicy",
          "updatePolicy",
          "createTenantWebhook",
          "updateTenantWebhook",
          "deleteTenantWebhook",
          "testTenantWebhook");

  /** Those whose keys are refused for a scope or another tenant; others see less. */
  private static final Set<String> REFUSED_FOR_A_SCOPE =
      Set.of(
          "createBudget",
          "fundBudget",
          "lookupBudget",
          "createPolicy",
          "updatePolicy",
          "listTenantWebhooks",
          "createTenantWebhook");

  private static final Set<String> TURNED_AWAY =
      Set.of("decide", "createReservation", "createEvent");

  private Never() {}

  /** Why the operation never gives that error; empty if it does. */
  static Optional<String> because(DocumentedOperation operation, Error error) {
    return Optional.ofNullable(reason(operation, error));
  }

  private static String reason(DocumentedOperation operation, Error error) {
    return switch (error.code()) {
      case "BUDGET_CLOSED" -> "ledgers close with their tenant, whose guard comes first";
      case "DEBT_OUTSTANDING" -> "who owes without an overdraft is over the limit, which is first";
      case "LIMIT_EXCEEDED" ->
          TURNED_AWAY.contains(operation.id())
              ? null
              : "only new work is turned away, and who has no good key";
      case "INSUFFICIENT_PERMISSIONS" -> ofPermissions(operation);
      case "TENANT_SUSPENDED" ->
          !operation.takesKey()
              ? ofOperators()
              : CHANGES_OF_KEYS.contains(operation.id()) ? null : "a suspension stops no reading";
      case "FORBIDDEN" -> ofScopes(operation);
      default -> null;
    };
  }

  private static String ofPermissions(DocumentedOperation operation) {
    if (!operation.takesKey()) {
      return ofOperators();
    }
    return operation.permission().isEmpty() ? "every key may" : null;
  }

  private static String ofScopes(DocumentedOperation operation) {
    if (!operation.takesKey()) {
      return ofOperators();
    }
    boolean isOfAgents =
        operation.errors().stream()
            .noneMatch(error -> error.code().equals("INSUFFICIENT_PERMISSIONS"));
    return isOfAgents || REFUSED_FOR_A_SCOPE.contains(operation.id())
        ? null
        : "a key sees what it reaches, and the rest is not there";
  }

  private static String ofOperators() {
    return "the admin key may do everything, and a tenant's is 401";
  }
}
