package io.bailiwick.query;

import io.bailiwick.amount.OveragePolicy;
import io.bailiwick.amount.Unit;
import io.bailiwick.scope.Figures;
import io.bailiwick.scope.Ledger;
import io.bailiwick.scope.LedgerStatus;
import io.bailiwick.scope.LedgerTerms;
import io.bailiwick.scope.ScopePath;
import io.bailiwick.tenant.TenantId;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/** Ledgers for clients and operators to look at. Thread-safe; never blocks. */
public final class LedgerQueries {

  private static final String COLUMNS =
      "scope, unit, tenant, ledger_id, status, allocated, spent, reserved, debt, overdraft_limit,"
          + " over_limit, overage_policy, rollover_policy, period_start_ms, period_end_ms,"
          + " metadata, created_at_ms, updated_at_ms, closed_at_ms";

  /**
   * {@code allocated * ?} in whole numbers without overflow, the argument being billionths: the
   * whole billions of what is allocated, and the rest.
   */
  private static final String SHARE_FLOOR =
      "(allocated / 1000000000) * ? + ((allocated % 1000000000) * ?) / 1000000000";

  private static final String SHARE_CEILING =
      "(allocated / 1000000000) * ? + ((allocated % 1000000000) * ? + 999999999) / 1000000000";

  /** In billionths, for the order alone; above a billion times what is allocated all are equal. */
  private static final String UTILIZATION =
      "CASE WHEN allocated = 0 THEN 0 WHEN spent / allocated >= 1000000000 THEN 1000000000000000000"
          + " ELSE CAST(CAST(spent AS DOUBLE PRECISION) * 1000000000 / allocated AS BIGINT) END";

  private final Reads reads;

  public LedgerQueries(Reads reads) {
    this.reads = reads;
  }

  /** One ledger of whatever tenant. */
  public CompletionStage<Optional<Ledger>> lookup(ScopePath scope, Unit unit) {
    return reads.ask(
        connection -> {
          String sql = "SELECT " + COLUMNS + " FROM ledger WHERE scope = ? AND unit = ?";
          try (PreparedStatement select = connection.prepareStatement(sql)) {
            select.setString(1, scope.text());
            select.setString(2, unit.name());
            try (ResultSet row = select.executeQuery()) {
              return row.next() ? Optional.of(read(row)) : Optional.empty();
            }
          }
        });
  }

  /** A page in the order of scope and unit, as balances are shown. */
  public CompletionStage<ListReply<Ledger>> balances(LedgerFilter filter, PageRequest page) {
    return list(filter, LedgerSort.SCOPE, SortDirection.ASC, page);
  }

  /** A page of ledgers. */
  public CompletionStage<ListReply<Ledger>> list(
      LedgerFilter filter, LedgerSort sort, SortDirection direction, PageRequest page) {
    Listing<Ledger> listing =
        new Listing<>(
            "ledger",
            COLUMNS,
            conditions(filter),
            sortedBy(sort) + (isNumber(sort) ? "" : besideIndexes(filter)),
            isNumber(sort),
            direction,
            List.of("scope", "unit"),
            Listing.fingerprint(filter, sort, direction),
            LedgerQueries::read);
    return reads.ask(connection -> listing.page(connection, page));
  }

  /** The ledgers that the list with this filter shows, at most {@code max}. */
  public CompletionStage<Matches<Ledger>> matching(LedgerFilter filter, int max) {
    return reads.ask(
        connection ->
            Matches.read(
                connection,
                "ledger",
                COLUMNS,
                conditions(filter),
                "scope, unit",
                max,
                LedgerQueries::read));
  }

  private static Conditions conditions(LedgerFilter filter) {
    // A prefix begins with its tenant, and the index with it.
    TenantId tenant =
        filter.tenant() == null && filter.scopePrefix() != null
            ? filter.scopePrefix().tenant()
            : filter.tenant();
    Conditions conditions =
        new Conditions()
            .andIfGiven("tenant = ?", tenant == null ? null : tenant.value())
            .andSegments("scope", filter.names())
            .andWithin("scope", filter.scopePrefix())
            .andIfGiven(
                "(unit%s) = ?".formatted(besideIndexes(filter)),
                filter.unit() == null ? null : filter.unit().name())
            .andIfGiven(
                "(status%s) = ?".formatted(besideIndexes(filter)),
                filter.status() == null ? null : filter.status().name())
            // A scope has its tenant's id in it.
            .andSearch(filter.search(), List.of("scope"), List.of())
            .andReachedBy("scope", filter.keyScope());
    // Without an argument, so that the index on those few can be found to serve it.
    if (filter.overLimit() != null) {
      conditions.and(filter.overLimit() ? "over_limit" : "NOT over_limit");
    }
    if (filter.hasDebt() != null) {
      conditions.and(filter.hasDebt() ? "debt > 0" : "debt = 0");
    }
    Long min = filter.utilizationMin();
    if (min != null && min > 0) {
      conditions.and("allocated > 0").and("spent >= " + SHARE_CEILING, min, min);
    }
    Long max = filter.utilizationMax();
    if (max != null) {
      conditions.and("(allocated = 0 OR spent <= " + SHARE_FLOOR + ")", max, max);
    }
    return conditions;
  }

  /**
   * Ledgers of all tenants by what no index has are found by one walk through the table, and their
   * page is sorted then. SQLite would rather take an index for the order, and look each ledger up:
   * eight times as long. An expression is in no index.
   */
  private static String besideIndexes(LedgerFilter filter) {
    boolean isOfAll = filter.tenant() == null && filter.scopePrefix() == null;
    boolean isSieved =
        filter.unit() != null
            || filter.status() != null
            || filter.overLimit() != null
            || filter.hasDebt() != null
            || filter.utilizationMin() != null
            || filter.utilizationMax() != null
            || filter.search() != null;
    return isOfAll && isSieved ? " || ''" : "";
  }

  private static String sortedBy(LedgerSort sort) {
    return switch (sort) {
      case TENANT_ID -> "tenant";
      case SCOPE -> "scope";
      case UNIT -> "unit";
      case STATUS -> "status";
      case COMMIT_OVERAGE_POLICY -> "coalesce(overage_policy, '')";
      case UTILIZATION -> UTILIZATION;
      case DEBT -> "debt";
    };
  }

  private static boolean isNumber(LedgerSort sort) {
    return switch (sort) {
      case UTILIZATION, DEBT -> true;
      case TENANT_ID, SCOPE, UNIT, STATUS, COMMIT_OVERAGE_POLICY -> false;
    };
  }

  private static Ledger read(ResultSet row) throws SQLException {
    return new Ledger(
        new ScopePath(row.getString("scope")),
        Unit.valueOf(row.getString("unit")),
        row.getString("ledger_id"),
        new LedgerTerms(
            Columns.constantOrNull(row, "overage_policy", OveragePolicy.class),
            row.getString("rollover_policy"),
            Columns.longOrNull(row, "period_start_ms"),
            Columns.longOrNull(row, "period_end_ms"),
            row.getString("metadata")),
        LedgerStatus.valueOf(row.getString("status")),
        new Figures(
            row.getLong("allocated"),
            row.getLong("spent"),
            row.getLong("reserved"),
            row.getLong("debt"),
            row.getLong("overdraft_limit"),
            row.getBoolean("over_limit")),
        row.getLong("created_at_ms"),
        row.getLong("updated_at_ms"),
        Columns.longOrNull(row, "closed_at_ms"));
  }
}
