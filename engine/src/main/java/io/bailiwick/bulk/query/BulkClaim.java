package io.bailiwick.bulk.query;

import io.bailiwick.bulk.Bulk;
import io.bailiwick.bulk.BulkEnvelope;
import io.bailiwick.record.Origin;
import java.util.Objects;

/**
 * A bulk action as it stands in the tables.
 *
 * @param id unique for ever
 * @param toldBefore the last event under its correlation id that was there before it, or ""
 * @param runner whose turn it is
 * @param beat a number that grows while the runner lives
 * @param envelope null while it is under way
 */
record BulkClaim(
    String id,
    Bulk bulk,
    String toldBefore,
    String runner,
    long beat,
    long beganAtMs,
    BulkEnvelope envelope) {

  BulkClaim {
    Objects.requireNonNull(bulk, "bulk");
  }

  /** Of what is changed in its rows. */
  Origin originOfRows() {
    return bulk.originOfRows(id);
  }

  boolean hasEnded() {
    return envelope != null;
  }

  /** Whether {@code who} may go on with it. */
  boolean isRunBy(String who) {
    return envelope == null && runner.equals(who);
  }
}
