package io.bailiwick.entity;

import io.bailiwick.config.Settings;
import io.bailiwick.protocol.EntityId;
import io.bailiwick.query.DueWork;
import io.bailiwick.scope.ScopePath;
import io.bailiwick.tenant.TenantId;
import io.bailiwick.time.Stopwatch;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.Props;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads the journals of a few entities before a node joins its cluster, and throws them away: the
 * first reading of a process takes a second or two, for loading and compiling, in which the tenants
 * that have just moved to it would wait. Writes nothing, so it does not matter who owns them.
 */
final class Rehearsal {

  private static final Logger LOG = LoggerFactory.getLogger(Rehearsal.class);

  /** With the roots of their tenants: enough to have seen every form of event that is usual. */
  private static final int BOOKS_MAX = 6;

  /** On an empty store, entities that there are not: asking for them warms up half of it. */
  private static final TenantId NOBODY = new TenantId("rehearsal");

  private static final Set<EntityId> OF_NOBODY =
      Set.of(new EntityId.OfScope(ScopePath.root(NOBODY)), new EntityId.OfBook(NOBODY, 0));

  /** A node joins unrehearsed rather than late. */
  private static final Duration WITHIN = Duration.ofSeconds(5);

  private final ActorContext<HostMessage> context;
  private final Settings settings;
  private int waitingFor;
  private int read;

  private Rehearsal(ActorContext<HostMessage> context, Settings settings) {
    this.context = context;
    this.settings = settings;
  }

  /**
   * Returns when it is over, well or not, within some seconds.
   *
   * @return how many journals were read, in whose place there may be none; 0 when the store did not
   *     answer
   */
  static int hold(ActorSystem<?> system, Settings settings, DueWork dueWork) {
    Stopwatch stopwatch = Stopwatch.start();
    try {
      int read =
          dueWork
              .latestBooks(BOOKS_MAX)
              .thenCompose(books -> read(system, settings, withRoots(books)))
              .toCompletableFuture()
              .get(WITHIN.toMillis(), TimeUnit.MILLISECONDS);
      LOG.debug("{} journals were read in {} ns", read, stopwatch.elapsedNanos());
      return read;
    } catch (ExecutionException | TimeoutException e) {
      LOG.info("the first to come wait for the first reading of journals: {}", e.toString());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return 0;
  }

  private static Set<EntityId> withRoots(List<EntityId.OfBook> books) {
    Set<EntityId> ids = new LinkedHashSet<>(books);
    books.forEach(book -> ids.add(new EntityId.OfScope(ScopePath.root(book.tenant()))));
    return ids.isEmpty() ? OF_NOBODY : ids;
  }

  private static CompletionStage<Integer> read(
      ActorSystem<?> system, Settings settings, Set<EntityId> ids) {
    CompletableFuture<Integer> over = new CompletableFuture<>();
    system.systemActorOf(
        Behaviors.<HostMessage>setup(
            context -> new Rehearsal(context, settings).reading(ids, over::complete)),
        "rehearsal",
        Props.empty());
    return over;
  }

  private Behavior<HostMessage> reading(Set<EntityId> ids, Consumer<Integer> whenOver) {
    ids.forEach(id -> context.spawnAnonymous(journal(id, context.getSelf())));
    waitingFor = ids.size();
    return Behaviors.receiveMessage(
        message -> {
          waitingFor--;
          // What cannot be read is for its owner to say.
          read += message instanceof HostMessage.Recovered ? 1 : 0;
          if (waitingFor > 0) {
            return Behaviors.same();
          }
          whenOver.accept(read);
          return Behaviors.stopped();
        });
  }

  private Behavior<?> journal(EntityId id, ActorRef<HostMessage> host) {
    return switch (id) {
      case EntityId.OfScope ignored -> journal(Kinds.scope(settings), id, host);
      case EntityId.OfBook ignored -> journal(Kinds.book(settings), id, host);
    };
  }

  private <E, S> Behavior<EntityJournal.Write<E, S>> journal(
      EntityKind<E, S> kind, EntityId id, ActorRef<HostMessage> host) {
    return EntityJournal.create(
        id.text(), kind, kind.empty().apply(id), settings.store().snapshotEvery(), host);
  }
}
