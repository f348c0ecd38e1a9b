package io.bailiwick.bulk.query;

import io.bailiwick.bulk.Bulk;
import io.bailiwick.bulk.BulkEnvelope;

/**
 * A bulk action as it stands in the tables.
 *
 * @param id unique for ever
 * @param toldBefore the last event under its correlation id that is none of its own, or ""
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

  boolean hasEnded() {
    return envelope != null;
  }

  /** Whether {@code who} may go on with it. */
  boolean isRunBy(String who) {
    return envelope == null && runner.equals(who);
  }
}
