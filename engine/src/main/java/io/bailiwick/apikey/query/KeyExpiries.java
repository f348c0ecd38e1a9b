package io.bailiwick.apikey.query;

import io.bailiwick.apikey.ApiKey;
import io.bailiwick.apikey.KeyStatus;
import io.bailiwick.journal.JournalWriter;
import io.bailiwick.projection.RecordRows;
import io.bailiwick.projection.SqlStatement;
import io.bailiwick.projection.TableRanks;
import io.bailiwick.projection.TableWrite;
import io.bailiwick.query.Reads;
import io.bailiwick.record.Actor;
import io.bailiwick.record.AuditEntry;
import io.bailiwick.record.EventRecord;
import io.bailiwick.record.EventType;
import io.bailiwick.record.LifecycleData;
import io.bailiwick.record.Origin;
import io.bailiwick.record.Present;
import io.bailiwick.record.RecordIds;
import io.bailiwick.record.RecordSink;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * Tells that keys have expired: once for each, whoever looks and however often. A key expires by
 * the time alone, and nobody waits for this. One that was revoked before it would have expired
 * never does. Called by a timer on one node. Thread-safe; never blocks.
 */
public final class KeyExpiries {

  /** Keys of one step: with what is told of them a few milliseconds of the writer's time. */
  public static final int STEP_MAX = 200;

  /** The operation of what nobody has asked for. */
  private static final String OPERATION = "api_key_expiry";

  private static final String EXPIRES =
      "expiry_told_at_ms IS NULL AND (revoked_at_ms IS NULL OR revoked_at_ms >= expires_at_ms)";

  /** With its index, which has the same condition. */
  static final String DUE = EXPIRES + " AND expires_at_ms <= ?";

  private static final SqlStatement TOLD =
      SqlStatement.every(
          TableRanks.KEY_EXPIRY,
          "UPDATE api_key SET expiry_told_at_ms = ? WHERE key_id = ? AND " + DUE);

  /** Two who look at once write one of the two, or both the same. */
  private static final RecordRows.Conditional IF_TOLD =
      RecordRows.Conditional.on(
          "EXISTS (SELECT 1 FROM api_key WHERE key_id = ? AND expiry_told_at_ms = ?)");

  private static final int OK = 200;

  private final Reads reads;
  private final JournalWriter writer;

  public KeyExpiries(Reads reads, JournalWriter writer) {
    this.reads = reads;
    this.writer = writer;
  }

  /**
   * Tells of some keys that have expired by now and were not told of.
   *
   * @return how many were found; when it is {@link #STEP_MAX}, there may be further ones
   */
  public CompletionStage<Integer> step(long nowMs) {
    return reads
        .ask(connection -> KeyRow.expired(connection, nowMs, STEP_MAX))
        .thenCompose(
            expired -> {
              if (expired.isEmpty()) {
                return CompletableFuture.completedFuture(0);
              }
              List<TableWrite> writes = new ArrayList<>();
              expired.forEach(row -> tell(row, nowMs, writes));
              return writer.write(writes).thenApply(written -> expired.size());
            });
  }

  private static void tell(KeyRow row, long nowMs, List<TableWrite> out) {
    ApiKey key = row.key();
    out.add(TableWrite.of(TOLD, nowMs, key.keyId(), nowMs));
    RecordSink sink = IF_TOLD.to(out, key.keyId(), nowMs);
    Origin origin =
        new Origin(Actor.SCHEDULER, null, null, null, null, null, OPERATION, null, null, null);
    LifecycleData data =
        new LifecycleData.KeyLifecycle(
            key.keyId(),
            key.name(),
            KeyStatus.ACTIVE.name(),
            KeyStatus.EXPIRED.name(),
            KeyRecords.texts(key.permissions()));
    Map<String, Object> successor =
        row.rotation() == null
            ? Map.of()
            : Present.members("rotated_to", row.rotation().successor());
    String identity = KeyRecords.identity(key, "expired");
    sink.event(
        new EventRecord(
            RecordIds.of(RecordIds.EVENT, nowMs, identity),
            EventType.API_KEY_EXPIRED,
            key.tenant().value(),
            nowMs,
            EventRecord.OF_EXPIRY,
            null,
            origin,
            data,
            null,
            successor));
    sink.audit(
        AuditEntry.ofChange(
            RecordIds.of(RecordIds.AUDIT, nowMs, identity),
            nowMs,
            key.tenant().value(),
            origin,
            "api_key",
            key.keyId(),
            OK,
            Present.joined(data.members(), successor)));
  }
}
