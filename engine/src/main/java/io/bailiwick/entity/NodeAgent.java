package io.bailiwick.entity;

import io.bailiwick.cluster.HandoverLog;
import io.bailiwick.cluster.HandoverReport;
import io.bailiwick.cluster.LeaveReply;
import io.bailiwick.cluster.MemberState;
import io.bailiwick.cluster.NodeReport;
import io.bailiwick.journal.JournalWriter;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.apache.pekko.Done;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Adapter;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.javadsl.TimerScheduler;
import org.apache.pekko.cluster.Member;
import org.apache.pekko.cluster.UniqueAddress;
import org.apache.pekko.cluster.sharding.ClusterSharding;
import org.apache.pekko.cluster.sharding.ShardRegion;
import org.apache.pekko.cluster.typed.Cluster;
import org.apache.pekko.pattern.Patterns;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Speaks for its node: says how it is, keeps the log of handovers, which is the same on all nodes,
 * and lets members leave when it is the leader's. One for each node, under a name that the others
 * know. Nothing that serves requests depends on it.
 */
final class NodeAgent {

  private static final Logger LOG = LoggerFactory.getLogger(NodeAgent.class);

  static final String NAME = "node-agent";

  /** A shard that moves does not answer; the region gives up on it sooner than this. */
  private static final Duration LOOK_TIMEOUT = Duration.ofMillis(700);

  /** How old a gauge may be, and how soon it is noticed that a shard waits for a request. */
  private static final Duration LOOK_INTERVAL = Duration.ofSeconds(5);

  /**
   * What it works with.
   *
   * @param upSinceMs 0 before the node has been up
   */
  record Parts(
      Members members,
      JournalWriter writer,
      LiveEntities entities,
      InstantSource clock,
      AtomicLong upSinceMs,
      Published published,
      Motion motion) {}

  /** What can be read at any time, from any thread. */
  static final class Published {
    private volatile HandoverReport handovers = new HandoverReport(List.of(), 0, null, null, null);
    private volatile long shards;

    HandoverReport handovers() {
      return handovers;
    }

    long shards() {
      return shards;
    }
  }

  private final ActorContext<NodeMessage> context;
  private final Parts parts;
  private final HandoverLog handovers = new HandoverLog();

  /** Members that were told to leave, until everybody sees it. */
  private final Set<UniqueAddress> toldToLeave = new HashSet<>();

  private NodeAgent(
      ActorContext<NodeMessage> context, TimerScheduler<NodeMessage> timers, Parts parts) {
    this.context = context;
    this.parts = parts;
    timers.startTimerWithFixedDelay(new NodeMessage.Look(), LOOK_INTERVAL);
  }

  static Behavior<NodeMessage> create(Parts parts) {
    return Behaviors.setup(
        context ->
            Behaviors.withTimers(
                timers ->
                    Behaviors.receiveMessage(new NodeAgent(context, timers, parts)::receive)));
  }

  private Behavior<NodeMessage> receive(NodeMessage message) {
    switch (message) {
      case NodeMessage.Report(var replyTo) -> look(shards -> replyTo.tell(report(shards)));
      case NodeMessage.Leave(var address, var replyTo) -> replyTo.tell(leave(address));
      case NodeMessage.Rebalancing(var shards, var from) ->
          tellAll(new NodeMessage.HandoversBegun(shards, from));
      case NodeMessage.HandoversBegun(var shards, var from) -> {
        parts.motion().noted();
        handovers.begin(shards, from, nowMs());
      }
      case NodeMessage.Allocated(var shard, var to) -> allocated(shard, to);
      case NodeMessage.HandoverEnded ended -> ended(ended);
      case NodeMessage.Depart(var replyTo) -> look(shards -> depart(shards, replyTo::tell));
      case NodeMessage.Look look -> {
        handovers.retain(
            parts.members().pekko().stream()
                .map(member -> Members.name(member.address()))
                .toList());
        look(this::publish);
      }
      case NodeMessage.Looked(var shards, var then) -> then.accept(shards);
    }
    parts.published().handovers = handovers.report(nowMs());
    return Behaviors.same();
  }

  private NodeReport report(List<NodeReport.Shard> shards) {
    publish(shards);
    long upSinceMs = parts.upSinceMs().get();
    return new NodeReport(
        upSinceMs == 0 ? null : Long.valueOf(upSinceMs),
        shards,
        parts.entities().live(Kinds.SCOPE),
        parts.entities().live(Kinds.BOOK),
        parts.entities().holds(),
        parts.entities().unapplied(),
        parts.writer().report());
  }

