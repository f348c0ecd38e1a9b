package io.bailiwick.entity;

import io.bailiwick.protocol.EntityId;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.cluster.sharding.ShardCoordinator.ShardAllocationStrategy;
import org.apache.pekko.cluster.sharding.typed.javadsl.ClusterSharding;
import org.apache.pekko.cluster.sharding.typed.javadsl.Entity;
import org.apache.pekko.cluster.sharding.typed.javadsl.EntityContext;
import org.apache.pekko.cluster.sharding.typed.javadsl.EntityTypeKey;

/**
 * The one sharded type of entity. Scopes and books are of one type, as shards of two types need not
 * sit on the same node.
 */
final class ShardedHosts {

  /** Also in {@code pekko-cluster.conf}, where the node's readiness is defined. */
  static final EntityTypeKey<HostMessage> KEY =
      EntityTypeKey.create(HostMessage.class, "bailiwick");

  private ShardedHosts() {}

  static Entity<HostMessage, Envelope> entity(
      EntityKind<?, ?> scope,
      EntityKind<?, ?> book,
      HostParts parts,
      TenantShards shards,
      ShardAllocationStrategy allocation) {
    return Entity.of(KEY, context -> host(context, scope, book, parts))
        .withMessageExtractor(shards)
        .withAllocationStrategy(allocation)
        .withStopMessage(new HostMessage.Stop());
  }

  private static Behavior<HostMessage> host(
      EntityContext<HostMessage> entity,
      EntityKind<?, ?> scope,
      EntityKind<?, ?> book,
      HostParts parts) {
    EntityId id = EntityId.parse(entity.getEntityId());
    EntityKind<?, ?> kind =
        switch (id) {
          case EntityId.OfScope ignored -> scope;
          case EntityId.OfBook ignored -> book;
        };
    return EntityHost.create(
        kind, id, parts, self -> entity.getShard().tell(new ClusterSharding.Passivate<>(self)));
  }
}
