package io.bailiwick.spend.query;

import io.bailiwick.amount.Unit;
import io.bailiwick.journal.codec.StoredJson;
import io.bailiwick.query.Conditions;
import io.bailiwick.record.EventType;
import io.bailiwick.record.RecordIds;
import io.bailiwick.record.query.Times;
import io.bailiwick.scope.ScopePath;
import io.bailiwick.spend.query.SpendSums.LedgerKey;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What the events say of ledgers beyond what was charged: what of it became debt, and by how much
 * operators have set what counts as spent. Events are kept for a time of their own.
 */
final class LedgerChanges {

  /** Events of one sum; further ones would be held in vain. */
  private static final int EVENTS_MAX = 50_000;

  private static final List<String> TYPES =
      List.of(EventType.BUDGET_DEBT_INCURRED.text(), EventType.BUDGET_RESET_SPENT.text());

  private final Map<LedgerKey, Long> debts = new HashMap<>();
  private final Map<LedgerKey, Long> adjusted = new HashMap<>();

  private LedgerChanges() {}

  /**
   * Those of a filter; null where they are too many.
   *
   * @param conditions of tenant and scope
   */
  static LedgerChanges read(Connection connection, SpendFilter filter, Conditions conditions)
      throws SQLException {
    Times.within("event_id", RecordIds.EVENT, filter.fromMs(), filter.toMs(), conditions)
        .andAny("event_type || ''", TYPES);
    String sql =
        "SELECT event_type, scope, data FROM event WHERE %s ORDER BY event_id LIMIT ?"
            .formatted(conditions.sql());
    LedgerChanges changes = new LedgerChanges();
    try (PreparedStatement select = connection.prepareStatement(sql)) {
      select.setInt(conditions.bind(select), EVENTS_MAX + 1);
      try (ResultSet row = select.executeQuery()) {
        int events = 0;
        while (row.next()) {
          if (++events > EVENTS_MAX) {
            return null;
          }
          changes.add(row.getString(1), new ScopePath(row.getString(2)), row.getString(3));
        }
      }
    }
    return changes;
  }

  private void add(String type, ScopePath scope, String data) {
    Map<?, ?> members = StoredJson.read(data, Map.class);
    LedgerKey ledger = new LedgerKey(scope, Unit.valueOf(members.get("unit").toString()));
    if (type.equals(EventType.BUDGET_DEBT_INCURRED.text())) {
      debts.merge(ledger, number(members.get("debt_incurred")), Math::addExact);
    } else {
      long moved = spent(members.get("new_state")) - spent(members.get("previous_state"));
      adjusted.merge(ledger, moved, Math::addExact);
    }
  }

  long debtOf(LedgerKey ledger) {
    return debts.getOrDefault(ledger, 0L);
  }

  long adjustedOf(LedgerKey ledger) {
    return adjusted.getOrDefault(ledger, 0L);
  }

  private static long spent(Object state) {
    return state instanceof Map<?, ?> figures ? number(figures.get("spent")) : 0;
  }

  private static long number(Object value) {
    return value instanceof Number number ? number.longValue() : 0;
  }
}
