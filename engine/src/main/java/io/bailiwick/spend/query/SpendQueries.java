package io.bailiwick.spend.query;

import io.bailiwick.amount.Unit;
import io.bailiwick.query.Conditions;
import io.bailiwick.query.GrowingTable;
import io.bailiwick.query.Reads;
import io.bailiwick.record.query.DecisionQueries;
import io.bailiwick.scope.ScopePath;
import io.bailiwick.spend.query.SpendReply.LedgerSpend;
import io.bailiwick.spend.query.SpendSums.Charges;
import io.bailiwick.spend.query.SpendSums.LedgerKey;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionStage;

/** Sums up what was charged. Thread-safe; never blocks. */
public final class SpendQueries {

  /** What one answer may have. */
  public static final int GROUPS_MAX = 1_000;

  /** The same of ledgers. */
  public static final int LEDGERS_MAX = 1_000;

  /** Before they are narrowed to those that are there: what a scope of a run each leaves behind. */
  private static final int LEDGERS_SUMMED_MAX = 100_000;

  /** What may be looked through for a sum: less than a client waits, and a query may take. */
  private static final long TIME_MAX_MS = 2_500;

  private final Reads reads;

  public SpendQueries(Reads reads) {
    this.reads = reads;
  }

  /** The sums of a filter. */
  public CompletionStage<SpendReply> sums(SpendFilter filter) {
    return reads.ask(connection -> sums(connection, filter));
  }

  private static SpendReply sums(Connection connection, SpendFilter filter) throws SQLException {
    SpendSums sums = new SpendSums(filter.by());
    GrowingTable.Span span = DecisionQueries.LOG.span(connection, filter.fromMs(), filter.toMs());
    try {
      boolean isWhole =
          GrowingTable.walk(
              span,
              TIME_MAX_MS,
              (first, last) -> {
                add(connection, filter, first, last, sums);
                return isBounded(sums);
              });
      if (!isWhole) {
        return new SpendReply.TooMuch(
            "There are more decisions than can be summed up at once: narrow from, to or tenant_id");
      }
      if (!isBounded(sums)) {
        return new SpendReply.TooMuch(
            "There are more than %d groups: narrow from, to or scope, or tell less apart"
                .formatted(GROUPS_MAX));
      }
      if (!filter.isByLedger()) {
        return new SpendReply.Sums(sums.groups(), null);
      }
      List<LedgerSpend> ledgers = ledgers(connection, filter, sums);
      return ledgers == null
          ? new SpendReply.TooMuch(
              "There are more than %d ledgers or changes of them: narrow scope"
                  .formatted(LEDGERS_MAX))
          : new SpendReply.Sums(sums.groups(), ledgers);
    } catch (ArithmeticException e) {
      return new SpendReply.TooMuch("A sum does not fit in 64 bits: narrow from, to or tenant_id");
    }
  }

  private static boolean isBounded(SpendSums sums) {
    return sums.groupCount() <= GROUPS_MAX && sums.ledgerCount() <= LEDGERS_SUMMED_MAX;
  }

  private static Conditions conditions(SpendFilter filter) {
    return new Conditions()
        .andIfGiven("tenant = ?", filter.tenant())
        .andWithin("scope", filter.scope())
        .andReachedBy("scope", filter.keyScope());
  }

  private static void add(
      Connection connection, SpendFilter filter, long first, long last, SpendSums sums)
      throws SQLException {
    String key = filter.by().contains(SpendDimension.KEY) ? "key_id" : "NULL";
    boolean isByAction = filter.by().contains(SpendDimension.ACTION);
    Conditions conditions =
        conditions(filter)
            .andIfGiven("at_ms >= ?", filter.fromMs())
            .andIfGiven("at_ms <= ?", filter.toMs())
            .and("charged IS NOT NULL")
            .and("ordering BETWEEN ? AND ?", first, last);
    String sql =
        ("SELECT scope, ledgers, unit, %s AS by_key, %s AS by_kind, %s AS by_name, COUNT(*),"
                + " SUM(charged), SUM(CASE WHEN charged > estimated THEN charged - estimated ELSE 0"
                + " END) FROM decision_log WHERE %s GROUP BY 1, 2, 3, 4, 5, 6")
            .formatted(
                key,
                isByAction ? "action_kind" : "NULL",
                isByAction ? "action_name" : "NULL",
                conditions.sql());
    try (PreparedStatement select = connection.prepareStatement(sql)) {
      conditions.bind(select);
      try (ResultSet row = select.executeQuery()) {
        while (row.next()) {
          sums.add(
              new Charges(
                  new ScopePath(row.getString(1)),
                  row.getInt(2),
                  Unit.valueOf(row.getString(3)),
                  row.getString(4),
                  row.getString(5),
                  row.getString(6),
                  row.getLong(7),
                  row.getLong(8),
                  row.getLong(9)),
              filter.isByLedger());
        }
      }
    }
  }

  /** Null where they are too many. */
  private static List<LedgerSpend> ledgers(
      Connection connection, SpendFilter filter, SpendSums sums) throws SQLException {
    LedgerChanges changes = LedgerChanges.read(connection, filter, conditions(filter));
    if (changes == null) {
      return null;
    }
    Conditions conditions = conditions(filter);
    String sql =
        "SELECT scope, unit, spent FROM ledger WHERE %s ORDER BY scope, unit LIMIT ?"
            .formatted(conditions.sql());
    try (PreparedStatement select = connection.prepareStatement(sql)) {
      select.setInt(conditions.bind(select), LEDGERS_MAX + 1);
      try (ResultSet row = select.executeQuery()) {
        List<LedgerSpend> ledgers = new ArrayList<>();
        while (row.next()) {
          LedgerKey ledger =
              new LedgerKey(new ScopePath(row.getString(1)), Unit.valueOf(row.getString(2)));
          ledgers.add(
              new LedgerSpend(
                  ledger.scope(),
                  ledger.unit(),
                  sums.chargedAt(ledger),
                  changes.debtOf(ledger),
                  changes.adjustedOf(ledger),
                  filter.isOfAllTime() ? Long.valueOf(row.getLong(3)) : null));
        }
        return ledgers.size() > LEDGERS_MAX ? null : List.copyOf(ledgers);
      }
    }
  }
}
