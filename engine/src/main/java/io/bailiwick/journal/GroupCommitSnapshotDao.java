package io.bailiwick.journal;

import io.bailiwick.journal.JournalRow.Payload;
import io.bailiwick.projection.SqlStatement;
import io.bailiwick.projection.TableWrite;
import java.util.List;
import org.apache.pekko.persistence.SnapshotMetadata;
import org.apache.pekko.persistence.jdbc.config.SnapshotConfig;
import org.apache.pekko.persistence.jdbc.snapshot.dao.DefaultSnapshotDao;
import org.apache.pekko.serialization.Serialization;
import org.apache.pekko.stream.Materializer;
import scala.concurrent.ExecutionContext;
import scala.concurrent.Future;
import scala.concurrent.Future$;
import scala.runtime.BoxedUnit;

/**
 * The plugin's snapshots with another write path: they go through the node's {@link JournalWriter}
 * with everything else. An embedded store has one writer at a time, and two that compete would wait
 * for each other by polling. With each that is saved all go but the one before it, so that an
 * entity has two whenever it has had two; one that arrives late leaves a third, until the next.
 *
 * <p>A success says that a snapshot is taken, and not that it is saved: the plugin lets an entity
 * do nothing until it is told so, and a large state takes a tenth of a second. So no entity may
 * have its events or its older snapshots deleted by a success ({@code RetentionCriteria}), and a
 * deletion does not wait for what is being saved.
 *
 * <p>Created by the plugin, by its class name. Loading is the plugin's own.
 */
public final class GroupCommitSnapshotDao extends DefaultSnapshotDao {

  // After all events and tables: a snapshot is the least urgent row of a transaction. Deleting
  // comes after saving.
  private static final SqlStatement SAVE =
      SqlStatement.wholeRow(
          SqlStatement.RANK_MAX - 1,
          2,
          "INSERT INTO snapshot (persistence_id, sequence_number, created, snapshot_ser_id,"
              + " snapshot_ser_manifest, snapshot_payload, meta_ser_id, meta_ser_manifest,"
              + " meta_payload) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (persistence_id,"
              + " sequence_number) DO UPDATE SET created = excluded.created, snapshot_ser_id ="
              + " excluded.snapshot_ser_id, snapshot_ser_manifest = excluded.snapshot_ser_manifest,"
              + " snapshot_payload = excluded.snapshot_payload, meta_ser_id = excluded.meta_ser_id,"
              + " meta_ser_manifest = excluded.meta_ser_manifest, meta_payload ="
              + " excluded.meta_payload");

  /** One would do; the one before it is there in case the last one cannot be read. */
  private static final SqlStatement KEEP_TWO =
      delete(
          "sequence_number < (SELECT MAX(sequence_number) FROM snapshot WHERE persistence_id = ?"
              + " AND sequence_number < ?)");

  private static final SqlStatement DELETE_ONE = delete("sequence_number = ?");
  private static final SqlStatement DELETE_ALL = delete("1 = 1");
  private static final SqlStatement DELETE_TO_SEQUENCE = delete("sequence_number <= ?");
  private static final SqlStatement DELETE_TO_TIME = delete("created <= ?");
  private static final SqlStatement DELETE_TO_BOTH =
      delete("sequence_number <= ? AND created <= ?");

  private final PayloadCodec codec;
  private final JournalWriter writer;
  private final SnapshotEncoder encoder;

  /** The signature is the plugin's. */
  public GroupCommitSnapshotDao(
      slick.jdbc.JdbcBackend.JdbcDatabaseDef database,
      slick.jdbc.JdbcProfile profile,
      SnapshotConfig config,
      Serialization serialization,
      ExecutionContext executionContext,
      Materializer materializer) {
    super(database, profile, config, serialization, executionContext, materializer);
    this.codec = new PayloadCodec(serialization);
    this.writer = StoreSetup.of(serialization.system()).writer();
    this.encoder = new SnapshotEncoder((at, state) -> writer.write(rows(at, state)));
  }

  @Override
  public Future<BoxedUnit> save(SnapshotMetadata at, Object snapshot) {
    encoder.take(at, snapshot);
    return Future$.MODULE$.successful(BoxedUnit.UNIT);
  }

  private List<TableWrite> rows(SnapshotMetadata at, Object snapshot) {
    Payload state = codec.encode(snapshot);
    Payload meta = at.metadata().isEmpty() ? null : codec.encode(at.metadata().get());
    TableWrite save =
        TableWrite.of(
            SAVE,
            at.persistenceId(),
            at.sequenceNr(),
            at.timestamp(),
            state.serializerId(),
            state.manifest(),
            state.bytes(),
            meta == null ? null : meta.serializerId(),
            meta == null ? null : meta.manifest(),
            meta == null ? null : meta.bytes());
    return List.of(
        save, TableWrite.of(KEEP_TWO, at.persistenceId(), at.persistenceId(), at.sequenceNr()));
  }

  @Override
  public Future<BoxedUnit> delete(String persistenceId, long sequenceNr) {
    return write(DELETE_ONE, persistenceId, sequenceNr);
  }

  @Override
  public Future<BoxedUnit> deleteAllSnapshots(String persistenceId) {
    return write(DELETE_ALL, persistenceId);
  }

  @Override
  public Future<BoxedUnit> deleteUpToMaxSequenceNr(String persistenceId, long sequenceNrMax) {
    return write(DELETE_TO_SEQUENCE, persistenceId, sequenceNrMax);
  }

  @Override
  public Future<BoxedUnit> deleteUpToMaxTimestamp(String persistenceId, long createdAtMsMax) {
    return write(DELETE_TO_TIME, persistenceId, createdAtMsMax);
  }

  @Override
  public Future<BoxedUnit> deleteUpToMaxSequenceNrAndMaxTimestamp(
      String persistenceId, long sequenceNrMax, long createdAtMsMax) {
    return write(DELETE_TO_BOTH, persistenceId, sequenceNrMax, createdAtMsMax);
  }

  private Future<BoxedUnit> write(SqlStatement statement, Object... arguments) {
    return PluginFutures.succeedingWith(
        BoxedUnit.UNIT, writer.write(List.of(TableWrite.of(statement, arguments))));
  }

  private static SqlStatement delete(String condition) {
    return SqlStatement.every(
        SqlStatement.RANK_MAX, "DELETE FROM snapshot WHERE persistence_id = ? AND " + condition);
  }
}
