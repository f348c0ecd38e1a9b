package io.bailiwick.entity;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.pekko.actor.ActorRef;
import org.apache.pekko.actor.ActorSystem;
import org.apache.pekko.cluster.sharding.ShardCoordinator.ActorSystemDependentAllocationStrategy;
import org.apache.pekko.cluster.sharding.ShardCoordinator.ShardAllocationStrategy;
import org.apache.pekko.cluster.sharding.ShardCoordinator.StartableAllocationStrategy;
import scala.collection.immutable.IndexedSeq;
import scala.concurrent.Future;
import scala.jdk.javaapi.CollectionConverters;
import scala.jdk.javaapi.FutureConverters;

/**
 * Decides nothing, and tells this node's agent what was decided: the strategy is the one place in
 * which the coordinator shows when a shard begins to move and when it has a new owner. Called by
 * the coordinator's actor.
 */
final class WatchedAllocation implements ActorSystemDependentAllocationStrategy {

  private final ShardAllocationStrategy strategy;
  private final Members members;
  private final org.apache.pekko.actor.typed.ActorRef<NodeMessage> agent;

  WatchedAllocation(
      ShardAllocationStrategy strategy,
      Members members,
      org.apache.pekko.actor.typed.ActorRef<NodeMessage> agent) {
    this.strategy = strategy;
    this.members = members;
    this.agent = agent;
  }

  @Override
  public void start(ActorSystem system) {
    switch (strategy) {
      case ActorSystemDependentAllocationStrategy dependent -> dependent.start(system);
      case StartableAllocationStrategy startable -> startable.start();
      default -> {
        // Has nothing to start.
      }
    }
  }

  @Override
  public Future<ActorRef> allocateShard(
      ActorRef requester,
      String shard,
      scala.collection.immutable.Map<ActorRef, IndexedSeq<String>> allocations) {
    Future<ActorRef> owner = strategy.allocateShard(requester, shard, allocations);
    FutureConverters.asJava(owner)
        .thenAccept(
            region ->
                agent.tell(
                    new NodeMessage.Allocated(shard, members.nameOf(region.path().address()))));
    return owner;
  }

  @Override
  public Future<scala.collection.immutable.Set<String>> rebalance(
      scala.collection.immutable.Map<ActorRef, IndexedSeq<String>> allocations,
      scala.collection.immutable.Set<String> underWay) {
    Future<scala.collection.immutable.Set<String>> moving =
        strategy.rebalance(allocations, underWay);
    FutureConverters.asJava(moving)
        .thenAccept(
            shards ->
                tell(
                    CollectionConverters.asJava(shards), CollectionConverters.asJava(allocations)));
    return moving;
  }

  private void tell(Set<String> moving, Map<ActorRef, IndexedSeq<String>> allocations) {
    if (moving.isEmpty()) {
      return;
    }
    allocations.forEach(
        (region, shards) -> {
          List<String> leaving = new ArrayList<>(CollectionConverters.asJava(shards));
          leaving.retainAll(moving);
          if (!leaving.isEmpty()) {
            String from = members.nameOf(region.path().address());
            agent.tell(new NodeMessage.Rebalancing(List.copyOf(leaving), from));
          }
        });
  }
}
