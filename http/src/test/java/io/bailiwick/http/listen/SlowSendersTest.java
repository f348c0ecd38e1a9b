package io.bailiwick.http.listen;

import static org.assertj.core.api.Assertions.assertThat;

import io.bailiwick.config.Settings;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.apache.pekko.Done;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.stream.BoundedSourceQueue;
import org.apache.pekko.stream.OverflowStrategy;
import org.apache.pekko.stream.javadsl.BidiFlow;
import org.apache.pekko.stream.javadsl.Flow;
import org.apache.pekko.stream.javadsl.Keep;
import org.apache.pekko.stream.javadsl.Sink;
import org.apache.pekko.stream.javadsl.Source;
import org.apache.pekko.util.ByteString;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Who does not come to an end is cut off, in the time of that request and of no other. */
class SlowSendersTest {
  private static final Duration WITHIN = Duration.ofMillis(300);
  private static final long LIMIT_S = 20;

  private final BlockingQueue<String> answers = new LinkedBlockingQueue<>();
  private ActorSystem<Void> system;
  private BoundedSourceQueue<ByteString> client;
  private CompletableFuture<Done> cutOff;

  /** Something that answers what ends with an exclamation mark. */
  @BeforeEach
  void start() {
    system = ActorSystem.create(Behaviors.empty(), "slow", Settings.load(Map.of()).pekkoConfig());
    var connection =
        Source.<ByteString>queue(16)
            .viaMat(
                Flow.of(ByteString.class)
                    .watchTermination((none, done) -> done.toCompletableFuture())
                    .filter(bytes -> bytes.utf8String().endsWith("!"))
                    .join(BidiFlow.fromGraph(new SlowSenders(WITHIN))),
                Keep.both())
            .to(Sink.foreach(bytes -> answers.add(bytes.utf8String())))
            .run(system);
    client = connection.first();
    cutOff = connection.second();
  }

  @AfterEach
  void stop() throws Exception {
    system.terminate();
    system.getWhenTerminated().toCompletableFuture().get(LIMIT_S, TimeUnit.SECONDS);
  }

  private void isAnswered(String request) throws Exception {
    client.offer(ByteString.fromString(request));
    assertThat(answers.poll(LIMIT_S, TimeUnit.SECONDS)).isEqualTo(request);
  }

  private void pass(Duration time) throws Exception {
    CompletableFuture<Void> passed = new CompletableFuture<>();
    system.scheduler().scheduleOnce(time, () -> passed.complete(null), system.executionContext());
    passed.get(LIMIT_S, TimeUnit.SECONDS);
  }

  @Test
  void eachRequestHasItsOwnTime() throws Exception {
    isAnswered("first!");
    pass(WITHIN.multipliedBy(2).dividedBy(3));
    long fromNs = System.nanoTime();
    client.offer(ByteString.fromString("never ends"));
    cutOff.get(LIMIT_S, TimeUnit.SECONDS);
    assertThat(System.nanoTime() - fromNs).isGreaterThanOrEqualTo(WITHIN.toNanos());
  }

  @Test
  void whoSendsNothingOrHasItsAnswerIsLeftAlone() throws Exception {
    pass(WITHIN.multipliedBy(2));
    isAnswered("first!");
    pass(WITHIN.multipliedBy(2));
    isAnswered("second!");
    assertThat(cutOff).isNotDone();
  }

  @Test
  void whoSendsOnAfterTheCutStillHasTheAnswerThatIsOwed() throws Exception {
    CompletableFuture<String> owed = new CompletableFuture<>();
    BlockingQueue<String> arrived = new LinkedBlockingQueue<>();
    var connection =
        Source.<ByteString>queue(16)
            .map(
                bytes -> {
                  arrived.add(bytes.utf8String());
                  return bytes;
                })
            .viaMat(
                Flow.of(ByteString.class)
                    .watchTermination((none, done) -> done.toCompletableFuture())
                    .buffer(2, OverflowStrategy.backpressure())
                    .mapAsync(1, bytes -> owed)
                    .map(ByteString::fromString)
                    .join(BidiFlow.fromGraph(new SlowSenders(WITHIN))),
                Keep.both())
            .to(Sink.foreach(bytes -> answers.add(bytes.utf8String())))
            .run(system);
    connection.first().offer(ByteString.fromString("takes long"));
    connection.second().get(LIMIT_S, TimeUnit.SECONDS);

    for (String late : List.of("too", "late")) {
      connection.first().offer(ByteString.fromString(late));
    }
    for (String sent : List.of("takes long", "too", "late")) {
      assertThat(arrived.poll(LIMIT_S, TimeUnit.SECONDS)).isEqualTo(sent);
    }
    owed.complete("done");
    assertThat(answers.poll(LIMIT_S, TimeUnit.SECONDS)).isEqualTo("done");
  }
}
