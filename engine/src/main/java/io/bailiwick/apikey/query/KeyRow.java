package io.bailiwick.apikey.query;

import io.bailiwick.apikey.ApiKey;
import io.bailiwick.apikey.Permission;
import io.bailiwick.apikey.ScopeFilter;
import io.bailiwick.query.Columns;
import io.bailiwick.tenant.TenantId;
import io.bailiwick.tenant.TenantStatus;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * A key as it is stored, and its tenant's status.
 *
 * @param tenantStatus null when nothing is known of the tenant
 * @param rotation null while no other key has taken its place
 */
record KeyRow(ApiKey key, byte[] secretHash, TenantStatus tenantStatus, Rotation rotation) {

  /**
   * How a key was replaced.
   *
   * @param successor id of the key that takes its place
   * @param idempotencyKey of the request, or null
   * @param askedMs overlap that was asked for; null where that was left to the settings, and of
   *     those that a version before has made, whatever they asked for
   * @param overlapMs that was asked for, or that the settings said then
   */
  record Rotation(String successor, String idempotencyKey, Long askedMs, long overlapMs) {

    /** Whether that is what was asked for, whatever the settings say by now. */
    boolean isAskedAgain(Long overlapAskedMs) {
      return overlapAskedMs == null ? askedMs == null : overlapAskedMs == overlapMs;
    }
  }

  static final String COLUMNS =
      "key_id, tenant, key_prefix, secret_hash, name, description, permissions, scope_filter,"
          + " metadata, created_at_ms, expires_at_ms, last_used_at_ms, revoked_at_ms,"
          + " revoked_reason";

  private static final String SELECT =
      "SELECT "
          + COLUMNS
          + ", rotated_to, rotation_key, rotation_asked_ms, rotation_overlap_ms"
          + ", (SELECT status FROM tenant WHERE tenant.tenant = api_key.tenant) AS tenant_status"
          + " FROM api_key WHERE ";

  static Optional<KeyRow> byId(Connection connection, String keyId) throws SQLException {
    return select(connection, "key_id = ?", keyId).stream().findFirst();
  }

  /** All keys whose secrets begin alike: one, but for a coincidence. */
  static List<KeyRow> byPrefix(Connection connection, String prefix) throws SQLException {
    return select(connection, "key_prefix = ?", prefix);
  }

  /** Keys of a tenant that are neither revoked nor have expired, some of them. */
  static List<KeyRow> liveOf(Connection connection, TenantId tenant, long nowMs, int limit)
      throws SQLException {
    return select(
        connection,
        "tenant = ? AND revoked_at_ms IS NULL AND expires_at_ms > %d ORDER BY key_id LIMIT %d"
            .formatted(nowMs, limit),
        tenant.value());
  }

  /** Keys whose expiry is to be told, those of the longest ago first. */
  static List<KeyRow> expired(Connection connection, long nowMs, int limit) throws SQLException {
    return select(
        connection, KeyExpiries.DUE + " ORDER BY expires_at_ms, key_id LIMIT " + limit, nowMs);
  }

  private static List<KeyRow> select(Connection connection, String condition, Object argument)
      throws SQLException {
    if (argument instanceof String text && !Columns.canHold(text)) {
      return List.of();
    }
    try (PreparedStatement select = connection.prepareStatement(SELECT + condition)) {
      select.setObject(1, argument);
      try (ResultSet row = select.executeQuery()) {
        List<KeyRow> rows = new ArrayList<>();
        while (row.next()) {
          rows.add(
              new KeyRow(
                  read(row),
                  row.getBytes("secret_hash"),
                  Columns.constantOrNull(row, "tenant_status", TenantStatus.class),
                  rotation(row)));
        }
        return List.copyOf(rows);
      }
    }
  }

  private static Rotation rotation(ResultSet row) throws SQLException {
    String successor = row.getString("rotated_to");
    return successor == null
        ? null
        : new Rotation(
            successor,
            row.getString("rotation_key"),
            Columns.longOrNull(row, "rotation_asked_ms"),
            row.getLong("rotation_overlap_ms"));
  }

  static ApiKey read(ResultSet row) throws SQLException {
    return new ApiKey(
        row.getString("key_id"),
        new TenantId(row.getString("tenant")),
        row.getString("key_prefix"),
        row.getString("name"),
        row.getString("description"),
        words(row.getString("permissions")).stream()
            .map(Permission::of)
            .flatMap(Optional::stream)
            .toList(),
        new ScopeFilter(words(row.getString("scope_filter"))),
        row.getString("metadata"),
        row.getLong("created_at_ms"),
        row.getLong("expires_at_ms"),
        Columns.longOrNull(row, "last_used_at_ms"),
        Columns.longOrNull(row, "revoked_at_ms"),
        row.getString("revoked_reason"));
  }

  static String joined(List<Permission> permissions) {
    return permissions.stream().map(Permission::text).collect(Collectors.joining(" "));
  }

  static String joined(ScopeFilter filter) {
    return String.join(" ", filter.entries());
  }

  private static List<String> words(String joined) {
    return joined.isEmpty() ? List.of() : Arrays.asList(joined.split(" "));
  }
}
