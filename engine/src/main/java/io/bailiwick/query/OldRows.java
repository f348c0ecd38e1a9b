package io.bailiwick.query;

import io.bailiwick.projection.TableWrite;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;

/** Rows of one kind that leave when they have been kept long enough. Immutable. */
public interface OldRows {

  /**
   * Between two looks from the beginning. All others go on where the one before has ended: in
   * PostgreSQL what has been removed is still walked over until the table has been cleaned. From
   * the beginning again, because a clock may have been set, and rows come behind the place.
   */
  Duration LAP = Duration.ofHours(1);

  /**
   * Some of what is old by now, the oldest first.
   *
   * @param from {@link Look#next} of the look before, if what it found is removed; null for the
   *     first
   * @param rowsMax at least 1
   */
  Look look(Connection connection, Place from, long nowMs, int rowsMax) throws SQLException;

  /**
   * How far looks have come.
   *
   * @param after key of the last row that was found
   * @param beganMs when the looks began from the beginning
   */
  record Place(Object after, long beganMs) {

    /** Where to look: there, or at the beginning when that was never or too long ago. */
    public static Place from(Place place, Object beginning, long nowMs) {
      return place != null && !place.isOld(nowMs) ? place : new Place(beginning, nowMs);
    }

    boolean isOld(long nowMs) {
      return nowMs < beganMs || nowMs - beganMs >= LAP.toMillis();
    }
  }

  /**
   * What one look has found.
   *
   * @param rows that {@code deletes} remove
   * @param next where the next look goes on, once they are removed
   * @param isMore whether there may be further ones that are old
   */
  record Look(List<TableWrite> deletes, int rows, Place next, boolean isMore) {}
}
