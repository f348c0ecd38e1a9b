package io.bailiwick.entity;

import io.bailiwick.protocol.EntityId;
import io.bailiwick.protocol.EntityMessage;
import java.util.Optional;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.Terminated;
import org.apache.pekko.actor.typed.javadsl.Behaviors;

/**
 * The way to all entities, on whatever node. Before sharding is there, and when this node is about
 * to go, messages are lost, as any message may be. Thread-safe.
 */
final class Post {

  private volatile ActorRef<Envelope> region;

  void open(ActorRef<Envelope> shardRegion) {
    region = shardRegion;
  }

  /**
   * An actor that closes it when the region ends. That is not always when this node says: where the
   * cluster lets its oldest node go, shards and region go before requests are drained.
   */
  Behavior<Void> closingWith(ActorRef<Envelope> shardRegion) {
    return Behaviors.setup(
        context -> {
          context.watch(shardRegion);
          return Behaviors.receive(Void.class)
              .onSignal(
                  Terminated.class,
                  ended -> {
                    close();
                    return Behaviors.stopped();
                  })
              .build();
        });
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
