package io.bailiwick.record.query;

import io.bailiwick.query.Conditions;
import io.bailiwick.record.RecordIds;

/** Windows of time as ranges of ids, which begin with their time. */
public final class Times {

  private Times() {}

  /**
   * The same conditions, and that the record is of the window.
   *
   * @param id its column
   * @param prefix of its ids
   * @param fromMs inclusive, or null
   * @param toMs inclusive, or null
   */
  public static Conditions within(
      String id, String prefix, Long fromMs, Long toMs, Conditions conditions) {
    if (fromMs != null) {
      conditions.and(id + " >= ?", RecordIds.beginning(prefix, fromMs));
    }
    if (toMs != null) {
      conditions.and(id + " < ?", RecordIds.beginning(prefix, toMs + 1));
    }
    return conditions;
  }
}
