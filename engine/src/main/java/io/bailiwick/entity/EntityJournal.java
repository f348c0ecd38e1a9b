package io.bailiwick.entity;

import io.bailiwick.journal.Batch;
import java.time.Duration;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.BackoffSupervisorStrategy;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.SupervisorStrategy;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.persistence.typed.JournalPersistFailed;
import org.apache.pekko.persistence.typed.PersistenceId;
import org.apache.pekko.persistence.typed.RecoveryCompleted;
import org.apache.pekko.persistence.typed.RecoveryFailed;
import org.apache.pekko.persistence.typed.javadsl.CommandHandler;
import org.apache.pekko.persistence.typed.javadsl.EventHandler;
import org.apache.pekko.persistence.typed.javadsl.EventSourcedBehavior;
import org.apache.pekko.persistence.typed.javadsl.SignalHandler;

/**
 * The journal of one entity: reads it once at the start, then writes one batch at a time and says
 * when it is durable. Its host keeps the rest waiting. The first failure, of whatever kind, is the
 * end: then only the journal knows what was written.
 */
final class EntityJournal<E, S>
    extends EventSourcedBehavior<EntityJournal.Write<E, S>, Batch<E, S>, S> {

  /** Type hint of all persistence ids. */
  static final String PREFIX = "bailiwick";

  /**
   * After a failure it waits for its host to stop it. Stopping by itself would put a stack trace in
   * the log for every entity, when all of them fail because the store is away.
   */
  private static final BackoffSupervisorStrategy NEVER_BY_ITSELF =
      SupervisorStrategy.restartWithBackoff(Duration.ofHours(1), Duration.ofHours(1), 0)
          .withLoggingEnabled(false);

  /** Write this; not before the last one has been answered. */
  record Write<E, S>(Batch<E, S> batch) {}

  private final ActorContext<Write<E, S>> context;
  private final EntityKind<E, S> kind;
  private final S empty;
  private final SnapshotPace pace;
  private final ActorRef<HostMessage> host;

  private EntityJournal(
      ActorContext<Write<E, S>> context,
      PersistenceId id,
      EntityKind<E, S> kind,
      S empty,
      int snapshotEvery,
      ActorRef<HostMessage> host) {
    super(id, NEVER_BY_ITSELF);
    this.context = context;
    this.kind = kind;
    this.empty = empty;
    this.pace = SnapshotPace.of(id.id(), snapshotEvery);
    this.host = host;
  }

  /**
   * @param entityId text of the entity's id
   * @param empty its state when nothing was ever written
   * @param snapshotEvery writes between two snapshots, at least
   */
  static <E, S> Behavior<Write<E, S>> create(
      String entityId,
      EntityKind<E, S> kind,
      S empty,
      int snapshotEvery,
      ActorRef<HostMessage> host) {
    PersistenceId id = persistenceId(entityId);
    Behavior<Write<E, S>> journal =
        Behaviors.setup(
            context -> new EntityJournal<>(context, id, kind, empty, snapshotEvery, host));
    // An event that cannot be stored ends the journal, and the host logs it in one line.
    return Behaviors.supervise(journal)
        .onFailure(SupervisorStrategy.stop().withLoggingEnabled(false));
  }

  /** Under which the journal keeps an entity. */
  static PersistenceId persistenceId(String entityId) {
    return PersistenceId.of(PREFIX, entityId);
  }

  @Override
  public S emptyState() {
    return empty;
  }

  @Override
  public CommandHandler<Write<E, S>, Batch<E, S>, S> commandHandler() {
    return (state, write) ->
        Effect()
            .persist(write.batch())
            .thenRun((S after) -> host.tell(new HostMessage.Written(sequenceNumber())));
  }

  @Override
  public EventHandler<S, Batch<E, S>> eventHandler() {
    return (state, batch) -> {
      pace.written(kind.entries().applyAsInt(state), batch.events().size());
      if (batch.after() != null) {
        // Just decided by the host, so there is one state and not two.
        return batch.after();
      }
      S after = state;
      for (E event : batch.events()) {
        after = kind.apply().apply(after, event);
      }
      return after;
    };
  }

  @Override
  public SignalHandler<S> signalHandler() {
    return newSignalHandlerBuilder()
        .onSignal(
            RecoveryCompleted.class,
            (state, signal) -> host.tell(new HostMessage.Recovered(state, sequenceNumber())))
        .onSignal(RecoveryFailed.class, (state, signal) -> tellFailed(signal.getFailure()))
        .onSignal(JournalPersistFailed.class, (state, signal) -> tellFailed(signal.getFailure()))
        .build();
  }

  private long sequenceNumber() {
    return lastSequenceNumber(context);
  }

  private void tellFailed(Throwable cause) {
    host.tell(new HostMessage.JournalFailed(cause));
  }

  /** Which earlier ones are kept is for the store, which removes the others with the same write. */
  @Override
  public boolean shouldSnapshot(S state, Batch<E, S> batch, long sequenceNumber) {
    boolean isDue = pace.isDue();
    if (isDue) {
      pace.made(kind.entries().applyAsInt(state));
    }
    return isDue;
  }
}
