package io.bailiwick.query;

import java.util.List;

/** A page of a list, or why there is none. */
public sealed interface ListReply<T> {

  /**
   * Some rows.
   *
   * @param nextCursor null on the last page
   */
  record Page<T>(List<T> items, String nextCursor) implements ListReply<T> {
    public boolean hasMore() {
      return nextCursor != null;
    }
  }

  /** The cursor is none of ours, or comes from other filters or another order. */
  record ForeignCursor<T>(String message) implements ListReply<T> {}
}
