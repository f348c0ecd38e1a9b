package io.bailiwick.entity;

import io.bailiwick.protocol.EntityId;
import io.bailiwick.protocol.EntityMessage;
import java.util.Optional;
import org.apache.pekko.actor.typed.ActorRef;

/**
 * The way to all entities, on whatever node. Before sharding is there, and when this node is about
 * to go, messages are lost, as any message may be. Thread-safe.
 */
final class Post {

  private volatile ActorRef<Envelope> region;

  void open(ActorRef<Envelope> shardRegion) {
    region = shardRegion;
  }

  /** The node goes: a message for a shard that has no home any more would only hold it up. */
  void close() {
    region = null;
  }

  /** Where to send, or nothing while nobody can be reached. */
  Optional<ActorRef<Envelope>> region() {
    return Optional.ofNullable(region);
  }

  void send(EntityId to, EntityMessage message) {
    region().ifPresent(open -> open.tell(new Envelope(to, message)));
  }
}
