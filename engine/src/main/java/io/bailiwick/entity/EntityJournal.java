package io.bailiwick.entity;

import io.bailiwick.journal.Batch;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.SupervisorStrategy;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.persistence.typed.PersistenceId;
import org.apache.pekko.persistence.typed.RecoveryCompleted;
import org.apache.pekko.persistence.typed.javadsl.CommandHandler;
import org.apache.pekko.persistence.typed.javadsl.EventHandler;
import org.apache.pekko.persistence.typed.javadsl.EventSourcedBehavior;
import org.apache.pekko.persistence.typed.javadsl.RetentionCriteria;
import org.apache.pekko.persistence.typed.javadsl.SignalHandler;

/**
 * The journal of one entity: reads it once at the start, then writes one batch at a time and says
 * when it is durable. Its host keeps the rest waiting. It stops at the first failure, of whatever
 * kind, and says nothing more: then only the journal knows what was written.
 */
final class EntityJournal<E, S>
    extends EventSourcedBehavior<EntityJournal.Write<E, S>, Batch<E, S>, S> {

  /** Type hint of all persistence ids. */
  static final String PREFIX = "bailiwick";

  /** One would do; the one before it is there in case the last one cannot be read. */
  private static final int SNAPSHOTS_KEPT = 2;

  private static final HostMessage WRITTEN = new HostMessage.Written();

  /** Write this; not before the last one has been answered. */
  record Write<E, S>(Batch<E, S> batch) {}

  private final EntityKind<E, S> kind;
  private final S empty;
  private final int snapshotEvery;
  private final ActorRef<HostMessage> host;

  private EntityJournal(
      PersistenceId id,
      EntityKind<E, S> kind,
      S empty,
      int snapshotEvery,
      ActorRef<HostMessage> host) {
    super(id);
    this.kind = kind;
    this.empty = empty;
    this.snapshotEvery = snapshotEvery;
    this.host = host;
  }

  /**
   * @param entityId text of the entity's id
   * @param empty its state when nothing was ever written
   * @param snapshotEvery writes between two snapshots
   */
  static <E, S> Behavior<Write<E, S>> create(
      String entityId,
      EntityKind<E, S> kind,
      S empty,
      int snapshotEvery,
      ActorRef<HostMessage> host) {
    Behavior<Write<E, S>> journal =
        new EntityJournal<>(PersistenceId.of(PREFIX, entityId), kind, empty, snapshotEvery, host);
    // The host is told of the failure and logs it, in one line.
    return Behaviors.supervise(journal)
        .onFailure(SupervisorStrategy.stop().withLoggingEnabled(false));
  }

  @Override
  public S emptyState() {
    return empty;
  }

  @Override
  public CommandHandler<Write<E, S>, Batch<E, S>, S> commandHandler() {
    return (state, write) ->
        Effect().persist(write.batch()).thenRun((S after) -> host.tell(WRITTEN));
  }

  @Override
  public EventHandler<S, Batch<E, S>> eventHandler() {
    return (state, batch) -> {
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
            RecoveryCompleted.class, (state, signal) -> host.tell(new HostMessage.Recovered(state)))
        .build();
  }

  @Override
  public RetentionCriteria retentionCriteria() {
    return RetentionCriteria.snapshotEvery(snapshotEvery, SNAPSHOTS_KEPT);
  }
}
