package io.bailiwick.entity;

import com.typesafe.config.ConfigFactory;
import io.bailiwick.config.Settings;
import io.bailiwick.journal.JournalObserver;
import io.bailiwick.journal.JournalWriter;
import io.bailiwick.journal.Occupancy;
import io.bailiwick.journal.Store;
import io.bailiwick.query.JournalEnd;
import io.bailiwick.query.Reads;
import io.bailiwick.record.Origin;
import io.bailiwick.reservation.KeptAnswer;
import io.bailiwick.reservation.Reservation;
import io.bailiwick.reservation.ReservationId;
import io.bailiwick.reservation.UsedKey;
import io.bailiwick.scope.BudgetReply;
import io.bailiwick.scope.CloseCounts;
import io.bailiwick.tenant.TenantId;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import org.apache.pekko.actor.testkit.typed.javadsl.TestProbe;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.DispatcherSelector;
import org.apache.pekko.actor.typed.Props;
import org.apache.pekko.actor.typed.SpawnProtocol;
import org.apache.pekko.actor.typed.javadsl.AskPattern;

/** One host with a toy in it, on a real store whose answers can be held back. */
final class ToyNode implements AutoCloseable {

  static final Duration PATIENCE = Duration.ofSeconds(20);
  static final Duration STOP_TIMEOUT = Duration.ofMillis(300);
  static final int STASH_MAX = 3;
  static final int BATCH_MAX = 3;

  private final Store store;
  private final JournalWriter writer;
  final ActorSystem<SpawnProtocol.Command> system;
  final Toy.Sizes sizes = new Toy.Sizes();
  final LiveReservations live = new LiveReservations(1, 1, sizes);
  final Post post = new Post();
  Duration idleLookInterval = Duration.ofMinutes(1);

  /** What the host has sent to others. */
  final TestProbe<Envelope> others;

  /** Hosts that want to be stopped. */
  final TestProbe<ActorRef<HostMessage>> leaving;

  /** How far the date of the host is from the right one. */
  final AtomicLong clockErrorMs = new AtomicLong();

  // A writer's answer leaves with the read lock; who holds the write lock holds it back.
  private final ReentrantReadWriteLock gate = new ReentrantReadWriteLock();

  ToyNode(Path dataDir) {
    Settings settings = TestNode.settings(TestNode.embedded(dataDir));
    store = Store.open(settings.store(), Occupancy.ALONE, InstantSource.system());
    writer =
        store.startWriter(
            new JournalObserver() {
              @Override
              public void committed(
                  int requests, int events, int rows, long transaction, long flush) {
                gate.readLock().lock();
                gate.readLock().unlock();
              }
            });
    system =
        ActorSystem.create(
            SpawnProtocol.create(),
            "bailiwick",
            Authority.setup(
                ConfigFactory.parseString(
                        """
                        pekko.coordinated-shutdown.exit-jvm = off
                        pekko.coordinated-shutdown.run-by-jvm-shutdown-hook = off
                        pekko.cluster.jmx.multi-mbeans-in-same-jvm = on
                        pekko.loglevel = ERROR
                        """)
                    .withFallback(settings.pekkoConfig()),
                store,
                writer));
    others = TestProbe.create(system);
    leaving = TestProbe.create(system);
    post.open(others.ref());
  }

  private Executor mayBlock() {
    return system.dispatchers().lookup(DispatcherSelector.fromConfig("query-dispatcher"));
  }

  ActorRef<HostMessage> host() {
    HostParts parts =
        new HostParts(
            post,
            new NothingKept(),
            Rivals.shownBy(
                new JournalEnd(new Reads(store.decisionPool(), store.queryLimit(), mayBlock()))),
            null,
            WatchedAlarms.UNKNOWN,
            () -> Instant.now().plusMillis(clockErrorMs.get()),
            sizes,
            live,
            STASH_MAX,
            BATCH_MAX,
            2,
            STOP_TIMEOUT,
            idleLookInterval);
    return AskPattern.<SpawnProtocol.Command, ActorRef<HostMessage>>ask(
            system,
            replyTo ->
                new SpawnProtocol.Spawn<>(
                    EntityHost.create(Toy.KIND, Toy.ID, parts, leaving.ref()::tell),
                    "",
                    Props.empty(),
                    replyTo),
            PATIENCE,
            system.scheduler())
        .toCompletableFuture()
        .join();
  }

  /** Asks without waiting. What comes is a word, or {@code unavailable}. */
  CompletableFuture<String> ask(ActorRef<HostMessage> host, String word) {
    return AskPattern.<HostMessage, Object>ask(
            host,
            replyTo -> Toy.ask(word, new AskCaller(replyTo, AskCaller.Kind.BUDGET)),
            PATIENCE,
            system.scheduler())
        .thenApply(
            reply -> reply instanceof BudgetReply.Unavailable ? "unavailable" : reply.toString())
        .toCompletableFuture();
  }

  static String answer(CompletableFuture<String> asked) {
    return asked.orTimeout(PATIENCE.toSeconds(), TimeUnit.SECONDS).join();
  }

  /** Until it is released, nothing that is written is answered. */
  void holdWrites() {
    gate.writeLock().lock();
  }

  /** Whether a write is durable that is held. */
  boolean hasHeldWrite() {
    return gate.hasQueuedThreads();
  }

  void releaseWrites() {
    gate.writeLock().unlock();
  }

  /** Takes all connections that decisions have, so that nobody can read; closing them lets go. */
  List<AutoCloseable> holdReads() throws Exception {
    List<AutoCloseable> held = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      held.add(store.decisionPool().getConnection());
    }
    return held;
  }

  @Override
  public void close() {
    system.terminate();
    system
        .getWhenTerminated()
        .toCompletableFuture()
        .orTimeout(PATIENCE.toSeconds(), TimeUnit.SECONDS)
        .join();
    writer.close();
    store.close();
  }

  /** Tables without anything in them. */
  private static final class NothingKept implements LookUps {
    @Override
    public long moment() {
      return 0;
    }

    @Override
    public void used(TenantId tenant, UsedKey key) {}

    @Override
    public CompletionStage<Optional<KeptAnswer>> key(TenantId tenant, long since, UsedKey key) {
      return CompletableFuture.completedFuture(Optional.empty());
    }

    @Override
    public CompletionStage<Optional<Reservation>> reservation(ReservationId id) {
      return CompletableFuture.completedFuture(Optional.empty());
    }

    @Override
    public CompletionStage<CloseCounts> ended(TenantId tenant, Origin origin) {
      return CompletableFuture.completedFuture(new CloseCounts(0, 0, 0, null));
    }
  }
}
