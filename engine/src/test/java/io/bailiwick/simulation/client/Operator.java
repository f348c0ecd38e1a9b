package io.bailiwick.simulation.client;

import io.bailiwick.amount.OveragePolicy;
import io.bailiwick.scope.BudgetCommand;
import io.bailiwick.scope.FundingOperation;
import io.bailiwick.simulation.world.Chance;
import io.bailiwick.tenant.TenantCommand;
import io.bailiwick.tenant.TenantSettings;
import io.bailiwick.tenant.TenantStatus;

/** Makes up the commands of operators. */
final class Operator {

  private final Tree tree;
  private final Chance chance;

  Operator(Tree tree, Chance chance) {
    this.tree = tree;
    this.chance = chance;
  }

  Asked next() {
    if (!tree.lateLedgers().isEmpty() && chance.permille(250)) {
      return new Asked(tree.lateLedgers().removeFirst(), true);
    }
    return chance.permille(550) ? fund() : change();
  }

  private Asked fund() {
    BudgetCommand.Open ledger = tree.ledger();
    FundingOperation operation = chance.of(FundingOperation.values());
    Long amount = chance.between(0, 120) * tree.scale();
    if (operation == FundingOperation.RESET_SPENT && chance.permille(500)) {
      amount = null;
    }
    Long spent = chance.permille(300) ? Long.valueOf(chance.between(0, 50)) : null;
    String key = chance.permille(750) ? "f" + tree.newKey() : null;
    return new Asked(
        new BudgetCommand.Fund(
            ledger.scope(),
            ledger.unit(),
            operation,
            amount,
            ledger.unit(),
            spent,
            key,
            "%s %s %s".formatted(operation, amount, spent)),
        key != null);
  }

  private Asked change() {
    BudgetCommand.Open ledger = tree.ledger();
    BudgetCommand command =
        switch (chance.below(4)) {
          case 0 -> new BudgetCommand.Freeze(ledger.scope(), ledger.unit());
          case 1, 2 -> new BudgetCommand.Unfreeze(ledger.scope(), ledger.unit());
          default ->
              new BudgetCommand.Update(
                  ledger.scope(),
                  ledger.unit(),
                  chance.between(0, 100),
                  chance.permille(500) ? chance.of(OveragePolicy.values()) : null,
                  null);
        };
    return new Asked(command, false);
  }

  Asked suspend() {
    return new Asked(status(TenantStatus.SUSPENDED), false);
  }

  Asked resume() {
    return new Asked(status(TenantStatus.ACTIVE), false);
  }

  /** Asked for until it is said to be done. */
  Asked close() {
    return new Asked(status(TenantStatus.CLOSED), true);
  }

  private TenantCommand status(TenantStatus status) {
    return new TenantCommand.Update(
        tree.tenant(), null, status, chance.permille(100) ? TenantSettings.NONE : null, null);
  }
}
