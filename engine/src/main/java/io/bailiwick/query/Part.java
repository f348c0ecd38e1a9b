package io.bailiwick.query;

import java.util.List;
import java.util.function.Function;

/**
 * A part of an export.
 *
 * @param rows the oldest first; none where nothing was found in the time that it may take
 * @param after which the next part begins, or null where this is the last one
 */
public record Part<T>(List<T> rows, String after) {

  /** A part of at most {@code limit} rows, fewer of which are the last ones. */
  public static <T> Part<T> of(List<T> rows, int limit, Function<T, String> id) {
    return new Part<>(rows, rows.size() < limit ? null : id.apply(rows.getLast()));
  }
}
