package io.bailiwick.bulk;

import java.util.List;

/**
 * What a filter selects.
 *
 * @param total how many there are
 * @param rows all of them in the order of their ids, or none where there are too many
 */
public record BulkRows(long total, List<BulkRow> rows) {

  public static final BulkRows NONE = new BulkRows(0, List.of());

  public BulkRows {
    rows = List.copyOf(rows);
  }
}
