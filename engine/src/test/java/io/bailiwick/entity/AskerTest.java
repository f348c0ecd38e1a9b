package io.bailiwick.entity;

import static io.bailiwick.entity.TestNode.answer;
import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.ConfigFactory;
import io.bailiwick.amount.Amount;
import io.bailiwick.amount.Unit;
import io.bailiwick.protocol.BookMessage;
import io.bailiwick.protocol.Caller;
import io.bailiwick.protocol.EntityId;
import io.bailiwick.refusal.Refusal;
import io.bailiwick.refusal.RefusalCode;
import io.bailiwick.reservation.RequestKey;
import io.bailiwick.reservation.ReservationCommand;
import io.bailiwick.reservation.ReservationReply;
import io.bailiwick.scope.ScopePath;
import io.bailiwick.tenant.TenantId;
import io.bailiwick.time.Stopwatch;
import java.time.Duration;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiConsumer;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What is sent again while an entity moves, and what is not. */
class AskerTest {

  private static final EntityId BOOK = new EntityId.OfBook(new TenantId("acme"), 0);
  private static final ReservationCommand COMMAND =
      new ReservationCommand.Decide(
          new RequestKey("key-1", "hash"),
          ScopePath.root(new TenantId("acme")),
          new Amount(Unit.TOKENS, 1));
  private static final Duration TIMEOUT = Duration.ofSeconds(5);

  /** Less than the pause of a cluster in which nothing moves. */
  private static final long A_LOST_MESSAGE_COSTS_NANOS = Duration.ofMillis(1_500).toNanos();

  private final ActorTestKit testKit =
      ActorTestKit.create(
          ConfigFactory.parseString("pekko.fail-mixed-versions = off")
              .withFallback(ConfigFactory.load()));
  private final AtomicInteger received = new AtomicInteger();
  private final Motion motion = new Motion();

  @AfterEach
  void stop() {
    testKit.shutdownTestKit();
  }

  @Test
  void aMessageThatWasLostWithItsShardsFormerHomeIsSentAgain() {
    Asker asker = asker(true, (caller, number) -> replyFrom(2, caller, number));

    assertThat(answer(again(asker))).isInstanceOf(ReservationReply.Refused.class);
    assertThat(received).hasValue(2);
  }

  @Test
  void whileShardsMoveItIsSentAgainSoonAndMoreAndMoreSeldom() {
    motion.noted();
    Asker asker = asker(true, (caller, number) -> replyFrom(2, caller, number));
    Stopwatch stopwatch = Stopwatch.start();
    answer(again(asker));
    assertThat(stopwatch.elapsedNanos()).isLessThan(A_LOST_MESSAGE_COSTS_NANOS);

    received.set(0);
    motion.noted();
    answer(again(asker(true, (caller, number) -> replyFrom(Integer.MAX_VALUE, caller, number))));
    // After 0.2, 0.6, 1.4 and 3 s, until the operation's time is over.
    assertThat(received.get()).isBetween(3, 5);
  }

  @Test
  void anEntityThatSaysThatItIsMovingIsAskedAgain() {
    Asker asker =
        asker(
            true,
            (caller, number) -> {
              if (number < 3) {
                caller.replyUnavailable("is moving");
              }
              replyFrom(3, caller, number);
            });

    assertThat(answer(again(asker))).isInstanceOf(ReservationReply.Refused.class);
    assertThat(received).hasValue(3);
  }

  @Test
  void itEndsWithTheTimeoutOfTheOperation() {
    Asker asker = asker(true, (caller, number) -> caller.replyUnavailable("is moving"));

    assertThat(answer(again(asker))).isEqualTo(new ReservationReply.Unavailable("is moving"));
    // Pauses of 100 ms, and doubled: not more than these fit.
    assertThat(received.get()).isBetween(3, 6);
  }

  @Test
  void whoWaitsForAnEntityIsAnsweredWhenTheWayToAllOfThemEnds() {
    Post post = new Post();
    ActorRef<Envelope> region = testKit.spawn(Behaviors.ignore());
    post.open(region);
    testKit.spawn(post.closingWith(region));
    CompletionStage<ReservationReply> waiting =
        again(new Asker(testKit.system(), post, TIMEOUT, true, motion));
    Stopwatch stopwatch = Stopwatch.start();
    testKit.stop(region);
    ReservationReply stopping = new ReservationReply.Unavailable("this node is stopping");
    assertThat(answer(waiting)).isEqualTo(stopping);
    assertThat(stopwatch.elapsedNanos()).isLessThan(A_LOST_MESSAGE_COSTS_NANOS);
  }

  @Test
  void whatHasNoKeyIsSentOnce() {
    Asker asker = asker(true, (caller, number) -> caller.replyUnavailable("is moving"));

    assertThat(
            answer(
                asker.ask(
                    BOOK, ReservationReply.class, AskCaller.Kind.RESERVATION, AskerTest::message)))
        .isEqualTo(new ReservationReply.Unavailable("is moving"));
    assertThat(received).hasValue(1);
  }

  @Test
  void aSingleNodeHasNowhereToMoveTo() {
    Asker asker = asker(false, (caller, number) -> caller.replyUnavailable("has failed"));

    assertThat(answer(again(asker))).isEqualTo(new ReservationReply.Unavailable("has failed"));
    assertThat(received).hasValue(1);
  }

  private static CompletionStage<ReservationReply> again(Asker asker) {
    return asker.askAgain(
        BOOK, ReservationReply.class, AskCaller.Kind.RESERVATION, AskerTest::message);
  }

  private static BookMessage message(Caller caller) {
    return new BookMessage.Ask(COMMAND, null, caller);
  }

  private Asker asker(boolean mayMove, BiConsumer<AskCaller, Integer> entity) {
    Post post = new Post();
    post.open(
        testKit.spawn(
            Behaviors.receiveMessage(
                envelope -> {
                  AskCaller caller = (AskCaller) WaitingCallers.of(envelope.message());
                  entity.accept(caller, received.incrementAndGet());
                  return Behaviors.same();
                })));
    return new Asker(testKit.system(), post, TIMEOUT, mayMove, motion);
  }

  private static void replyFrom(int first, AskCaller caller, int number) {
    if (number >= first) {
      caller.reply(
          new ReservationReply.Refused(Refusal.of(RefusalCode.NOT_FOUND, "found nothing")));
    }
  }
}
