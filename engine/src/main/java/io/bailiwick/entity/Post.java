package io.bailiwick.entity;

import io.bailiwick.protocol.EntityId;
import io.bailiwick.protocol.EntityMessage;
import org.apache.pekko.actor.typed.ActorRef;

/**
 * The way to all entities, on whatever node. Before sharding is there, messages are lost, as any
 * message may be. Thread-safe.
 */
final class Post {

  private volatile ActorRef<Envelope> region;

  void open(ActorRef<Envelope> shardRegion) {
    region = shardRegion;
  }

  void send(EntityId to, EntityMessage message) {
    ActorRef<Envelope> open = region;
    if (open != null) {
      open.tell(new Envelope(to, message));
    }
  }
}
