package io.bailiwick.http.wire;

import io.bailiwick.amount.Unit;
import io.bailiwick.scope.Balance;
import io.bailiwick.scope.BudgetReply;
import io.bailiwick.scope.Figures;
import io.bailiwick.scope.Ledger;
import java.io.IOException;
import java.util.List;

/** What operators, and agents in the first form of balances, see of ledgers. */
public final class BudgetBodies {
  private BudgetBodies() {}

  public static byte[] ledger(Ledger ledger) {
    return JsonText.object(json -> members(json, ledger));
  }

  /** A page of {@code GET /v1/admin/budgets}. */
  public static byte[] ledgers(List<Ledger> ledgers, String nextCursor) {
    return list("ledgers", ledgers, nextCursor);
  }

  /** A page of {@code GET /v1/balances}, second form. */
  public static byte[] wholeBalances(List<Ledger> ledgers, String nextCursor) {
    return list("balances", ledgers, nextCursor);
  }

  /** A page of {@code GET /v1/balances}, first form. */
  public static byte[] balances(List<Ledger> ledgers, String nextCursor) {
    List<Balance> balances = ledgers.stream().map(Ledger::balance).toList();
    return JsonText.object(
        json -> {
          Balances.write(json, balances);
          Pages.write(json, nextCursor);
        });
  }

  public static byte[] funded(BudgetReply.Funded reply, Unit unit) {
    Figures before = reply.before();
    Figures after = reply.after();
    return JsonText.object(
        json ->
            json.constant("operation", reply.operation())
                .amount("previous_allocated", unit, before.allocated())
                .amount("new_allocated", unit, after.allocated())
                .amount("previous_remaining", unit, before.remaining())
                .amount("new_remaining", unit, after.remaining())
                .amount("previous_debt", unit, before.debt())
                .amount("new_debt", unit, after.debt())
                .amount("previous_spent", unit, before.spent())
                .amount("new_spent", unit, after.spent())
                .time("timestamp", reply.atMs()));
  }

  private static byte[] list(String name, List<Ledger> ledgers, String nextCursor) {
    return JsonText.object(
        json -> {
          json.objects(name, ledgers, BudgetBodies::members);
          Pages.write(json, nextCursor);
        });
  }

  private static void members(JsonText json, Ledger ledger) throws IOException {
    Unit unit = ledger.unit();
    Figures figures = ledger.figures();
    json.text("ledger_id", ledger.ledgerId())
        .text("tenant_id", ledger.scope().tenant().value())
        .text("scope", ledger.scope().text())
        .text("scope_path", ledger.scope().text())
        .constant("unit", unit)
        .amount("allocated", unit, figures.allocated())
        .amount("remaining", unit, figures.remaining())
        .amount("reserved", unit, figures.reserved())
        .amount("spent", unit, figures.spent())
        .amount("debt", unit, figures.debt())
        .amount("overdraft_limit", unit, figures.overdraftLimit())
        .flag("is_over_limit", figures.overLimit())
        .constant("commit_overage_policy", ledger.terms().overagePolicy())
        .constant("status", ledger.status())
        .text("rollover_policy", ledger.terms().rolloverPolicy())
        .time("period_start", ledger.terms().periodStartMs())
        .time("period_end", ledger.terms().periodEndMs())
        .time("created_at", ledger.createdAtMs())
        .time("updated_at", ledger.updatedAtMs());
  }
}
