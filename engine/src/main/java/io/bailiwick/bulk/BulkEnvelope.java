package io.bailiwick.bulk;

import io.bailiwick.bulk.BulkOutcome.RowCode;
import io.bailiwick.bulk.BulkOutcome.SkipReason;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * What a bulk action is answered, and answered again. Every row is in one of the lists, each in the
 * order in which the rows were selected.
 *
 * @param totalMatched how many there are
 * @param succeeded their ids
 */
public record BulkEnvelope(
    BulkAction action,
    int totalMatched,
    List<String> succeeded,
    List<FailedRow> failed,
    List<SkippedRow> skipped,
    String idempotencyKey) {

  /** A row that was not changed. */
  public record FailedRow(String id, RowCode code, String message) {}

  /** A row with nothing to change. */
  public record SkippedRow(String id, SkipReason reason) {}

  /**
   * Of all outcomes.
   *
   * @param outcomes one for each row, by its id, in the order of the rows
   */
  public static BulkEnvelope of(Bulk bulk, Map<String, BulkOutcome> outcomes) {
    List<String> succeeded = new ArrayList<>();
    List<FailedRow> failed = new ArrayList<>();
    List<SkippedRow> skipped = new ArrayList<>();
    outcomes.forEach(
        (id, outcome) -> {
          switch (outcome) {
            case BulkOutcome.Succeeded ignored -> succeeded.add(id);
            case BulkOutcome.Failed(var code, var message) ->
                failed.add(new FailedRow(id, code, message));
            case BulkOutcome.Skipped(var reason) -> skipped.add(new SkippedRow(id, reason));
          }
        });
    return new BulkEnvelope(
        bulk.action(),
        outcomes.size(),
        List.copyOf(succeeded),
        List.copyOf(failed),
        List.copyOf(skipped),
        bulk.idempotencyKey());
  }
}
