package io.bailiwick.bulk;

/** What became of one row. */
public sealed interface BulkOutcome {

  /** It was changed by this bulk action. */
  record Succeeded() implements BulkOutcome {}

  /**
   * It was not changed, though it should have been.
   *
   * @param code see {@link RowCode}
   * @param message for people
   */
  record Failed(RowCode code, String message) implements BulkOutcome {}

  /** There was nothing to change. */
  record Skipped(SkipReason reason) implements BulkOutcome {}

  /** Why a row failed. The names are the wire names, for rows alone. */
  enum RowCode {
    TENANT_CLOSED,
    INVALID_TRANSITION,
    BUDGET_EXCEEDED,
    NOT_FOUND,
    PERMISSION_DENIED,
    INTERNAL_ERROR
  }

  /** Why nothing was done with a row. The names are the wire names. */
  enum SkipReason {
    ALREADY_IN_TARGET_STATE,
    ALREADY_DELETED
  }
}
