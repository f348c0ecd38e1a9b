package io.bailiwick.http.wire;

import io.bailiwick.scope.ScopeLevel;
import io.bailiwick.spend.query.SpendFilter;
import io.bailiwick.spend.query.SpendReply;
import java.io.IOException;
import java.util.Locale;

/** What is shown of sums of charges. */
public final class SpendBodies {
  private SpendBodies() {}

  public static byte[] one(SpendFilter filter, SpendReply.Sums sums) {
    return JsonText.object(
        json -> {
          json.time("from", filter.fromMs()).time("to", filter.toMs());
          json.texts(
              "group_by",
              filter.by().stream()
                  .sorted()
                  .map(dimension -> dimension.name().toLowerCase(Locale.ROOT))
                  .toList());
          json.objects("groups", sums.groups(), SpendBodies::members);
          if (sums.ledgers() != null) {
            json.objects("ledgers", sums.ledgers(), SpendBodies::members);
          }
        });
  }

  private static void members(JsonText json, SpendReply.Group group) throws IOException {
    for (var level : group.levels().entrySet()) {
      boolean isTenant = level.getKey() == ScopeLevel.TENANT;
      json.text(isTenant ? "tenant_id" : level.getKey().text(), level.getValue());
    }
    json.text("key_id", group.keyId());
    if (group.actionKind() != null || group.actionName() != null) {
      json.object(
          "action",
          action -> action.text("kind", group.actionKind()).text("name", group.actionName()));
    }
    json.constant("unit", group.unit())
        .integer("charges", group.charges())
        .amount("charged", group.unit(), group.charged())
        .amount("overage", group.unit(), group.overage());
  }

  private static void members(JsonText json, SpendReply.LedgerSpend ledger) throws IOException {
    json.text("scope", ledger.scope().text())
        .constant("unit", ledger.unit())
        .amount("charged", ledger.unit(), ledger.charged())
        .amount("debt_incurred", ledger.unit(), ledger.debtIncurred())
        .amount("adjusted", ledger.unit(), ledger.adjusted())
        .amount("accounted", ledger.unit(), ledger.accounted());
    if (ledger.spent() != null) {
      json.amount("spent", ledger.unit(), ledger.spent());
    }
  }
}
