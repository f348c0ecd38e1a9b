package io.bailiwick.query;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;

/**
 * Where the looks for one kind of old rows have come to, and whether it rests, because the last
 * attempt has failed: so that it keeps the others from nothing, and the store from little. One step
 * at a time.
 */
final class OldKind {

  /** Long beside a look that the store ends because it takes too long; short beside days. */
  static final Duration REST = Duration.ofMinutes(5);

  private final OldRows rows;

  /** Null before the first look. */
  private volatile OldRows.Place place;

  /** Null when the last attempt went well. */
  private volatile Failure failure;

  private record Failure(Throwable cause, long atMs) {}

  OldKind(OldRows rows) {
    this.rows = rows;
  }

  OldRows.Look look(Connection connection, long nowMs, int rowsMax) throws SQLException {
    return rows.look(connection, place, nowMs, rowsMax);
  }

  /** Why nothing is done about it now; null when it does not rest. */
  Throwable restsFor(long nowMs) {
    Failure last = failure;
    boolean isResting =
        last != null && nowMs >= last.atMs() && nowMs - last.atMs() < REST.toMillis();
    return isResting ? last.cause() : null;
  }

  /** What {@code look} has found is gone. */
  void removed(OldRows.Look look) {
    place = look.next();
    failure = null;
  }

  /** A look has failed. One from the beginning is tried again with the next lap. */
  void notFound(Throwable cause, long nowMs) {
    OldRows.Place reached = place;
    if (reached != null && reached.isOld(nowMs)) {
      place = new OldRows.Place(reached.after(), nowMs);
    }
    failure = new Failure(cause, nowMs);
  }

  /** What was found is still there, as far as anybody knows, and is found again. */
  void notRemoved(Throwable cause, long nowMs) {
    failure = new Failure(cause, nowMs);
  }

  /** The failure was not its own. */
  void restsNoLonger() {
    failure = null;
  }

  @Override
  public String toString() {
    return rows.toString();
  }
}
