package io.bailiwick.simulation.client;

import io.bailiwick.amount.OveragePolicy;
import io.bailiwick.policy.Caps;
import io.bailiwick.policy.PolicyCommand;
import io.bailiwick.policy.PolicyId;
import io.bailiwick.policy.PolicyStatus;
import io.bailiwick.policy.PolicyTerms;
import io.bailiwick.policy.RateLimits;
import io.bailiwick.policy.ScopePattern;
import io.bailiwick.policy.TtlOverride;
import io.bailiwick.scope.BudgetCommand;
import io.bailiwick.scope.FundingOperation;
import io.bailiwick.scope.ScopePath;
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

  /** A policy that is laid down, or a change of one that may have been. */
  Asked policy() {
    if (tree.policies() > 0 && chance.permille(400)) {
      PolicyId id = PolicyId.of(tree.tenant(), "p" + chance.below(tree.policies()));
      return new Asked(
          new PolicyCommand.Update(
              id,
              null,
              null,
              chance.permille(300) ? chance.below(3) : null,
              new PolicyCommand.Change(caps(), null, ttl(), null),
              chance.permille(300) ? chance.of(PolicyStatus.values()) : null,
              null,
              null),
          false);
    }
    String unique = "p" + tree.newPolicy();
    return new Asked(
        new PolicyCommand.Create(
            PolicyId.of(tree.tenant(), unique),
            unique,
            null,
            pattern(),
            chance.below(3),
            new PolicyTerms(
                caps(),
                chance.permille(500) ? chance.of(OveragePolicy.values()) : null,
                ttl(),
                chance.permille(100) ? new RateLimits(chance.below(20) + 1, null) : null),
            null,
            null),
        true);
  }

  private ScopePattern pattern() {
    ScopePath scope = tree.scope();
    return new ScopePattern(
        switch (chance.below(4)) {
          case 0 -> scope.text();
          case 1 -> scope.text() + "/*";
          case 2 -> scope.isRoot() ? "agent:*" : "*/" + scope.lastSegment();
          default ->
              scope.isRoot()
                  ? "app:*"
                  : scope.text().substring(0, scope.text().lastIndexOf(':')) + ":*";
        });
  }

  private Caps caps() {
    return chance.permille(700)
        ? new Caps(chance.between(0, 9_999), null, null, null, null)
        : Caps.NONE;
  }

  private TtlOverride ttl() {
    return chance.permille(500)
        ? new TtlOverride(
            chance.permille(500) ? Long.valueOf(chance.between(1_000, 6_000)) : null,
            chance.permille(500) ? Long.valueOf(chance.between(1_000, 8_000)) : null,
            chance.permille(300) ? Integer.valueOf(chance.below(3)) : null)
        : TtlOverride.NONE;
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
