package io.bailiwick.entity;

import io.bailiwick.protocol.Caller;
import io.bailiwick.protocol.EntityId;
import io.bailiwick.protocol.EntityMessage;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.javadsl.AskPattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Asks an entity and waits for its reply, for so long and no longer. Thread-safe. */
final class Asker {

  private static final Logger LOG = LoggerFactory.getLogger(Asker.class);

  private final ActorSystem<?> system;
  private final Post post;
  private final Duration timeout;

  Asker(ActorSystem<?> system, Post post, Duration timeout) {
    this.system = system;
    this.post = post;
    this.timeout = timeout;
  }

  /**
   * Never fails: without an answer in time it is an unavailable of the right kind.
   *
   * @param message made for the caller that waits
   */
  <R> CompletionStage<R> ask(
      EntityId to, Class<R> replies, AskCaller.Kind kind, Function<Caller, EntityMessage> message) {
    Optional<ActorRef<Envelope>> region = post.region();
    if (region.isEmpty()) {
      return CompletableFuture.completedFuture(
          replies.cast(kind.unavailable("this node is stopping")));
    }
    return AskPattern.<Envelope, Object>ask(
            region.get(),
            replyTo -> new Envelope(to, message.apply(new AskCaller(replyTo, kind))),
            timeout,
            system.scheduler())
        .exceptionally(failure -> noAnswer(kind, failure))
        .thenApply(replies::cast);
  }

  private Object noAnswer(AskCaller.Kind kind, Throwable failure) {
    Throwable cause = failure instanceof CompletionException wrapped ? wrapped.getCause() : failure;
    if (!(cause instanceof TimeoutException)) {
      LOG.warn("an operation ended without a reply: {}", cause.toString());
    }
    return kind.unavailable("no answer within " + timeout.toMillis() + " ms");
  }
}
