package io.bailiwick.entity;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigValueFactory;
import io.bailiwick.apikey.query.KeyExpiries;
import io.bailiwick.cluster.Oversight;
import io.bailiwick.config.AgreedSettings;
import io.bailiwick.config.Settings;
import io.bailiwick.journal.Batch;
import io.bailiwick.journal.JournalWriter;
import io.bailiwick.journal.Occupancy;
import io.bailiwick.journal.Store;
import io.bailiwick.journal.StoreSetup;
import io.bailiwick.journal.codec.StoredFormSerializer;
import io.bailiwick.policy.Policies;
import io.bailiwick.query.DueWork;
import io.bailiwick.query.JournalEnd;
import io.bailiwick.query.KeptAnswers;
import io.bailiwick.query.KnownKeys;
import io.bailiwick.query.Retention;
import io.bailiwick.record.query.CloseRecords;
import io.bailiwick.record.query.RateSpikes;
import io.bailiwick.reservation.Reservations;
import io.bailiwick.scope.Budgets;
import io.bailiwick.tenant.Tenants;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.apache.pekko.Done;
import org.apache.pekko.actor.BootstrapSetup;
import org.apache.pekko.actor.CoordinatedShutdown;
import org.apache.pekko.actor.setup.ActorSystemSetup;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.Props;
import org.apache.pekko.cluster.sharding.ShardCoordinator.ShardAllocationStrategy;
import org.apache.pekko.cluster.sharding.typed.javadsl.ClusterSharding;
import org.apache.pekko.cluster.typed.Cluster;
import org.apache.pekko.cluster.typed.Join;
import org.apache.pekko.serialization.SerializationSetup;
import org.apache.pekko.serialization.SerializerDetails;

/**
 * The engine of one node, running: from here on commands are taken. Made by {@code Main}, in three
 * steps: the store, an actor system with this {@link #setup}, and {@link #start}. Thread-safe.
 */
public final class Authority {

  /** The part of the heap that may hold filters of keys: 20 MiB of the smallest one. */
  private static final int HEAP_FOR_KEYS = 32;

  /** Messages that wait while an entity reads its journal: what busy books would send a root. */
  private static final int STASH_MAX = 10_000;

  /** Two of these without a message, and an entity leaves memory (decision 0066). */
  private static final Duration IDLE_LOOK_INTERVAL = Duration.ofMinutes(1);

  /**
   * For the last messages to the other nodes, which Pekko gives a second. How long connections take
   * to close after that, to nodes that may be gone, is nobody's concern.
   */
  private static final Duration CLOSES_WITHIN = Duration.ofMillis(1_500);

  private final ActorSystem<?> system;
  private final CompletableFuture<Done> hasLeft = new CompletableFuture<>();
  private final Readiness readiness;
  private final Reservations reservations;
  private final Budgets budgets;
  private final Tenants tenants;
  private final Policies policies;
  private final Oversight oversight;

  private Authority(
      ActorSystem<?> system,
      Readiness readiness,
      Reservations reservations,
      Budgets budgets,
      Tenants tenants,
      Policies policies,
      Oversight oversight) {
    this.system = system;
    this.readiness = readiness;
    this.reservations = reservations;
    this.budgets = budgets;
    this.tenants = tenants;
    this.policies = policies;
    this.oversight = oversight;
    CoordinatedShutdown.get(system)
        .addTask(
            CoordinatedShutdown.PhaseBeforeActorSystemTerminate(),
            "note-that-it-has-left",
            () -> {
              hasLeft.complete(Done.getInstance());
              return hasLeft;
            });
  }

  /** Who else may use the store of a server with these settings. */
  public static Occupancy occupancy(Settings settings) {
    return settings.cluster().enabled() ? Occupancy.ONE_OF_SEVERAL : Occupancy.ALONE;
  }

  /**
   * What an actor system needs to be this engine's.
   *
   * @param pekkoConfig {@link Settings#pekkoConfig()}
   */
  public static ActorSystemSetup setup(Config pekkoConfig, Store store, JournalWriter writer) {
    return ActorSystemSetup.create(
        BootstrapSetup.create(
            pekkoConfig.withValue(
                AgreedSettings.path(AgreedSettings.STORE),
                ConfigValueFactory.fromAnyRef(store.identity()))),
        new StoreSetup(store, writer, Batch.ROWS),
        new Founding(store),
        SerializationSetup.create(
            system ->
                List.of(
                    SerializerDetails.create(
                        "bailiwick-stored",
                        new StoredFormSerializer(
                            pekkoConfig.getInt(AgreedSettings.path(AgreedSettings.FORMAT_WRITTEN))),
                        StoredFormSerializer.types()),
                    SerializerDetails.create(
                        "bailiwick-message",
                        new MessageSerializer(system),
                        MessageSerializer.types()),
                    SerializerDetails.create(
                        "bailiwick-node-message",
                        new NodeMessageSerializer(system),
                        NodeMessageSerializer.types()))));
  }

