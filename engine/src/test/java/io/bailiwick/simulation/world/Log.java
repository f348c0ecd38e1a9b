package io.bailiwick.simulation.world;

import io.bailiwick.protocol.EntityId;
import java.util.ArrayList;
import java.util.List;

/**
 * The journal of one entity: rows of events. A row's number is its fence, of two rivals one has it.
 */
final class Log<E, S> {

  /** Told of each event that is durable from now on. */
  interface Listener {
    <E, S> void wrote(EntityId id, E event, S before, S after);
  }

  /** What a host begins with. */
  record Recovered<S>(S state, int rows) {}

  private final EntityId id;
  private final Kind<E, S> kind;
  private final int snapshotEvery;
  private final List<List<E>> rows = new ArrayList<>();
  private S state;
  private S beforeLastRow;
  private S snapshot;
  private int snapshotRows;
  private int eventsSinceSnapshot;

  Log(EntityId id, Kind<E, S> kind, int snapshotEvery) {
    this.id = id;
    this.kind = kind;
    this.snapshotEvery = snapshotEvery;
    this.state = kind.empty(id);
    this.beforeLastRow = state;
    this.snapshot = state;
  }

  /** Writes a row if its number is free. */
  boolean append(int row, List<E> events, Rig rig, Listener listener) {
    if (row != rows.size() && rig.fences()) {
      return false;
    }
    rows.add(List.copyOf(events));
    beforeLastRow = state;
    for (E event : events) {
      S before = state;
      state = kind.apply(state, event);
      listener.wrote(id, event, before, state);
    }
    eventsSinceSnapshot += events.size();
    if (snapshotEvery > 0 && eventsSinceSnapshot >= snapshotEvery) {
      keepSnapshot(rig.snapshot(state));
    }
    return true;
  }

  /** The snapshot and the rows after it, as a host finds them. */
  Recovered<S> recover(Rig rig) {
    S replayed = snapshot;
    for (List<E> row : rows.subList(snapshotRows, rows.size())) {
      for (E event : row) {
        replayed = kind.apply(replayed, event);
      }
    }
    return new Recovered<>(rig.recovered(id, beforeLastRow, replayed), rows.size());
  }

  S state() {
    return state;
  }

  int rows() {
    return rows.size();
  }

  private void keepSnapshot(S kept) {
    snapshot = kept;
    snapshotRows = rows.size();
    eventsSinceSnapshot = 0;
  }
}
