package io.bailiwick.journal;

import io.bailiwick.projection.TableWriter;
import io.bailiwick.projection.TableWrites;
import java.util.List;

/**
 * What an entity writes at once: any number of its events, in one row of the journal. Only the
 * events are stored; nothing else is there in a batch that was read from the journal.
 *
 * @param events at least one
 * @param after the entity's state after them
 * @param rows what goes into the tables with them
 * @param prerequisites writes of others without which this one must not become durable
 * @param ticket of this write, for those who build on it; null if nobody does
 */
public record Batch<E, S>(
    List<E> events,
    S after,
    TableWrites rows,
    List<WriteTicket> prerequisites,
    WriteTicket ticket) {

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
    return new Batch<>(events, null, new TableWrites(), List.of(), null);
  }
}
