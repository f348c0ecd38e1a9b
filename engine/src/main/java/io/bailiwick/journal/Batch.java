package io.bailiwick.journal;

import io.bailiwick.projection.TableWriter;
import io.bailiwick.projection.TableWrites;
import java.util.List;

/**
 * What an entity writes at once: any number of its events, in one row of the journal. Only the
 * events are stored.
 *
 * @param events at least one
 * @param after the entity's state after them; null when the batch was read from the journal
 * @param rows what goes into the tables with them; empty when the batch was read from the journal
 */
public record Batch<E, S>(List<E> events, S after, TableWrites rows) {

  /** Writes what the entity has worked out already. */
  public static final TableWriter ROWS =
      (persistenceId, event, out) -> {
        if (event instanceof Batch<?, ?> batch) {
          out.addAll(batch.rows());
        }
      };

  public Batch {
    events = List.copyOf(events);
    if (events.isEmpty()) {
      throw new IllegalArgumentException("a batch has at least one event");
    }
  }

  /** A batch as it is in the journal. */
  public static <E, S> Batch<E, S> stored(List<E> events) {
    return new Batch<>(events, null, new TableWrites());
  }
}
