package io.bailiwick.apikey.query;

import io.bailiwick.apikey.ApiKey;
import io.bailiwick.apikey.KeyStatus;
import io.bailiwick.projection.RecordRows;
import io.bailiwick.projection.TableWrite;
import io.bailiwick.record.AuditEntry;
import io.bailiwick.record.EventRecord;
import io.bailiwick.record.EventType;
import io.bailiwick.record.LifecycleData;
import io.bailiwick.record.Origin;
import io.bailiwick.record.Present;
import io.bailiwick.record.RecordIds;
import io.bailiwick.record.RecordSink;
import java.time.Instant;
import java.util.List;

/**
 * What is told of a key that was replaced: an audit entry for each of the two, and the event of the
 * new one, under one correlation id. That the other one ends is told when it does.
 */
final class KeyRotationRecords {

  private static final RecordRows.Conditional IF_ROTATED =
      RecordRows.Conditional.on(
          "EXISTS (SELECT 1 FROM api_key WHERE key_id = ? AND rotated_to = ?)");

  private static final int CREATED = 201;
  private static final int OK = 200;

  private KeyRotationRecords() {}

  /**
   * @param untilMs when {@code before} ends
   * @param origin null where none is known
   */
  static void tell(
      ApiKey before,
      ApiKey successor,
      long untilMs,
      String changeId,
      Origin origin,
      List<TableWrite> out) {
    RecordSink sink = IF_ROTATED.to(out, before.keyId(), successor.keyId());
    long atMs = successor.createdAtMs();
    String correlation =
        "api_key_rotate:" + before.keyId() + ':' + (origin == null ? "" : origin.requestId());
    LifecycleData data =
        new LifecycleData.KeyLifecycle(
            successor.keyId(),
            successor.name(),
            null,
            KeyStatus.ACTIVE.name(),
            KeyRecords.texts(successor.permissions()));
    sink.event(
        new EventRecord(
            RecordIds.of(RecordIds.EVENT, atMs, KeyRecords.identity(successor, changeId)),
            EventType.API_KEY_CREATED,
            successor.tenant().value(),
            atMs,
            EventRecord.OF_ADMIN,
            null,
            origin,
            data,
            correlation));
    if (origin == null) {
      return;
    }
    sink.audit(
        AuditEntry.ofChange(
            RecordIds.of(RecordIds.AUDIT, atMs, KeyRecords.identity(before, changeId)),
            atMs,
            before.tenant().value(),
            origin,
            "api_key",
            before.keyId(),
            OK,
            Present.members(
                "rotated_to",
                successor.keyId(),
                "expires_at",
                Instant.ofEpochMilli(untilMs).toString(),
                "correlation_id",
                correlation)));
    sink.audit(
        AuditEntry.ofChange(
            RecordIds.of(RecordIds.AUDIT, atMs, KeyRecords.identity(successor, changeId)),
            atMs,
            successor.tenant().value(),
            origin,
            "api_key",
            successor.keyId(),
            CREATED,
            Present.joined(
                data.members(),
                Present.members("rotated_from", before.keyId(), "correlation_id", correlation))));
  }
}
