package io.bailiwick.entity;

import io.bailiwick.protocol.Caller;
import io.bailiwick.protocol.EntityId;
import io.bailiwick.protocol.EntityMessage;
import io.bailiwick.time.Stopwatch;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import org.apache.pekko.actor.Cancellable;
import org.apache.pekko.actor.typed.ActorSystem;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks an entity and waits for its reply, for so long and no longer. In a cluster an entity may be
 * moving, and its messages be lost: what has a key is sent again meanwhile, and done once.
 * Thread-safe.
 */
final class Asker {

  private static final Logger LOG = LoggerFactory.getLogger(Asker.class);

  /**
   * A message without any answer for this long may have been lost with the shard's former home. Far
   * longer than an operation takes, so that a slow entity is not sent everything twice.
   */
  private static final Duration RESEND_INTERVAL = Duration.ofSeconds(2);

  /** The same while shards move, when messages do get lost; doubled each time. */
  private static final Duration FIRST_RESEND_IN_MOTION = Duration.ofMillis(200);

  /** Before an entity that said that it is moving is asked again; doubled each time. */
  private static final Duration FIRST_PAUSE = Duration.ofMillis(100);

  private final ActorSystem<?> system;
  private final Post post;
  private final Duration timeout;
  private final boolean mayMove;
  private final Motion motion;

  /**
   * @param timeout of an operation, everything included
   * @param mayMove whether there are other nodes
   * @param motion whether shards move right now
   */
  Asker(ActorSystem<?> system, Post post, Duration timeout, boolean mayMove, Motion motion) {
    this.system = system;
    this.post = post;
    this.timeout = timeout;
    this.mayMove = mayMove;
    this.motion = motion;
  }

  /**
   * Never fails: without an answer in time it is an unavailable of the right kind.
   *
   * @param message made for the caller that waits
   */
  <R> CompletionStage<R> ask(
      EntityId to, Class<R> replies, AskCaller.Kind kind, Function<Caller, EntityMessage> message) {
    Question question = new Question(to, kind, message, Stopwatch.start());
    return askOnce(question, false).thenApply(replies::cast);
  }

  /** As {@link #ask}, for a message that may arrive several times. */
  <R> CompletionStage<R> askAgain(
      EntityId to, Class<R> replies, AskCaller.Kind kind, Function<Caller, EntityMessage> message) {
    Question question = new Question(to, kind, message, Stopwatch.start());
    return (mayMove ? untilAnswered(question, FIRST_PAUSE) : askOnce(question, false))
        .thenApply(replies::cast);
  }

  private record Question(
      EntityId to, AskCaller.Kind kind, Function<Caller, EntityMessage> message, Stopwatch asked) {}

  /** Never nothing: a time-out of zero would be none. */
  private Duration left(Question question) {
    return Duration.ofNanos(Math.max(1, timeout.toNanos() - question.asked().elapsedNanos()));
  }

  /** Ends with the deadline: the pauses double, and the last one must fit. */
  private CompletionStage<Object> untilAnswered(Question question, Duration pause) {
    return askOnce(question, true)
        .thenCompose(
            reply -> {
              boolean isOver =
                  !question.kind().isUnavailable(reply)
                      || !post.isOpen()
                      || left(question).compareTo(pause.multipliedBy(2)) < 0;
              return isOver
                  ? CompletableFuture.completedFuture(reply)
                  : after(pause).thenCompose(now -> untilAnswered(question, pause.multipliedBy(2)));
            });
  }

  private CompletionStage<Object> askOnce(Question question, boolean resends) {
    CompletableFuture<Object> answer = new CompletableFuture<>();
    CompletableFuture<Cancellable> resending = new CompletableFuture<>();
    post.ask(
            question.to(),
            replyTo -> {
              EntityMessage message =
                  question.message().apply(new AskCaller(replyTo, question.kind()));
              if (resends) {
                resending.complete(
                    resend(
                        new Resending(
                            question.to(), message, () -> answer.complete(stopping(question)))));
              }
              return message;
            },
            left(question),
            system.scheduler())
        .ifPresentOrElse(
            reply ->
                reply
                    .exceptionally(failure -> noAnswer(question.kind(), failure))
                    .thenAccept(answer::complete),
            () -> answer.complete(stopping(question)));
    return answer.whenComplete((any, never) -> resending.thenAccept(Cancellable::cancel));
  }

  private static Object stopping(Question question) {
    return question.kind().unavailable("this node is stopping");
  }

  /** To the same one who waits: the first answer counts, whichever message it is to. */
  private Cancellable resend(Resending resending) {
    return system
        .scheduler()
        .scheduleWithFixedDelay(
            FIRST_RESEND_IN_MOTION, FIRST_RESEND_IN_MOTION, resending, system.executionContext());
  }

  /** Run over and over until there is an answer, once at a time. */
  private final class Resending implements Runnable {
    private final EntityId to;
    private final EntityMessage message;
    private final Runnable whenInVain;
    private Stopwatch sinceSent = Stopwatch.start();
    private Duration pauseInMotion = FIRST_RESEND_IN_MOTION;

    /**
     * @param whenInVain is run when nobody can be reached any more: another node may answer
     */
    Resending(EntityId to, EntityMessage message, Runnable whenInVain) {
      this.to = to;
      this.message = message;
      this.whenInVain = whenInVain;
    }

    @Override
    public void run() {
      if (!post.isOpen()) {
        whenInVain.run();
        return;
      }
      long waitedNanos = sinceSent.elapsedNanos();
      boolean isDue =
          waitedNanos >= RESEND_INTERVAL.toNanos()
              || (motion.isOn() && waitedNanos >= pauseInMotion.toNanos());
      if (isDue) {
        pauseInMotion = pauseInMotion.multipliedBy(2);
        sinceSent = Stopwatch.start();
        post.send(to, message);
      }
    }
  }

  private CompletionStage<Void> after(Duration pause) {
    CompletableFuture<Void> over = new CompletableFuture<>();
    system.scheduler().scheduleOnce(pause, () -> over.complete(null), system.executionContext());
    return over;
  }

  private Object noAnswer(AskCaller.Kind kind, Throwable failure) {
    Throwable cause = failure instanceof CompletionException wrapped ? wrapped.getCause() : failure;
    if (!(cause instanceof TimeoutException)) {
      LOG.warn("an operation ended without a reply: {}", cause.toString());
    }
    return kind.unavailable("no answer within " + timeout.toMillis() + " ms");
  }
}
