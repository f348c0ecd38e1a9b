package io.bailiwick.query;

import io.bailiwick.projection.TableWrite;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Where the kinds of one group have come to, and whose turn it is: a kind that took all that a step
 * may remove is the last one in the next. One step at a time.
 */
final class OldGroup {

  private final Retention.Group group;

  /** Of each kind, null before its first look. Replaced, never changed. */
  private volatile OldRows.Place[] places;

  private volatile int turn;

  OldGroup(Retention.Group group) {
    this.group = group;
    this.places = new OldRows.Place[group.kinds().size()];
  }

  /** What this group has for one step. */
  final class Part {

    private final List<TableWrite> deletes = new ArrayList<>();
    private final OldRows.Place[] reached = Arrays.copyOf(places, places.length);
    private int nextTurn = turn;
    private int rows;
    private boolean isMore;

    List<TableWrite> deletes() {
      return deletes;
    }

    int rows() {
      return rows;
    }

    boolean isMore() {
      return isMore;
    }

    /** The next look goes on after this. */
    void removed() {
      places = reached;
      turn = nextTurn;
    }

    private void add(Connection connection, int kind, long nowMs) throws SQLException {
      OldRows.Look look =
          group
              .kinds()
              .get(kind)
              .look(connection, reached[kind], nowMs, group.stepRowsMax() - rows);
      deletes.addAll(look.deletes());
      rows += look.rows();
      isMore = isMore || look.isMore();
      reached[kind] = look.next();
    }
  }

  Part look(Connection connection, long nowMs) throws SQLException {
    Part part = new Part();
    int kinds = group.kinds().size();
    for (int i = 0; i < kinds && part.rows < group.stepRowsMax(); i++) {
      int kind = (turn + i) % kinds;
      part.add(connection, kind, nowMs);
      if (part.rows == group.stepRowsMax()) {
        part.nextTurn = (kind + 1) % kinds;
        part.isMore = true;
      }
    }
    return part;
  }
}