  /**
   * Starts the engine. A single node joins itself; one of several joins those of its settings.
   *
   * @param store of which the system was set up
   * @param writer of which the system was set up
   * @param clock the only one; all decisions are stamped with it
   * @param closeHook is done before a close is complete
   * @param watched what of ledgers is told
   */
  public static Authority start(
      ActorSystem<?> system,
      Settings settings,
      Store store,
      JournalWriter writer,
      InstantSource clock,
      EntityObserver observer,
      CloseHook closeHook,
      WatchedAlarms watched) {
    StoreReads reads = StoreReads.of(system, store);
    KeptAnswers kept = new KeptAnswers(reads.decisions());
    DueWork dueWork = new DueWork(reads.lists());
    LiveEntities entities = new LiveEntities(observer);
    Motion motion = new Motion();
    OversightSetup oversight = OversightSetup.start(system, writer, entities, motion, clock);
    TenantShards shards = new TenantShards(settings.placement().shards());
    Post post = new Post();
    HostParts parts =
        new HostParts(
            post,
            new KeptLookUps(
                kept,
                new KnownKeys(reads.lists(), Runtime.getRuntime().maxMemory() / HEAP_FOR_KEYS),
                new CloseRecords(reads.lists())),
            store.isShared() ? Rivals.shownBy(new JournalEnd(reads.decisions())) : Rivals.NONE,
            closeHook,
            watched,
            clock,
            entities,
            LiveReservations.of(settings.reservation(), entities),
            STASH_MAX,
            settings.scope().batchMax(),
            settings.store().snapshotEvery(),
            settings.store().writeTimeout(),
            IDLE_LOOK_INTERVAL);
    openPost(system, settings, parts, shards, oversight.allocation());
    SweeperSingleton.start(
        system,
        new Sweeper.Parts(
            post,
            dueWork,
            new Retention(reads.lists(), writer, Keeping.groups(settings)),
            new RateSpikes(reads.lists(), writer),
            new KeyExpiries(reads.lists(), writer),
            closeHook,
            entities,
            clock,
            settings.reservation().sweepInterval()));
    if (settings.cluster().enabled()) {
      Rehearsal.hold(system, settings, dueWork);
      Founding.of(system).begin(system, settings.cluster().joinsThrough());
    } else {
      Cluster cluster = Cluster.get(system);
      cluster.manager().tell(Join.create(cluster.selfMember().address()));
    }
    Readiness readiness = Readiness.of(system);
    readiness.whenReady().thenRun(() -> AgreedSettingsChecker.isMember(system));
    Asker asker =
        new Asker(
            system,
            post,
            settings.reservation().operationTimeout(),
            settings.cluster().enabled(),
            motion);
    return new Authority(
        system,
        readiness,
        new ReservationAsks(asker, settings.placement().booksPerTenant()),
        new BudgetAsks(asker, kept),
        new TenantAsks(asker),
        new PolicyAsks(asker),
        oversight.oversight(dueWork, shards, clock));
  }

  /** Starts the part of the entities that this node hosts, and the way to all of them. */
  private static void openPost(
      ActorSystem<?> system,
      Settings settings,
      HostParts parts,
      TenantShards shards,
      ShardAllocationStrategy allocation) {
    ActorRef<Envelope> region =
        ClusterSharding.get(system)
            .init(
                ShardedHosts.entity(
                    Kinds.scope(settings), Kinds.book(settings), parts, shards, allocation));
    parts.post().open(region);
    system.systemActorOf(parts.post().closingWith(region), "post", Props.empty());
    CoordinatedShutdown.get(system)
        .addTask(
            CoordinatedShutdown.PhaseBeforeClusterShutdown(),
            "close-post",
            () -> {
              parts.post().close();
              return CompletableFuture.completedFuture(Done.getInstance());
            });
  }

  public Reservations reservations() {
    return reservations;
  }

  public Budgets budgets() {
    return budgets;
  }

  public Tenants tenants() {
    return tenants;
  }

  public Policies policies() {
    return policies;
  }

  public Oversight oversight() {
    return oversight;
  }

  /** Whether this node is a member of its cluster and knows where entities live. */
  public boolean isReady() {
    return readiness.isReady();
  }

  /** Completes when the node is ready for the first time; fails when it stops before. */
  public CompletionStage<Done> whenReady() {
    return readiness.whenReady();
  }

  /** Why the actors have stopped. */
  public Departure departure() {
    return Departure.of(system);
  }

  /**
   * Leaves the cluster in good order: entities end their writes and move, then the actor system
   * ends, or all but its connections. Close the writer and the store afterwards.
   */
  public CompletionStage<Done> stop() {
    return CoordinatedShutdown.get(system)
        .runAll(CoordinatedShutdown.actorSystemTerminateReason())
        .applyToEither(hasLeft.thenCompose(left -> soon()), ended -> ended)
        .thenCompose(done -> Founding.of(system).end());
  }

  private static CompletionStage<Done> soon() {
    return new CompletableFuture<Done>()
        .completeOnTimeout(Done.getInstance(), CLOSES_WITHIN.toMillis(), TimeUnit.MILLISECONDS);
  }
}
