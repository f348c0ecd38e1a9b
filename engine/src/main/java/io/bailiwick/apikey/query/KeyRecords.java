package io.bailiwick.apikey.query;

import io.bailiwick.apikey.ApiKey;
import io.bailiwick.apikey.KeyStatus;
import io.bailiwick.apikey.Permission;
import io.bailiwick.projection.RecordRows;
import io.bailiwick.projection.TableWrite;
import io.bailiwick.record.AuditEntry;
import io.bailiwick.record.Cascade;
import io.bailiwick.record.CascadeData;
import io.bailiwick.record.EventRecord;
import io.bailiwick.record.EventType;
import io.bailiwick.record.LifecycleData;
import io.bailiwick.record.Origin;
import io.bailiwick.record.Present;
import io.bailiwick.record.RecordIds;
import io.bailiwick.record.RecordSink;
import java.util.List;
import java.util.Map;

/**
 * What is told of changes of keys, as rows that are written with the change and only if it has come
 * to something: each change leaves its id in the row that it has changed.
 */
final class KeyRecords {

  /** At the end of the id of a change that is one of what a key may do. */
  static final String OF_RIGHTS = "-rights";

  private static final RecordRows.Conditional IF_CHANGED =
      RecordRows.Conditional.on(
          "EXISTS (SELECT 1 FROM api_key WHERE key_id = ? AND change_id = ?)");

  private static final RecordRows.Conditional IF_CHANGED_IN_ANY_WAY =
      RecordRows.Conditional.on(
          "EXISTS (SELECT 1 FROM api_key WHERE key_id = ? AND change_id IN (?, ?))");

  private static final int CREATED = 201;
  private static final int OK = 200;

  private KeyRecords() {}

  static void created(ApiKey key, String changeId, Origin origin, List<TableWrite> out) {
    Map<String, Object> data =
        tell(
            EventType.API_KEY_CREATED,
            key,
            new LifecycleData.KeyLifecycle(
                key.keyId(), key.name(), null, KeyStatus.ACTIVE.name(), texts(key.permissions())),
            changeId,
            origin,
            key.createdAtMs(),
            IF_CHANGED.to(out, key.keyId(), changeId));
    audit(
        key,
        changeId,
        CREATED,
        data,
        origin,
        key.createdAtMs(),
        IF_CHANGED.to(out, key.keyId(), changeId));
  }

  /**
   * @param before as it was when the change was asked for
   * @param after as it is if nobody else changes it meanwhile
   */
  static void updated(
      ApiKey before,
      ApiKey after,
      String changeId,
      Origin origin,
      long atMs,
      List<TableWrite> out) {
    tell(
        EventType.API_KEY_PERMISSIONS_CHANGED,
        after,
        new LifecycleData.KeyLifecycle(
            after.keyId(),
            after.name(),
            KeyStatus.ACTIVE.name(),
            KeyStatus.ACTIVE.name(),
            texts(after.permissions())),
        changeId,
        origin,
        atMs,
        IF_CHANGED.to(out, after.keyId(), changeId + OF_RIGHTS));
    audit(
        after,
        changeId,
        OK,
        Present.members("before", terms(before), "after", terms(after)),
        origin,
        atMs,
        IF_CHANGED_IN_ANY_WAY.to(out, after.keyId(), changeId, changeId + OF_RIGHTS));
  }

  static void revoked(
      ApiKey key, String changeId, String reason, Origin origin, long atMs, List<TableWrite> out) {
    Origin because = origin == null ? null : origin.because(reason);
    RecordSink sink = IF_CHANGED.to(out, key.keyId(), changeId);
    Map<String, Object> data =
        tell(
            EventType.API_KEY_REVOKED,
            key,
            new LifecycleData.KeyLifecycle(
                key.keyId(),
                key.name(),
                key.status(atMs).name(),
                KeyStatus.REVOKED.name(),
                texts(key.permissions())),
            changeId,
            because,
            atMs,
            sink);
    audit(key, changeId, OK, data, because, atMs, sink);
  }

  /** The close of the tenant has revoked it. */
  static void revokedByClose(
      ApiKey key, String changeId, Origin origin, long atMs, List<TableWrite> out) {
    Cascade.tell(
        RecordIds.of(RecordIds.EVENT, atMs, Cascade.OWNED, identity(key, changeId)),
        RecordIds.of(RecordIds.AUDIT, atMs, Cascade.OWNED, identity(key, changeId)),
        atMs,
        key.tenant(),
        origin,
        EventType.API_KEY_REVOKED_VIA_TENANT_CASCADE,
        null,
        "api_key",
        key.keyId(),
        new CascadeData.KeyRevoked(key.keyId(), key.name(), key.status(atMs).name()),
        IF_CHANGED.to(out, key.keyId(), changeId));
  }

  private static Map<String, Object> tell(
      EventType type,
      ApiKey key,
      LifecycleData data,
      String changeId,
      Origin origin,
      long atMs,
      RecordSink out) {
    out.event(
        new EventRecord(
            RecordIds.of(RecordIds.EVENT, atMs, identity(key, changeId)),
            type,
            key.tenant().value(),
            atMs,
            EventRecord.OF_ADMIN,
            null,
            origin,
            data,
            origin == null ? null : origin.correlationId()));
    return data.members();
  }

  private static void audit(
      ApiKey key,
      String changeId,
      int status,
      Map<String, Object> metadata,
      Origin origin,
      long atMs,
      RecordSink out) {
    if (origin != null && origin.isAuditedAlone()) {
      out.audit(
          AuditEntry.ofChange(
              RecordIds.of(RecordIds.AUDIT, atMs, identity(key, changeId)),
              atMs,
              key.tenant().value(),
              origin,
              "api_key",
              key.keyId(),
              status,
              metadata));
    }
  }

  private static Map<String, Object> terms(ApiKey key) {
    return Present.members(
        "name",
        key.name(),
        "description",
        key.description(),
        "permissions",
        texts(key.permissions()),
        "scope_filter",
        key.scopeFilter().entries());
  }

  static String identity(ApiKey key, String changeId) {
    return "key " + key.keyId() + ' ' + changeId;
  }

  static List<String> texts(List<Permission> permissions) {
    return permissions.stream().map(Permission::text).toList();
  }
}
