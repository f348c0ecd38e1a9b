package io.bailiwick.entity;

import io.bailiwick.journal.Batch;
import io.bailiwick.journal.WriteTicket;
import io.bailiwick.projection.TableWrites;
import io.bailiwick.record.Origin;
import io.bailiwick.record.RecordPlace;
import io.bailiwick.reservation.UsedKey;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/**
 * What a participant has decided and is not durable yet, in order, and what may leave only when it
 * is. At most one batch is in flight; everything that comes meanwhile is the next one. A batch
 * without events is a look at the journal: whether another owner has written to it. Used by one
 * thread.
 *
 * <p>Bounded by what the participant lets in: every decision belongs to an operation that it has
 * admitted.
 */
final class PendingWrites<E, S> {

  /**
   * @param event null for a look at the journal
   * @param by whoever asked for it, or null
   * @param prerequisite without which the event must not become durable, or null
   */
  private record Decided<E, S>(E event, S before, S after, Origin by, WriteTicket prerequisite) {}

  private record Held(long until, Runnable action) {}

  private record Tied(long until, Consumer<WriteTicket> action) {}

  /** What is due; none while something is in flight. */
  sealed interface Next<E, S> {
    record Nothing<E, S>() implements Next<E, S> {}

    /**
     * Write, and hear that it is durable.
     *
     * @param usedKeys that the tables have with it
     */
    record Write<E, S>(Batch<E, S> batch, List<UsedKey> usedKeys) implements Next<E, S> {}

    /** Ask whether the journal still ends with the last write. */
    record Look<E, S>() implements Next<E, S> {}
  }

  private final EntityKind<E, S> kind;
  private final String entity;
  private final int batchMax;
  private final Consumer<WriteTicket> onQueued;
  private final ArrayDeque<Decided<E, S>> decided = new ArrayDeque<>();
  private final ArrayDeque<Held> held = new ArrayDeque<>();

  /** Actions that wait for less than all, in the order in which they can run. */
  private final ArrayDeque<Held> heldForLess = new ArrayDeque<>();

  /** Actions that wait until their write is on its way. */
  private final ArrayDeque<Tied> tied = new ArrayDeque<>();

  /** What is decided now follows from this. */
  private WriteTicket prerequisite;

  private long count;
  private long durable;
  private int inFlight;
  private S last;

  /**
   * @param entity the text of its id
   * @param recovered state before the first event
   * @param batchMax events in one batch at most
   * @param onQueued told by another thread that a write waits for the disk; to be passed on to
   *     {@link #queued}
   */
  PendingWrites(
      EntityKind<E, S> kind,
      String entity,
      S recovered,
      int batchMax,
      Consumer<WriteTicket> onQueued) {
    this.kind = kind;
    this.entity = entity;
    this.last = recovered;
    this.batchMax = batchMax;
    this.onQueued = onQueued;
  }

  /** What is added from now on must not become durable without {@code write}; null: it may. */
  void buildOn(WriteTicket write) {
    prerequisite = write;
  }

  /**
   * @param by whoever asked for it, or null
   */
  void add(E event, S after, Origin by) {
    decided.add(new Decided<>(event, last, after, by, prerequisite));
    last = after;
    count++;
  }

  /** Runs {@code action} as soon as all that was added is durable: now, if it is. */
  void whenDurable(Runnable action) {
    if (durable == count) {
      action.run();
    } else {
      held.add(new Held(count, action));
    }
  }

  /**
   * Runs {@code action} as soon as all that was added is durable, or on its way to the disk in one
   * write, whose ticket it gets; null when all is durable.
   */
  void whenQueued(Consumer<WriteTicket> action) {
    if (durable == count) {
      action.accept(null);
    } else {
      tied.add(new Tied(count, action));
    }
  }

  /**
   * Runs {@code action} as soon as all that was added is durable, the {@code newerCount} newest
   * ones apart: now, if it is. From call to call that never gets less.
   */
  void whenDurableUpTo(long newerCount, Runnable action) {
    // Looks at the journal count as well, so this waits for what it must, or a little longer.
    long until = count - newerCount;
    if (until <= durable) {
      action.run();
    } else {
      heldForLess.add(new Held(until, action));
    }
  }

  /**
   * Runs {@code action} as soon as all that was added is durable, by a write that begins after this
   * call. When nothing waits to be written, looking at the journal is enough.
   */
  void whenCurrent(Runnable action) {
    if (decided.isEmpty()) {
      add(null, last, null);
    }
    held.add(new Held(count, action));
  }

  /**
   * What to do with the journal now.
   *
   * @param sequenceNumber of the last row that is durable; a write is the next one
   */
  Next<E, S> next(long sequenceNumber) {
    if (inFlight > 0 || decided.isEmpty()) {
      return new Next.Nothing<>();
    }
    List<E> events = new ArrayList<>(Math.min(batchMax, decided.size()));
    TableWrites rows = new TableWrites();
    Set<WriteTicket> prerequisites = new LinkedHashSet<>();
    List<UsedKey> usedKeys = new ArrayList<>();
    S after = null;
    while (events.size() < batchMax && !decided.isEmpty()) {
      Decided<E, S> next = decided.poll();
      inFlight++;
      if (next.event() != null) {
        after = next.after();
        kind.rows()
            .add(
                next.event(),
                next.before(),
                after,
                next.by(),
                new RecordPlace(entity, sequenceNumber + 1, events.size()),
                rows);
        events.add(next.event());
        UsedKey usedKey = kind.usedKey().apply(next.event(), next.before());
        if (usedKey != null) {
          usedKeys.add(usedKey);
        }
        if (next.prerequisite() != null) {
          prerequisites.add(next.prerequisite());
        }
      }
    }
    return events.isEmpty()
        ? new Next.Look<>()
        : new Next.Write<>(
            new Batch<>(events, after, rows, List.copyOf(prerequisites), ticketIfWanted()),
            List.copyOf(usedKeys));
  }

  private WriteTicket ticketIfWanted() {
    boolean isWanted = !tied.isEmpty() && tied.peek().until() <= durable + inFlight;
    return isWanted ? new WriteTicket(onQueued) : null;
  }

  /** The write in flight is on its way: lets go what may build on it. */
  void queued(WriteTicket ticket) {
    letGoTied(durable + inFlight, ticket);
  }

  /** What was in flight is done: lets go what waited for it. */
  void done() {
    durable += inFlight;
    inFlight = 0;
    letGo(heldForLess);
    letGoTied(durable, null);
    letGo(held);
  }

  private void letGoTied(long until, WriteTicket ticket) {
    while (!tied.isEmpty() && tied.peek().until() <= until) {
      tied.poll().action().accept(ticket);
    }
  }

  private void letGo(ArrayDeque<Held> waiting) {
    while (!waiting.isEmpty() && waiting.peek().until() <= durable) {
      waiting.poll().action().run();
    }
  }

  boolean isEmpty() {
    return durable == count;
  }

  /** Decisions that wait for the write in flight. */
  int waiting() {
    return decided.size();
  }
}
