package io.bailiwick.bulk.query;

import io.bailiwick.bulk.BulkEnvelope;
import io.bailiwick.bulk.BulkOutcome;
import io.bailiwick.bulk.BulkRecords;
import io.bailiwick.bulk.BulkRow;
import io.bailiwick.journal.codec.StoredJson;
import io.bailiwick.projection.RecordRows;
import io.bailiwick.projection.SqlStatement;
import io.bailiwick.projection.TableRanks;
import io.bailiwick.projection.TableWrite;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The statements of a claim. Everything that a runner writes is under the condition that it still
 * is the one, and begins with a change of the claim's row: so what a runner writes and what its
 * successor writes have an order, and nothing of the former comes after that.
 */
final class BulkWrites {

  /** Names of outcomes in the table. */
  enum Outcome {
    SUCCEEDED,
    FAILED,
    SKIPPED
  }

  private static final SqlStatement CLAIM =
      SqlStatement.every(
          TableRanks.BULK_CLAIM,
          "INSERT INTO bulk_action (kind, idempotency_key, bulk_id, request, told_before, runner,"
              + " beat, began_at_ms) VALUES (?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (kind,"
              + " idempotency_key) DO NOTHING");

  /** Not of a claim that somebody else had made before. */
  private static final SqlStatement ROW =
      SqlStatement.every(
          TableRanks.BULK_ROW,
          "INSERT INTO bulk_row (bulk_id, position, row_id, scope, unit) SELECT ?, ?, ?, ?, ? WHERE"
              + " EXISTS (SELECT 1 FROM bulk_action WHERE bulk_id = ?)");

  private static final SqlStatement TAKE =
      SqlStatement.every(
          TableRanks.BULK_TAKE,
          "UPDATE bulk_action SET runner = ?, beat = beat + 1 WHERE bulk_id = ? AND beat = ? AND"
              + " envelope IS NULL");

  private static final SqlStatement BEAT =
      SqlStatement.every(
          TableRanks.BULK_BEAT,
          "UPDATE bulk_action SET beat = beat + 1 WHERE bulk_id = ? AND runner = ?");

  private static final SqlStatement OUTCOME =
      SqlStatement.every(
          TableRanks.BULK_OUTCOME,
          "UPDATE bulk_row SET outcome = ?, code = ?, message = ? WHERE bulk_id = ? AND position ="
              + " ? AND outcome IS NULL AND EXISTS (SELECT 1 FROM bulk_action WHERE"
              + " bulk_action.bulk_id = bulk_row.bulk_id AND runner = ?)");

  private static final SqlStatement END =
      SqlStatement.every(
          TableRanks.BULK_END,
          "UPDATE bulk_action SET envelope = ?, ended_at_ms = ? WHERE bulk_id = ? AND runner = ?"
              + " AND envelope IS NULL");

  private static final SqlStatement DELETE_ROWS =
      SqlStatement.every(
          TableRanks.BULK_ROWS_DELETE,
          "DELETE FROM bulk_row WHERE bulk_id = ? AND EXISTS (SELECT 1 FROM bulk_action WHERE"
              + " bulk_action.bulk_id = bulk_row.bulk_id AND envelope IS NOT NULL)");

  /** Told by the run that has ended it, and by no other. */
  private static final RecordRows.Conditional IF_ENDED =
      RecordRows.Conditional.on(
          "EXISTS (SELECT 1 FROM bulk_action WHERE bulk_id = ? AND runner = ? AND ended_at_ms ="
              + " ?)");

  private BulkWrites() {}

  static List<TableWrite> claim(BulkClaim claim, List<BulkRow> rows) {
    List<TableWrite> writes = new ArrayList<>();
    writes.add(
        TableWrite.of(
            CLAIM,
            claim.bulk().action().kind().name(),
            claim.bulk().idempotencyKey(),
            claim.id(),
            StoredJson.write(claim.bulk()),
            claim.toldBefore(),
            claim.runner(),
            claim.beat(),
            claim.beganAtMs()));
    for (int position = 0; position < rows.size(); position++) {
      BulkRow row = rows.get(position);
      writes.add(
          TableWrite.of(
              ROW,
              claim.id(),
              position,
              row.id(),
              row.scope() == null ? null : row.scope().text(),
              row.unit() == null ? null : row.unit().name(),
              claim.id()));
    }
    return writes;
  }

  /** Another one's turn, if the one before has not been heard of since. */
  static List<TableWrite> take(BulkClaim claim, String runner) {
    return List.of(TableWrite.of(TAKE, runner, claim.id(), claim.beat()));
  }

  /**
   * The runner lives, and knows this.
   *
   * @param outcomes by the rows' positions
   */
  static List<TableWrite> beat(String id, String runner, Map<Integer, BulkOutcome> outcomes) {
    List<TableWrite> writes = new ArrayList<>();
    writes.add(TableWrite.of(BEAT, id, runner));
    outcomes.forEach(
        (position, outcome) ->
            writes.add(
                switch (outcome) {
                  case BulkOutcome.Succeeded ignored ->
                      outcome(Outcome.SUCCEEDED, null, null, id, position, runner);
                  case BulkOutcome.Failed(var code, var message) ->
                      outcome(Outcome.FAILED, code, message, id, position, runner);
                  case BulkOutcome.Skipped(var reason) ->
                      outcome(Outcome.SKIPPED, reason, null, id, position, runner);
                }));
    return writes;
  }

  private static TableWrite outcome(
      Outcome outcome, Enum<?> code, String message, String id, int position, String runner) {
    return TableWrite.of(
        OUTCOME, outcome.name(), code == null ? null : code.name(), message, id, position, runner);
  }

  /** The answer, and what is told of the whole. */
  static List<TableWrite> end(BulkClaim claim, String runner, BulkEnvelope envelope, long nowMs) {
    List<TableWrite> writes = new ArrayList<>();
    writes.add(TableWrite.of(END, StoredJson.write(envelope), nowMs, claim.id(), runner));
    writes.add(TableWrite.of(DELETE_ROWS, claim.id()));
    IF_ENDED
        .to(writes, claim.id(), runner, nowMs)
        .audit(BulkRecords.audit(claim.bulk(), claim.id(), envelope, claim.beganAtMs(), nowMs));
    return writes;
  }
}
