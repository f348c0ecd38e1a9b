package io.bailiwick.projection;

import java.util.ArrayList;
import java.util.List;

/** Collects the table writes of one journal write, in order. Used by one thread. */
public final class TableWrites {

  private final List<TableWrite> writes = new ArrayList<>();

  /** Adds a run of {@code statement}; see {@link TableWrite} for the types of arguments. */
  public void add(SqlStatement statement, Object... arguments) {
    writes.add(TableWrite.of(statement, arguments));
  }

  /** Adds what {@code others} has collected. */
  public void addAll(TableWrites others) {
    writes.addAll(others.writes);
  }

  /** What has been added so far, in order. */
  public List<TableWrite> toList() {
    return List.copyOf(writes);
  }
}
