package io.bailiwick.reservation;

import io.bailiwick.amount.OveragePolicy;
import io.bailiwick.amount.Unit;
import io.bailiwick.policy.Caps;
import io.bailiwick.policy.PolicyCommand;
import io.bailiwick.policy.PolicyId;
import io.bailiwick.policy.PolicyReply;
import io.bailiwick.policy.PolicyStatus;
import io.bailiwick.policy.PolicyTerms;
import io.bailiwick.policy.RateLimits;
import io.bailiwick.policy.ScopePattern;
import io.bailiwick.policy.TtlOverride;
import io.bailiwick.scope.BudgetCommand;
import io.bailiwick.scope.BudgetReply;
import io.bailiwick.scope.FundingOperation;
import io.bailiwick.scope.ScopePath;
import io.bailiwick.tenant.TenantCommand;
import io.bailiwick.tenant.TenantSettings;
import io.bailiwick.tenant.TenantStatus;
import java.util.List;

/** The steps of a walk that operators take. */
final class OperatorSteps {

  private static final List<String> PATTERNS =
      List.of(
          "tenant:acme",
          "tenant:acme/*",
          "tenant:acme/app:a",
          "tenant:acme/app:a/*",
          "tenant:acme/app:a/agent:x",
          "tenant:acme/app:a/agent:*",
          "tenant:acme/agent:*",
          "agent:*",
          "app:*",
          "*/agent:x");

  private final ModelWalk walk;
  private final WalkDice dice;
  private final OneTenant one;
  private final PlainModel model;
  private int number;

  OperatorSteps(ModelWalk walk, WalkDice dice, OneTenant one, PlainModel model) {
    this.walk = walk;
    this.dice = dice;
    this.one = one;
    this.model = model;
  }

  void fund() {
    String scope = dice.any(ModelWalk.LEDGERS);
    FundingOperation operation = dice.any(List.of(FundingOperation.values()));
    boolean sets = operation == FundingOperation.RESET || operation == FundingOperation.RESET_SPENT;
    Long amount = sets ? 2_000L + dice.below(9_000) : Long.valueOf(dice.below(1_500));
    Long spent = null;
    if (operation == FundingOperation.RESET_SPENT) {
      amount = dice.below(3) == 0 ? null : amount;
      spent = dice.below(3) == 0 ? null : Long.valueOf(dice.below(800));
    }
    BudgetCommand.Fund fund = fund(scope, operation, amount, spent);
    budget("fund " + operation, model.fund(scope, operation, amount, spent), fund);
  }

  void fundClosed() {
    budget(
        "fund CREDIT",
        "TENANT_CLOSED",
        fund(dice.any(ModelWalk.LEDGERS), FundingOperation.CREDIT, Long.valueOf(5), null));
  }

  private BudgetCommand.Fund fund(
      String scope, FundingOperation operation, Long amount, Long spent) {
    return new BudgetCommand.Fund(
        new ScopePath(scope),
        Unit.TOKENS,
        operation,
        amount,
        Unit.TOKENS,
        spent,
        "fund-" + number++,
        "hash");
  }

  void freeze() {
    String scope = dice.any(ModelWalk.LEDGERS);
    // Mostly thawing, so that most of the walk is about money.
    boolean isFreeze = dice.below(6) == 0;
    BudgetCommand command =
        isFreeze
            ? new BudgetCommand.Freeze(new ScopePath(scope), Unit.TOKENS)
            : new BudgetCommand.Unfreeze(new ScopePath(scope), Unit.TOKENS);
    budget(
        isFreeze ? "freeze" : "unfreeze",
        model.freeze(scope, isFreeze ? "FROZEN" : "ACTIVE"),
        command);
  }

  void patch() {
    String scope = dice.any(ModelWalk.LEDGERS);
    Long limit = dice.flip() ? null : Long.valueOf(dice.below(3) * 400L);
    OveragePolicy policy = dice.overage();
    budget(
        "patch",
        model.patch(scope, limit, policy),
        new BudgetCommand.Update(new ScopePath(scope), Unit.TOKENS, limit, policy, null));
  }

  void policy() {
    boolean isNew = model.policies.rules.isEmpty() || dice.below(3) == 0;
    String code;
    PolicyCommand command;
    if (isNew) {
      String name = "policy-" + (dice.below(10) == 0 ? dice.below(number + 1) : number);
      PolicyCommand.Create create =
          new PolicyCommand.Create(
              PolicyId.of(OneTenant.ACME, "p" + number++),
              name,
              null,
              new ScopePattern(dice.any(PATTERNS)),
              dice.below(3),
              new PolicyTerms(dice.caps(), dice.overage(), dice.ttl(), dice.rates()),
              dice.time(one.nowMs),
              dice.time(one.nowMs));
      code = model.policies.create(create, one.nowMs);
      command = create;
    } else {
      boolean isActive = dice.below(3) > 0;
      boolean isUnknown = dice.below(20) == 0;
      PolicyCommand.Update update =
          new PolicyCommand.Update(
              new PolicyId(
                  isUnknown
                      ? PolicyId.of(OneTenant.ACME, "none").text()
                      : dice.any(List.copyOf(model.policies.rules.keySet()))),
              null,
              null,
              dice.flip() ? null : Integer.valueOf(dice.below(3)),
              new PolicyCommand.Change(
                  dice.flip() ? null : changed(),
                  dice.overage(),
                  dice.flip() ? null : dice.flip() ? TtlOverride.NONE : dice.ttl(),
                  dice.flip() ? null : RateLimits.NONE),
              isActive ? PolicyStatus.ACTIVE : PolicyStatus.DISABLED,
              dice.time(one.nowMs),
              dice.time(one.nowMs));
      code = model.policies.update(update, isActive);
      command = update;
    }
    PolicyReply reply = one.command(command);
    walk.tell(
        isNew ? "policy" : "policy change",
        code,
        command,
        reply,
        reply instanceof PolicyReply.Refused(var refusal) ? refusal.code().name() : "");
  }

  void tenant() {
    if (dice.below(3) > 0) {
      // Mostly back to work, so that most of the walk is about money.
      boolean isSuspended = dice.below(5) == 0;
      model.status = isSuspended ? "SUSPENDED" : "ACTIVE";
      one.command(
          new TenantCommand.Update(
              OneTenant.ACME, null, TenantStatus.valueOf(model.status), null, null));
      walk.seen().merge("tenant " + model.status, 1, Integer::sum);
      return;
    }
    TenantSettings wanted = dice.settings();
    TenantSettings before = model.settings;
    model.settings =
        new TenantSettings(
            wanted.overagePolicy() == null ? before.overagePolicy() : wanted.overagePolicy(),
            wanted.defaultTtlMs() == null ? before.defaultTtlMs() : wanted.defaultTtlMs(),
            wanted.maxTtlMs() == null ? before.maxTtlMs() : wanted.maxTtlMs(),
            wanted.maxExtensions() == null ? before.maxExtensions() : wanted.maxExtensions());
    one.command(new TenantCommand.Update(OneTenant.ACME, null, null, wanted, null));
    walk.seen().merge("tenant settings", 1, Integer::sum);
  }

  private Caps changed() {
    Caps caps = dice.caps();
    return caps == null ? Caps.NONE : caps;
  }

  private void budget(String name, String code, BudgetCommand command) {
    BudgetReply reply = one.budget(command);
    walk.tell(
        name,
        code,
        command,
        reply,
        reply instanceof BudgetReply.Refused(var refusal) ? refusal.code().name() : "");
  }
}
