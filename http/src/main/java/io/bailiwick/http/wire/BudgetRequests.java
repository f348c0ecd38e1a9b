package io.bailiwick.http.wire;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bailiwick.amount.Amount;
import io.bailiwick.amount.OveragePolicy;
import io.bailiwick.amount.Unit;
import io.bailiwick.http.error.ErrorCode;
import io.bailiwick.http.error.Problem;
import io.bailiwick.record.Origin;
import io.bailiwick.scope.BudgetCommand;
import io.bailiwick.scope.FundingOperation;
import io.bailiwick.scope.LedgerTerms;
import io.bailiwick.scope.ScopePath;
import io.bailiwick.tenant.TenantId;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** Requests about ledgers as commands. */
public final class BudgetRequests {
  private static final int REASON_LENGTH_MAX = 512;

  private static final Set<String> OF_CREATE =
      Set.of(
          "tenant_id",
          "scope",
          "unit",
          "allocated",
          "overdraft_limit",
          "commit_overage_policy",
          "rollover_policy",
          "period_start",
          "period_end",
          "metadata");
  private static final Set<String> OF_UPDATE =
      Set.of("overdraft_limit", "commit_overage_policy", "metadata");
  private static final Set<String> OF_STATUS = Set.of("reason", "metadata");
  private static final Set<String> OF_FUND =
      Set.of("operation", "amount", "spent", "reason", "idempotency_key", "metadata");

  /** Kept for readers; periods are not rolled over. */
  private enum RolloverPolicy {
    NONE,
    CARRY_FORWARD,
    CAP_AT_ALLOCATED
  }

  private BudgetRequests() {}

  /**
   * A new ledger.
   *
   * @param owner of the key, or null with the admin key, which names the tenant in the body
   * @param ledgerId unique for ever
   */
  public static BudgetCommand.Open open(ObjectNode body, TenantId owner, String ledgerId) {
    Members members = Members.of(body, OF_CREATE);
    TenantId tenant = owner(members, owner);
    ScopePath scope = scope(members.text("scope", 1, Integer.MAX_VALUE));
    Unit unit = members.choice("unit", Unit.class);
    long allocated = in(unit, "allocated", members.amount("allocated"));
    Amount overdraft = members.amountOrNull("overdraft_limit");
    RolloverPolicy rollover = members.choiceOrNull("rollover_policy", RolloverPolicy.class);
    LedgerTerms terms =
        new LedgerTerms(
            members.choiceOrNull("commit_overage_policy", OveragePolicy.class),
            (rollover == null ? RolloverPolicy.NONE : rollover).name(),
            members.timeOrNull("period_start"),
            members.timeOrNull("period_end"),
            members.canonicalOrNull("metadata"));
    if (terms.periodStartMs() != null
        && terms.periodEndMs() != null
        && terms.periodEndMs() <= terms.periodStartMs()) {
      throw Problem.invalid("period_end must be after period_start");
    }
    if (!scope.tenant().equals(tenant)) {
      throw owner == null
          ? Problem.invalid("scope must begin with tenant:%s, was %s", tenant, scope)
          : Problem.of(ErrorCode.FORBIDDEN, "scope is not in the tree of the key's tenant");
    }
    return new BudgetCommand.Open(
        scope,
        unit,
        ledgerId,
        allocated,
        overdraft == null ? 0 : in(unit, "overdraft_limit", overdraft),
        terms);
  }

  public static BudgetCommand.Update update(ObjectNode body, ScopePath scope, Unit unit) {
    Members members = Members.of(body, OF_UPDATE);
    Amount overdraft = members.amountOrNull("overdraft_limit");
    return new BudgetCommand.Update(
        scope,
        unit,
        overdraft == null ? null : Long.valueOf(in(unit, "overdraft_limit", overdraft)),
        members.choiceOrNull("commit_overage_policy", OveragePolicy.class),
        members.canonicalOrNull("metadata"));
  }

  /** {@code origin} with what the body of freeze and unfreeze says of the change. */
  public static Origin ofTransition(ObjectNode body, Origin origin) {
    return noted(Members.of(body, OF_STATUS), origin);
  }

  /** {@code origin} with what the body of a funding says of the change. */
  public static Origin ofFunding(ObjectNode body, Origin origin) {
    return noted(Members.of(body, OF_FUND), origin);
  }

  private static Origin noted(Members members, Origin origin) {
    return origin
        .because(members.textOrNull("reason", 0, REASON_LENGTH_MAX))
        .noting(members.canonicalOrNull("metadata"));
  }

  public static BudgetCommand.Fund fund(ObjectNode body, ScopePath scope, Unit unit) {
    Members members = Members.of(body, OF_FUND);
    FundingOperation operation = members.choice("operation", FundingOperation.class);
    // A new period may begin with the allocation of the one before.
    Amount amount =
        operation == FundingOperation.RESET_SPENT
            ? members.amountOrNull("amount")
            : members.amount("amount");
    Amount spent = members.amountOrNull("spent");
    boolean countsSpent = operation == FundingOperation.RESET_SPENT && spent != null;
    String key = members.textOrNull(Parts.KEY, 1, Parts.KEY_LENGTH_MAX);
    return new BudgetCommand.Fund(
        scope,
        unit,
        operation,
        amount == null ? null : Long.valueOf(amount.value()),
        amount == null ? unit : amount.unit(),
        countsSpent ? Long.valueOf(in(unit, "spent", spent)) : null,
        key,
        PayloadHash.of(body));
  }

  /** One that others begin with; it may end like the beginning of a longer one. */
  public static ScopePath prefix(String text) {
    return scope(text.endsWith("/") ? text.substring(0, text.length() - 1) : text);
  }

  /** A path as clients write it, in any case. */
  public static ScopePath scope(String text) {
    try {
      return new ScopePath(text.toLowerCase(Locale.ROOT));
    } catch (IllegalArgumentException e) {
      throw Problem.invalid("scope is malformed: " + Members.shown(text) + "; " + e.getMessage());
    }
  }

  /** The tenant of the key, or the one that the body names with the admin key. */
  static TenantId owner(Members members, TenantId owner) {
    String named = members.textOrNull("tenant_id", 0, Integer.MAX_VALUE);
    if (owner == null) {
      if (named == null) {
        throw Problem.invalid("tenant_id is required with the admin key");
      }
      return TenantRequests.tenantId("tenant_id", named);
    }
    if (named != null) {
      throw Problem.invalid("tenant_id must not be given with a tenant's key");
    }
    return owner;
  }

  private static long in(Unit unit, String name, Amount amount) {
    if (amount.unit() != unit) {
      throw Problem.of(
              ErrorCode.UNIT_MISMATCH,
              "%s.unit must be %s, was %s".formatted(name, unit, amount.unit()))
          .withDetails(
              Map.of(
                  "requested_unit", amount.unit().name(), "expected_units", List.of(unit.name())));
    }
    return amount.value();
  }
}
