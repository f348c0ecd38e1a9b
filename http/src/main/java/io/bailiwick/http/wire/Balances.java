package io.bailiwick.http.wire;

import io.bailiwick.scope.Balance;
import io.bailiwick.scope.Figures;
import io.bailiwick.scope.ScopePath;
import java.io.IOException;
import java.util.List;

/** What agents see of ledgers, and the scopes of a path. */
final class Balances {
  private Balances() {}

  static void write(JsonText json, List<Balance> balances) throws IOException {
    json.objects("balances", balances, Balances::members);
  }

  static void members(JsonText json, Balance balance) throws IOException {
    Figures figures = balance.figures();
    json.text("scope", balance.scope().lastSegment())
        .text("scope_path", balance.scope().text())
        .amount("remaining", balance.unit(), figures.remaining())
        .amount("reserved", balance.unit(), figures.reserved())
        .amount("spent", balance.unit(), figures.spent());
    if (figures.debt() > 0) {
      json.amount("debt", balance.unit(), figures.debt());
    }
    json.amount("allocated", balance.unit(), figures.allocated());
    if (figures.overdraftLimit() > 0) {
      json.amount("overdraft_limit", balance.unit(), figures.overdraftLimit());
    }
    if (figures.overLimit()) {
      json.flag("is_over_limit", true);
    }
  }

  static void affectedScopes(JsonText json, ScopePath scope) throws IOException {
    json.texts("affected_scopes", scope.chainTexts());
  }
}
