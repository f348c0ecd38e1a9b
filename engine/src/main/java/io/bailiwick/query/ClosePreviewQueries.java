package io.bailiwick.query;

import io.bailiwick.amount.Unit;
import io.bailiwick.scope.LedgerStatus;
import io.bailiwick.tenant.TenantId;
import io.bailiwick.tenant.TenantStatus;
import java.math.BigInteger;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/**
 * Looks at what a close would end. Thread-safe; never blocks.
 *
 * <p>One statement, so that all figures are of one moment on both stores. It adds up in the store:
 * a tenant may have 100,000 ledgers, of which only a few lines are shown.
 */
public final class ClosePreviewQueries {

  private static final long WHOLE = 1_000_000_000;

  /** Both stores can add these up without overflow, of as many rows as there may be. */
  private static final String SUM =
      ", CAST(COALESCE(SUM(%1$s / "
          + WHOLE
          + "), 0) AS BIGINT), CAST(COALESCE(SUM(%1$s %% "
          + WHOLE
          + "), 0) AS BIGINT)";

  private static final String LIVE = "{live}";

  private static final String NOW = "{now}";

  private static final String NO_SUM = ", 0, 0";

  private static final String SELECT =
      "SELECT 'TENANT' AS part, status AS name, '' AS unit, CASE WHEN close_complete THEN 1 ELSE 0"
          + " END AS counted, 0 AS a1, 0 AS a0, 0 AS s1, 0 AS s0, 0 AS r1, 0 AS r0, 0 AS d1, 0 AS"
          + " d0 FROM tenant WHERE tenant = ? UNION ALL SELECT 'LEDGERS', status, unit, COUNT(*)"
          + SUM.formatted("allocated")
          + SUM.formatted("spent")
          + SUM.formatted("reserved")
          + SUM.formatted("debt")
          + " FROM ledger WHERE tenant = ? GROUP BY status, unit UNION ALL SELECT 'RESERVATIONS',"
          + " 'ACTIVE', unit, COUNT(*)"
          + NO_SUM
          + NO_SUM
          + SUM.formatted("reserved")
          + NO_SUM
          + " FROM reservation WHERE tenant = ? AND "
          + LIVE
          + " GROUP BY unit UNION ALL SELECT 'KEYS', '', '', COUNT(*)"
          + NO_SUM.repeat(4)
          + " FROM api_key WHERE tenant = ? AND revoked_at_ms IS NULL AND expires_at_ms > "
          + NOW
          + " UNION ALL SELECT 'WEBHOOKS',"
          + " '', '', COUNT(*)"
          + NO_SUM.repeat(4)
          + " FROM webhook WHERE tenant = ? AND status <> 'DISABLED' UNION ALL SELECT 'CHILDREN',"
          + " '', '', COUNT(*)"
          + NO_SUM.repeat(4)
          + " FROM tenant WHERE parent_tenant = ? UNION ALL SELECT 'CHILD', tenant, '', 0"
          + NO_SUM.repeat(4)
          + " FROM (SELECT tenant FROM tenant WHERE parent_tenant = ? ORDER BY tenant LIMIT "
          + ClosePreview.CHILDREN_MAX
          + ") AS first ORDER BY 1, 2, 3";

  /** Each part asks for the tenant. */
  private static final int PARAMETERS = 7;

  private final Reads reads;

  public ClosePreviewQueries(Reads reads) {
    this.reads = reads;
  }

  /**
   * What a close would end now; empty where there is no such tenant.
   *
   * @param nowMs of the leases that are over: such reservations expire and are not released, and
   *     keys that have expired are not revoked
   */
  public CompletionStage<Optional<ClosePreview>> of(TenantId tenant, long nowMs) {
    String sql =
        SELECT.replace(LIVE, ReservationQueries.isLive(nowMs)).replace(NOW, Long.toString(nowMs));
    return reads.ask(
        connection -> {
          try (PreparedStatement select = connection.prepareStatement(sql)) {
            for (int parameter = 1; parameter <= PARAMETERS; parameter++) {
              select.setString(parameter, tenant.value());
            }
            try (ResultSet rows = select.executeQuery()) {
              return read(tenant, rows);
            }
          }
        });
  }

  private static Optional<ClosePreview> read(TenantId tenant, ResultSet rows) throws SQLException {
    TenantStatus status = null;
    boolean isCloseComplete = false;
    List<ClosePreview.OfLedgers> ledgers = new ArrayList<>();
    List<ClosePreview.OfReservations> reservations = new ArrayList<>();
    long webhooks = 0;
    long keys = 0;
    long children = 0;
    List<TenantId> firstChildren = new ArrayList<>();
    while (rows.next()) {
      long counted = rows.getLong("counted");
      switch (rows.getString("part")) {
        case "TENANT" -> {
          status = TenantStatus.valueOf(rows.getString("name"));
          isCloseComplete = counted == 1;
        }
        case "LEDGERS" ->
            ledgers.add(
                new ClosePreview.OfLedgers(
                    LedgerStatus.valueOf(rows.getString("name")),
                    Unit.valueOf(rows.getString("unit")),
                    counted,
                    sum(rows, "a"),
                    sum(rows, "s"),
                    sum(rows, "r"),
                    sum(rows, "d")));
        case "RESERVATIONS" ->
            reservations.add(
                new ClosePreview.OfReservations(
                    Unit.valueOf(rows.getString("unit")), counted, sum(rows, "r")));
        case "KEYS" -> keys = counted;
        case "WEBHOOKS" -> webhooks = counted;
        case "CHILDREN" -> children = counted;
        case "CHILD" -> firstChildren.add(new TenantId(rows.getString("name")));
        default -> throw new IllegalStateException("no such part: " + rows.getString("part"));
      }
    }
    return status == null
        ? Optional.empty()
        : Optional.of(
            new ClosePreview(
                tenant,
                status,
                isCloseComplete,
                List.copyOf(ledgers),
                List.copyOf(reservations),
                webhooks,
                keys,
                children,
                List.copyOf(firstChildren)));
  }

  private static BigInteger sum(ResultSet row, String figure) throws SQLException {
    return BigInteger.valueOf(row.getLong(figure + '1'))
        .multiply(BigInteger.valueOf(WHOLE))
        .add(BigInteger.valueOf(row.getLong(figure + '0')));
  }
}