  private void publish(List<NodeReport.Shard> shards) {
    if (shards != null) {
      parts.published().shards = shards.size();
    }
  }

  /** A shard that nobody had, as the first time, or after its owner has died, was not moved. */
  private void allocated(String shard, String to) {
    OptionalLong took = handovers.sinceBegin(shard, nowMs());
    if (took.isPresent()) {
      tellAll(new NodeMessage.HandoverEnded(shard, to, Math.max(0, took.getAsLong())));
    }
  }

  private void ended(NodeMessage.HandoverEnded ended) {
    parts.motion().noted();
    handovers.end(ended.shard(), ended.tookMs());
    // Everybody hears of it; the new owner counts it, so that it is counted once.
    if (ended.to().equals(parts.members().self())) {
      parts.entities().handedOver(TimeUnit.MILLISECONDS.toNanos(ended.tookMs()));
    }
  }

  private void depart(List<NodeReport.Shard> shards, Consumer<Done> replyTo) {
    if (shards != null && !shards.isEmpty()) {
      tellAll(
          new NodeMessage.HandoversBegun(
              shards.stream().map(NodeReport.Shard::id).toList(), parts.members().self()));
    }
    replyTo.accept(Done.getInstance());
  }

  /** Decided here for the whole cluster, so that two members do not leave each other alone. */
  private LeaveReply leave(String address) {
    List<Member> members = parts.members().pekko();
    toldToLeave.retainAll(members.stream().map(Member::uniqueAddress).toList());
    Member leaving =
        members.stream()
            .filter(member -> Members.name(member.address()).equals(address))
            .findAny()
            .orElse(null);
    if (leaving == null) {
      return new LeaveReply.NoMember(address);
    }
    MemberState state = Members.state(leaving.status());
    if (state.isGoing()) {
      return new LeaveReply.Leaving(address, state);
    }
    if (members.stream().noneMatch(member -> member != leaving && stays(member))) {
      return new LeaveReply.LastMember(address);
    }
    LOG.info("{} is told to leave the cluster, as an operator asked", address);
    toldToLeave.add(leaving.uniqueAddress());
    Cluster.get(context.getSystem())
        .manager()
        .tell(org.apache.pekko.cluster.typed.Leave.create(leaving.address()));
    return new LeaveReply.Leaving(address, MemberState.LEAVING);
  }

  private boolean stays(Member member) {
    return Members.state(member.status()).isServing()
        && !parts.members().isUnreachable(member)
        && !toldToLeave.contains(member.uniqueAddress());
  }

  private void tellAll(NodeMessage.Sent message) {
    for (Member member : parts.members().pekko()) {
      parts.members().agent(Members.name(member.address())).tell(message);
    }
  }

  /** Asks the region what it has, and goes on with the answer, or with null for none in time. */
  private void look(Consumer<List<NodeReport.Shard>> then) {
    context.pipeToSelf(regionStats(), (shards, failure) -> new NodeMessage.Looked(shards, then));
  }

  private CompletionStage<List<NodeReport.Shard>> regionStats() {
    try {
      var region =
          ClusterSharding.get(Adapter.toClassic(context.getSystem()))
              .shardRegion(ShardedHosts.KEY.name());
      return Patterns.ask(region, ShardRegion.getRegionStatsInstance(), LOOK_TIMEOUT)
          .thenApply(answer -> shards((ShardRegion.ShardRegionStats) answer));
    } catch (IllegalArgumentException | IllegalStateException e) {
      // There is no region yet.
      return CompletableFuture.failedFuture(e);
    }
  }

  private static List<NodeReport.Shard> shards(ShardRegion.ShardRegionStats stats) {
    List<NodeReport.Shard> shards = new ArrayList<>();
    stats
        .getStats()
        .forEach(
            (id, entities) ->
                shards.add(new NodeReport.Shard(id, ((Number) entities).longValue())));
    stats.getFailed().forEach(id -> shards.add(new NodeReport.Shard(id, null)));
    shards.sort(
        Comparator.<NodeReport.Shard>comparingInt(shard -> shard.id().length())
            .thenComparing(NodeReport.Shard::id));
    return shards;
  }

  private long nowMs() {
    return parts.clock().millis();
  }
}
