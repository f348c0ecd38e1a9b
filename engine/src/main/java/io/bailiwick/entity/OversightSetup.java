package io.bailiwick.entity;

import io.bailiwick.cluster.Oversight;
import io.bailiwick.journal.JournalWriter;
import io.bailiwick.query.DueWork;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.pekko.Done;
import org.apache.pekko.actor.CoordinatedShutdown;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.Props;
import org.apache.pekko.actor.typed.javadsl.Adapter;
import org.apache.pekko.actor.typed.javadsl.AskPattern;
import org.apache.pekko.cluster.Cluster;
import org.apache.pekko.cluster.sharding.ClusterSharding;
import org.apache.pekko.cluster.sharding.ClusterShardingSettings;
import org.apache.pekko.cluster.sharding.ShardCoordinator.ShardAllocationStrategy;

/** The parts of a node that let operators see the cluster, in the order in which they start. */
final class OversightSetup {

  /** A node that goes tells the others what it gives up, unless that would hold it up. */
  private static final Duration DEPART_TIMEOUT = Duration.ofMillis(900);

  private final ActorSystem<?> system;
  private final Members members;
  private final LiveEntities entities;
  private final ActorRef<NodeMessage> agent;
  private final NodeAgent.Published published = new NodeAgent.Published();

  private OversightSetup(
      ActorSystem<?> system,
      JournalWriter writer,
      LiveEntities entities,
      Motion motion,
      InstantSource clock) {
    this.system = system;
    this.members = new Members(system);
    this.entities = entities;
    AtomicLong upSinceMs = new AtomicLong();
    Cluster.get(system).registerOnMemberUp(() -> upSinceMs.set(clock.millis()));
    this.agent =
        system.systemActorOf(
            NodeAgent.create(
                new NodeAgent.Parts(
                    members, writer, entities, clock, upSinceMs, published, motion)),
            NodeAgent.NAME,
            Props.empty());
  }

  /** Before sharding. */
  static OversightSetup start(
      ActorSystem<?> system,
      JournalWriter writer,
      LiveEntities entities,
      Motion motion,
      InstantSource clock) {
    OversightSetup setup = new OversightSetup(system, writer, entities, motion, clock);
    CoordinatedShutdown shutdown = CoordinatedShutdown.get(system);
    // Where the cluster lets a node go, its shards begin to move when the others see it leave.
    shutdown.addTask(
        CoordinatedShutdown.PhaseBeforeServiceUnbind(),
        "announce-handovers-at-once",
        () -> isLetGo(shutdown) ? setup.announceHandovers() : done());
    shutdown.addTask(
        CoordinatedShutdown.PhaseBeforeClusterShutdown(),
        "announce-handovers",
        setup::announceHandovers);
    return setup;
  }

  private static boolean isLetGo(CoordinatedShutdown shutdown) {
    return shutdown
        .getShutdownReason()
        .filter(CoordinatedShutdown.clusterLeavingReason()::equals)
        .isPresent();
  }

  private static CompletionStage<Done> done() {
    return CompletableFuture.completedFuture(Done.getInstance());
  }

  /** The strategy of the configuration, watched. */
  ShardAllocationStrategy allocation() {
    var classic = Adapter.toClassic(system);
    return new WatchedAllocation(
        ClusterSharding.get(classic)
            .defaultShardAllocationStrategy(ClusterShardingSettings.create(classic)),
        members,
        agent);
  }

  Oversight oversight(DueWork dueWork, TenantShards shards, InstantSource clock) {
    return new ClusterOversight(system, members, published, entities, dueWork, shards, clock);
  }

  /** The last node hands over to nobody. */
  private CompletionStage<Done> announceHandovers() {
    if (members.pekko().size() < 2) {
      return done();
    }
    return AskPattern.<NodeMessage, Done>ask(
            agent, NodeMessage.Depart::new, DEPART_TIMEOUT, system.scheduler())
        .exceptionally(failure -> Done.getInstance());
  }
}
