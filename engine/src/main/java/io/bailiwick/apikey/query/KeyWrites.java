package io.bailiwick.apikey.query;

import io.bailiwick.apikey.ApiKey;
import io.bailiwick.apikey.ApiKeyCommand;
import io.bailiwick.projection.SqlStatement;
import io.bailiwick.projection.TableRanks;
import io.bailiwick.projection.TableWrite;
import java.util.List;

/**
 * The statements that change keys. Each asks for the tenant's status in its own transaction, so
 * none changes anything after a close that it can see; who lost the race against a close finds out
 * by reading afterwards.
 */
final class KeyWrites {

  private static final SqlStatement INSERT =
      SqlStatement.every(
          TableRanks.KEY_INSERT,
          "INSERT INTO api_key (key_id, tenant, key_prefix, secret_hash, name, description,"
              + " permissions, scope_filter, metadata, created_at_ms, expires_at_ms, change_id)"
              + " SELECT ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ? FROM tenant WHERE tenant = ? AND status"
              + " = 'ACTIVE'");

  private static final String OF_AN_OPEN_TENANT =
      " AND EXISTS (SELECT 1 FROM tenant WHERE tenant.tenant = api_key.tenant AND tenant.status <>"
          + " 'CLOSED')";

  private static final SqlStatement UPDATE =
      SqlStatement.every(
          TableRanks.KEY_UPDATE,
          "UPDATE api_key SET name = coalesce(?, name), description = coalesce(?, description),"
              + " permissions = coalesce(?, permissions), scope_filter = coalesce(?, scope_filter),"
              + " metadata = coalesce(?, metadata), change_id = CASE WHEN coalesce(?, permissions)"
              + " <> permissions OR coalesce(?, scope_filter) <> scope_filter THEN ? WHEN"
              + " coalesce(?, name) <> name OR coalesce(?, description, '') <>"
              + " coalesce(description, '') OR coalesce(?, metadata, '') <> coalesce(metadata, '')"
              + " THEN ? ELSE change_id END WHERE key_id = ? AND revoked_at_ms IS NULL AND"
              + " expires_at_ms > ?"
              + OF_AN_OPEN_TENANT);

  private static final SqlStatement REVOKE =
      SqlStatement.every(
          TableRanks.KEY_REVOKE,
          "UPDATE api_key SET revoked_at_ms = ?, revoked_reason = ?, change_id = ? WHERE key_id = ?"
              + " AND revoked_at_ms IS NULL");

  /** First of the two: whoever comes later finds that there is a successor, and makes none. */
  private static final SqlStatement ROTATE =
      SqlStatement.every(
          TableRanks.KEY_ROTATE,
          "UPDATE api_key SET rotated_to = ?, rotation_key = ?, rotation_asked_ms = ?,"
              + " rotation_overlap_ms = ?, expires_at_ms = CASE WHEN expires_at_ms < ? THEN"
              + " expires_at_ms ELSE ? END WHERE key_id = ? AND rotated_to IS NULL AND"
              + " revoked_at_ms IS NULL AND expires_at_ms > ? AND EXISTS (SELECT 1 FROM tenant"
              + " WHERE tenant.tenant = api_key.tenant AND tenant.status = 'ACTIVE')");

  private static final SqlStatement INSERT_SUCCESSOR =
      SqlStatement.every(
          TableRanks.KEY_INSERT,
          "INSERT INTO api_key (key_id, tenant, key_prefix, secret_hash, name, description,"
              + " permissions, scope_filter, metadata, created_at_ms, expires_at_ms, change_id)"
              + " SELECT ?, tenant, ?, ?, name, description, permissions, scope_filter, metadata,"
              + " ?, ?, ? FROM api_key WHERE key_id = ? AND rotated_to = ?");

  private KeyWrites() {}

  static TableWrite insert(ApiKey key, byte[] secretHash, String changeId) {
    return TableWrite.of(
        INSERT,
        key.keyId(),
        key.tenant().value(),
        key.prefix(),
        secretHash,
        key.name(),
        key.description(),
        KeyRow.joined(key.permissions()),
        KeyRow.joined(key.scopeFilter()),
        key.metadata(),
        key.createdAtMs(),
        key.expiresAtMs(),
        changeId,
        key.tenant().value());
  }

  /** Only what is asked for: somebody else may change another member at the same time. */
  static TableWrite update(ApiKeyCommand.Update update, String changeId, long nowMs) {
    String permissions = update.permissions() == null ? null : KeyRow.joined(update.permissions());
    String filter = update.scopeFilter() == null ? null : KeyRow.joined(update.scopeFilter());
    return TableWrite.of(
        UPDATE,
        update.name(),
        update.description(),
        permissions,
        filter,
        update.metadata(),
        permissions,
        filter,
        changeId + KeyRecords.OF_RIGHTS,
        update.name(),
        update.description(),
        update.metadata(),
        changeId,
        update.keyId(),
        nowMs);
  }

  static TableWrite revoke(String keyId, String reason, String changeId, long nowMs) {
    return TableWrite.of(REVOKE, nowMs, reason, changeId, keyId);
  }

  /**
   * A key and its successor, which is a copy of what the key is when this is written.
   *
   * @param untilMs when {@code before} ends, unless it does so earlier
   */
  static List<TableWrite> rotate(
      ApiKey before,
      KeyRow.Rotation rotation,
      long untilMs,
      ApiKey successor,
      byte[] secretHash,
      String changeId) {
    return List.of(
        TableWrite.of(
            ROTATE,
            rotation.successor(),
            rotation.idempotencyKey(),
            rotation.askedMs(),
            rotation.overlapMs(),
            untilMs,
            untilMs,
            before.keyId(),
            successor.createdAtMs()),
        TableWrite.of(
            INSERT_SUCCESSOR,
            successor.keyId(),
            successor.prefix(),
            secretHash,
            successor.createdAtMs(),
            successor.expiresAtMs(),
            changeId,
            before.keyId(),
            successor.keyId()));
  }
}
