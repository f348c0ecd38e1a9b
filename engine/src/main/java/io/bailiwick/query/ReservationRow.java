package io.bailiwick.query;

import io.bailiwick.amount.Amount;
import io.bailiwick.amount.OveragePolicy;
import io.bailiwick.amount.Unit;
import io.bailiwick.journal.codec.StoredJson;
import io.bailiwick.policy.Caps;
import io.bailiwick.projection.StoredBalances;
import io.bailiwick.reservation.Purpose;
import io.bailiwick.reservation.RequestKey;
import io.bailiwick.reservation.Reservation;
import io.bailiwick.reservation.ReservationId;
import io.bailiwick.reservation.ReservationStatus;
import io.bailiwick.scope.ScopePath;
import io.bailiwick.tenant.ExpiryPolicy;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.List;

/** A reservation back from its row. */
final class ReservationRow {

  private static final String WITHOUT_BALANCES =
      "reservation_id, tenant, scope_path, status, unit, reserved, charged, created_at_ms,"
          + " first_expires_at_ms, expires_at_ms, grace_ms, ended_at_ms, extensions,"
          + " extensions_max, overage_policy, budgeted_scopes, subject, action, metadata,"
          + " idempotency_key, payload_hash, end_key, end_hash, end_note, expiry_policy";

  /** For lists, which show neither balances nor caps: they are most of a row. */
  static final String LISTED =
      WITHOUT_BALANCES + ", NULL AS create_balances, NULL AS end_balances, NULL AS caps";

  static final String WHOLE = WITHOUT_BALANCES + ", create_balances, end_balances, caps";

  private ReservationRow() {}

  static Reservation read(ResultSet row) throws SQLException {
    Unit unit = Unit.valueOf(row.getString("unit"));
    return new Reservation(
        new ReservationId(row.getString("reservation_id")),
        new RequestKey(row.getString("idempotency_key"), row.getString("payload_hash")),
        new ScopePath(row.getString("scope_path")),
        new Amount(unit, row.getLong("reserved")),
        scopes(row.getString("budgeted_scopes")),
        OveragePolicy.valueOf(row.getString("overage_policy")),
        new Purpose(row.getString("subject"), row.getString("action"), row.getString("metadata")),
        row.getLong("created_at_ms"),
        row.getLong("first_expires_at_ms"),
        row.getLong("expires_at_ms"),
        row.getLong("grace_ms"),
        row.getInt("extensions"),
        row.getInt("extensions_max"),
        StoredBalances.read(row.getString("create_balances"), unit),
        end(row, unit),
        caps(row.getString("caps")),
        Columns.constantOrNull(row, "expiry_policy", ExpiryPolicy.class));
  }

  private static Caps caps(String stored) {
    return stored == null ? null : StoredJson.read(stored, Caps.class);
  }

  private static Reservation.End end(ResultSet row, Unit unit) throws SQLException {
    ReservationStatus status = ReservationStatus.valueOf(row.getString("status"));
    if (status == ReservationStatus.ACTIVE) {
      return null;
    }
    String key = row.getString("end_key");
    return new Reservation.End(
        status,
        key == null ? null : new RequestKey(key, row.getString("end_hash")),
        row.getLong("charged"),
        row.getString("end_note"),
        row.getLong("ended_at_ms"),
        StoredBalances.read(row.getString("end_balances"), unit));
  }

  private static List<ScopePath> scopes(String joined) {
    return joined.isEmpty()
        ? List.of()
        : Arrays.stream(joined.split(" ")).map(ScopePath::new).toList();
  }
}
