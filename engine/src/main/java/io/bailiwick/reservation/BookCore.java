package io.bailiwick.reservation;

import io.bailiwick.protocol.Effects;
import io.bailiwick.protocol.EntityId;
import io.bailiwick.protocol.Moment;
import io.bailiwick.protocol.OperationId;
import io.bailiwick.record.Origin;
import io.bailiwick.scope.Balance;
import io.bailiwick.scope.ScopePath;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * What the parts of a book share: its state, the message's time, the numbers of its operations, and
 * the one way to change the state. Used by one thread.
 */
final class BookCore {

  /**
   * How long a completion may wait for another event to share a write with. Only replays need it,
   * and a crash before merely repeats the last step.
   */
  private static final long COMPLETION_MAX_MS = 20;

  /**
   * Times the operations under way: no new work while the oldest is that far behind, as every scope
   * remembers what came after it. Far more than begin before an operation is given up; only a scope
   * that cannot be reached for long keeps one that long.
   */
  private static final int SPAN_FACTOR = 10;

  private final BookLimits limits;
  private final EntityId.OfScope root;

  /** Numbers of operations that are proposed or recorded, and not over. */
  private final TreeSet<Long> open = new TreeSet<>();

  /** Completions that no write carries yet, by number of the operation. */
  private final Map<Long, List<Balance>> completions = new LinkedHashMap<>();

  /** What their operations had the turn of. */
  private final Set<String> completed = new HashSet<>();

  private final Forgotten forgotten;

  private BookState state;
  private Effects<BookEvent> effects;
  private Moment now;
  private long atMs;
  private long nextNumber;
  private long completionsDueMs = Long.MAX_VALUE;
  private boolean isInDoubt;

  BookCore(BookState recovered, BookLimits limits) {
    this.state = recovered;
    this.limits = limits;
    this.root = new EntityId.OfScope(ScopePath.root(recovered.tenant()));
    this.nextNumber = recovered.nextOperation();
    open.addAll(recovered.unfinished().keys());
    forgotten = new Forgotten(recovered.recent());
  }

  /** A new message: stamps never go back behind what has been journalled. */
  void begin(Moment newNow, Effects<BookEvent> newEffects) {
    now = newNow;
    atMs = Math.max(now.dateMs(), state.lastAtMs());
    effects = newEffects;
  }

  /** Applies an event and has it written, after the completions that waited for company. */
  void emit(BookEvent event) {
    emit(event, null);
  }

  /**
   * The same for what somebody has asked for.
   *
   * @param by null where nobody knows who
   */
  void emit(BookEvent event, Origin by) {
    writeCompletions();
    if (isToBeDelivered(event)) {
      wakeSoon();
    }
    change(event, by);
  }

  /**
   * When this book is to be found, if it is not running, although it has something under way. Long
   * enough for an operation to be over by then. By the date, and not by the stamps, which can be
   * ahead of it: those who find it look at the date.
   */
  long soonMs() {
    return now.dateMs() + wakeAfterMs();
  }

  /** How long an operation may take before the book is to be found. */
  long wakeAfterMs() {
    return 2 * limits.redeliveryMs();
  }

  /**
   * First of all: if the write with the event is the last one, the book must be found all the same.
   */
  private void wakeSoon() {
    if (soonMs() < state.wakeAtMs()) {
      change(new BookEvent.WakeSet(soonMs(), atMs), null);
    }
  }

  private static boolean isToBeDelivered(BookEvent event) {
    return switch (event) {
      case BookEvent.Reserved ignored -> true;
      case BookEvent.Committed ignored -> true;
      case BookEvent.Released ignored -> true;
      case BookEvent.Expired ignored -> true;
      case BookEvent.Debited ignored -> true;
      case BookEvent.Started ignored -> false;
      case BookEvent.Judged ignored -> false;
      case BookEvent.Extended ignored -> false;
      case BookEvent.Voided ignored -> false;
      case BookEvent.Completed ignored -> false;
      case BookEvent.Closed ignored -> false;
      case BookEvent.WakeSet ignored -> false;
    };
  }

  /** Every scope has applied the operation: nobody waits for this to be written. */
  void complete(Deliveries.Delivery delivery, List<Balance> balances) {
    completions.put(delivery.operation().number(), balances);
    completed.addAll(delivery.resources());
    completionsDueMs = Math.min(completionsDueMs, after(COMPLETION_MAX_MS));
  }

  void writeCompletions() {
    Map<Long, List<Balance>> waiting = new LinkedHashMap<>(completions);
    completions.clear();
    completed.clear();
    completionsDueMs = Long.MAX_VALUE;
    waiting.forEach(
        (number, balances) -> {
          open.remove(number);
          change(new BookEvent.Completed(number, balances, atMs), null);
        });
  }

  /**
   * Writes the completions now if that of the operation which had the turn of {@code resource} is
   * among them: its answer is asked for.
   */
  void writeCompletionOf(String resource) {
    if (completed.contains(resource)) {
      writeCompletions();
    }
  }

  private void change(BookEvent event, Origin by) {
    state = state.apply(event, limits.recent());
    effects.persist(event, by);
    forgotten.follow(state.recent());
  }

  /**
   * Something hints that another owner has written after this one. A write finds out: if it is so
   * the write fails, and the book comes back with what the journal says.
   */
  void doubt() {
    isInDoubt = true;
  }

  /** Whether there is a doubt, which ends. */
  boolean takeDoubt() {
    boolean was = isInDoubt;
    isInDoubt = false;
    return was;
  }

  /** The next operation, open from now on. */
  OperationId newOperation() {
    nextNumber = Math.max(nextNumber, state.nextOperation());
    OperationId operation = operation(nextNumber++);
    open.add(operation.number());
    return operation;
  }

  /** A proposal has come to nothing. */
  void abandon(OperationId operation) {
    open.remove(operation.number());
  }

  OperationId operation(long number) {
    return new OperationId(state.tenant(), state.book(), state.incarnation(), number);
  }

  /** No operation with a lower number will be repeated, nor recorded. */
  long completedBelow() {
    return open.isEmpty() ? state.nextOperation() : Math.min(open.first(), state.nextOperation());
  }

  /** Whether scopes remember as much of this book as they should: its oldest is not over. */
  boolean isTooFarAhead() {
    return !open.isEmpty()
        && nextNumber - open.first() >= (long) limits.inFlightMax() * SPAN_FACTOR;
  }

  boolean isOpen(long number) {
    return open.contains(number);
  }

  /** The root of the tenant's tree. */
  EntityId.OfScope root() {
    return root;
  }

  BookState state() {
    return state;
  }

  BookLimits limits() {
    return limits;
  }

  Effects<BookEvent> effects() {
    return effects;
  }

  /** How many of the newest events the tables need not have: what they made is in memory. */
  long newerCount() {
    return forgotten.newerCount();
  }

  /** The stamp of what the present message does: its date, but none before an earlier stamp. */
  long atMs() {
    return atMs;
  }

  /** What the clocks say at the present message. */
  Moment now() {
    return now;
  }

  /** The end of a pause of {@code ms} that begins with the present message, in elapsed time. */
  long after(long ms) {
    return now.elapsedMs() + ms;
  }

  /** Whether a pause is over that ends at {@code elapsedMs}. */
  boolean isOver(long elapsedMs) {
    return now.elapsedMs() >= elapsedMs;
  }

  /** In elapsed time; {@link Long#MAX_VALUE} when none waits. */
  long completionsDueMs() {
    return completionsDueMs;
  }
}
