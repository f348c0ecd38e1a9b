package io.bailiwick.entity;

import io.bailiwick.journal.WriteTicket;
import io.bailiwick.protocol.EntityId;
import io.bailiwick.protocol.EntityMessage;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.Function;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.Scheduler;
import org.apache.pekko.actor.typed.Terminated;
import org.apache.pekko.actor.typed.javadsl.AskPattern;
import org.apache.pekko.actor.typed.javadsl.Behaviors;

/**
 * The way to all entities, on whatever node. To one that is awake on this node it is straight:
 * region and shard would only pass the message on, twice per message of each operation. To all
 * others, and while an entity moves or falls asleep, it is through the region. Before sharding is
 * there, and when this node is about to go, messages are lost, as any message may be. Thread-safe.
 */
final class Post {

  private final ConcurrentMap<EntityId, ActorRef<HostMessage>> awake = new ConcurrentHashMap<>();
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

  boolean isOpen() {
    return region != null;
  }

  /** From now on {@code host} is where messages to {@code id} go. */
  void moveIn(EntityId id, ActorRef<HostMessage> host) {
    awake.put(id, host);
  }

  /** Messages go through the region again, unless another host has moved in since. */
  void moveOut(EntityId id, ActorRef<HostMessage> host) {
    awake.remove(id, host);
  }

  void send(EntityId to, EntityMessage message) {
    ActorRef<Envelope> open = region;
    if (open == null) {
      return;
    }
    ActorRef<HostMessage> host = awake.get(to);
    if (host != null) {
      host.tell(new HostMessage.Deliver(message));
    } else {
      open.tell(new Envelope(to, message));
    }
  }

  /** Sends now what may build on {@code prerequisite}: to one that is awake here, else later. */
  void sendTied(EntityId to, EntityMessage message, WriteTicket prerequisite) {
    ActorRef<HostMessage> host = awake.get(to);
    if (host != null) {
      host.tell(new HostMessage.Deliver(message, prerequisite));
    } else {
      prerequisite.whenDurable(() -> send(to, message));
    }
  }

  /**
   * Sends what {@code message} makes for the one who waits.
   *
   * @return its reply, or a {@code TimeoutException}; nothing while nobody can be reached
   */
  Optional<CompletionStage<Object>> ask(
      EntityId to,
      Function<ActorRef<Object>, EntityMessage> message,
      Duration timeout,
      Scheduler scheduler) {
    ActorRef<Envelope> open = region;
    if (open == null) {
      return Optional.empty();
    }
    ActorRef<HostMessage> host = awake.get(to);
    CompletionStage<Object> reply =
        host != null
            ? AskPattern.ask(
                host,
                replyTo -> new HostMessage.Deliver(message.apply(replyTo)),
                timeout,
                scheduler)
            : AskPattern.ask(
                open, replyTo -> new Envelope(to, message.apply(replyTo)), timeout, scheduler);
    return Optional.of(reply.toCompletableFuture().copy());
  }
}
