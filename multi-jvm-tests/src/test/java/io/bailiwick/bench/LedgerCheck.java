package io.bailiwick.bench;

import io.bailiwick.harness.Balance;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;

/** Compares what ledgers say with what clients were answered. */
final class LedgerCheck {
  private LedgerCheck() {}

  /**
   * What is wrong, a line for each; empty when nothing is.
   *
   * @param scopes of all ledgers that there must be
   * @param ledgers as the server tells them, by scope path
   * @param allocated what each was created with
   */
  static List<String> differences(
      Book book, Collection<String> scopes, Map<String, Balance> ledgers, long allocated) {
    List<String> wrong = new ArrayList<>();
    for (String scope : scopes) {
      Balance ledger = ledgers.get(scope);
      if (ledger == null) {
        wrong.add(scope + ": there is no such ledger");
        continue;
      }
      if (ledger.allocated() != allocated) {
        wrong.add("%s: allocated %d, not %d".formatted(scope, ledger.allocated(), allocated));
      }
      if (!ledger.addsUp()) {
        wrong.add(scope + ": does not add up: " + ledger);
      }
      if (ledger.debt() != 0) {
        wrong.add("%s: owes %d".formatted(scope, ledger.debt()));
      }
      Book.Range answered = book.at(scope);
      within(
          wrong,
          scope,
          "reserved",
          ledger.reserved(),
          answered.reservedMin(),
          answered.reservedMax());
      within(wrong, scope, "spent", ledger.spent(), answered.spentMin(), answered.spentMax());
    }
    return wrong;
  }

  private static void within(
      List<String> wrong, String scope, String what, long told, long least, long most) {
    if (told < least || told > most) {
      String answered = least == most ? Long.toString(least) : least + " to " + most;
      wrong.add("%s: %s %d, but clients were answered %s".formatted(scope, what, told, answered));
    }
  }
}
