package io.bailiwick.apikey.query;

import io.bailiwick.apikey.KeyUsage;
import io.bailiwick.apikey.KeyUsage.Kind;
import io.bailiwick.query.Columns;
import io.bailiwick.tenant.TenantId;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** How a key was used, as it is stored. */
final class KeyUsageRow {

  private static final String SELECT =
      "SELECT tenant, uses, first_used_at_ms, last_used_at_ms, last_source_ip FROM api_key WHERE"
          + " key_id = ?";

  private static final String SELECT_PLACES =
      "SELECT place, uses, first_at_ms, last_at_ms FROM api_key_place WHERE key_id = ? AND kind = ?"
          + " ORDER BY last_at_ms DESC, place LIMIT "
          + KeyUsage.PLACES_MAX;

  private KeyUsageRow() {}

  static Optional<KeyUsage> byId(Connection connection, String keyId) throws SQLException {
    if (!Columns.canHold(keyId)) {
      return Optional.empty();
    }
    try (PreparedStatement select = connection.prepareStatement(SELECT)) {
      select.setString(1, keyId);
      try (ResultSet row = select.executeQuery()) {
        return row.next() ? Optional.of(read(connection, keyId, row)) : Optional.empty();
      }
    }
  }

  private static KeyUsage read(Connection connection, String keyId, ResultSet row)
      throws SQLException {
    return new KeyUsage(
        keyId,
        new TenantId(row.getString("tenant")),
        row.getLong("uses"),
        Columns.longOrNull(row, "first_used_at_ms"),
        Columns.longOrNull(row, "last_used_at_ms"),
        row.getString("last_source_ip"),
        places(connection, keyId, Kind.SCOPE),
        places(connection, keyId, Kind.SOURCE));
  }

  private static List<KeyUsage.Place> places(Connection connection, String keyId, Kind kind)
      throws SQLException {
    try (PreparedStatement select = connection.prepareStatement(SELECT_PLACES)) {
      select.setString(1, keyId);
      select.setString(2, kind.name());
      try (ResultSet row = select.executeQuery()) {
        List<KeyUsage.Place> places = new ArrayList<>();
        while (row.next()) {
          places.add(
              new KeyUsage.Place(
                  kind,
                  row.getString("place"),
                  row.getLong("uses"),
                  row.getLong("first_at_ms"),
                  row.getLong("last_at_ms")));
        }
        return List.copyOf(places);
      }
    }
  }
}
