package io.bailiwick.entity;

import static io.bailiwick.entity.ToyNode.answer;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.bailiwick.protocol.Caller;
import io.bailiwick.protocol.EntityId;
import io.bailiwick.protocol.ScopeMessage;
import io.bailiwick.scope.BudgetReply;
import io.bailiwick.scope.ScopePath;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.apache.pekko.actor.PoisonPill;
import org.apache.pekko.actor.testkit.typed.javadsl.TestProbe;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.javadsl.Adapter;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a host promises its participant and those who ask it. */
class EntityHostTest {

  @TempDir Path dataDir;

  private ToyNode node;
  private ActorRef<HostMessage> host;

  @BeforeEach
  void start() {
    node = new ToyNode(dataDir);
    host = node.host();
    assertThat(answer(node.ask(host, "count"))).isEqualTo("there are 0");
  }

  @AfterEach
  void stop() {
    node.close();
  }

  @Test
  void writesWhatIsDecidedMeanwhileAtOnceAndAnswersInOrder() {
    node.holdWrites();
    TestProbe<Object> asking = TestProbe.create(node.system);
    for (String word : List.of("a", "b", "c", "d", "e", "f")) {
      host.tell(Toy.ask(word, new AskCaller(asking.ref(), AskCaller.Kind.BUDGET)));
      awaitTaken();
    }
    asking.expectNoMessage();
    node.releaseWrites();
    for (String reply : List.of("a is 1", "b is 2", "c is 3", "d is 4", "e is 5", "f is 6")) {
      asking.expectMessage(reply);
    }
    // The first alone, as nothing was in flight; then what had gathered, at most three at once.
    await().untilAsserted(() -> assertThat(node.sizes.sizes()).containsExactly(1, 3, 2));
  }

  @Test
  void letsMessagesThatMustWaitLeaveInOrderAndOthersAtOnce() {
    assertThat(answer(node.ask(host, "first"))).isEqualTo("first is 1");
    node.holdWrites();
    CompletableFuture<String> told = node.ask(host, "tell");
    // Nothing had to be written before the first; the second never waits.
    assertThat(nextBook()).isEqualTo(1);
    assertThat(nextBook()).isEqualTo(0);
    node.others.expectNoMessage();
    assertThat(told).isNotDone();
    node.releaseWrites();
    assertThat(nextBook()).isEqualTo(2);
    assertThat(answer(told)).isEqualTo("told");
  }

  @Test
  void countsWhatIsLiveWhileItIsInMemoryFromTheJournalOn() {
    node.holdWrites();
    CompletableFuture<String> adding = node.ask(host, "a");
    awaitTaken();
    assertThat(node.live.isFull(Toy.ID.tenant())).as("with none of one durable").isFalse();
    node.releaseWrites();
    answer(adding);
    assertThat(node.live.isFull(Toy.ID.tenant())).isTrue();
    stopHost();
    assertThat(node.live.isFull(Toy.ID.tenant())).as("with none in memory").isFalse();

    host = node.host();
    answer(node.ask(host, "count"));
    assertThat(node.live.isFull(Toy.ID.tenant())).as("with what it has recovered").isTrue();
    assertThat(answer(node.ask(host, "bug"))).isEqualTo("unavailable");
    assertThat(node.live.isFull(Toy.ID.tenant())).as("with none after a failure").isFalse();
  }

  @Test
  void leavesNothingBehindWhenItIsEndedWithoutBeingTold() {
    answer(node.ask(host, "a"));
    assertThat(node.live.isFull(Toy.ID.tenant())).isTrue();
    TestProbe<Object> asking = TestProbe.create(node.system);
    node.holdWrites();
    host.tell(Toy.ask("b", new AskCaller(asking.ref(), AskCaller.Kind.BUDGET)));
    awaitTaken();

    endHost();

    node.releaseWrites();
    asking.expectMessageClass(BudgetReply.Unavailable.class);
    assertThat(node.live.isFull(Toy.ID.tenant())).isFalse();
    assertReachedThroughItsShard();
    host = node.host();
    answer(node.ask(host, "count"));
    stopHost();
    assertThat(node.live.isFull(Toy.ID.tenant())).as("taken away once").isFalse();
    host = node.host();
    answer(node.ask(host, "count"));
    assertThat(node.live.isFull(Toy.ID.tenant())).as("and brought again").isTrue();
  }

  @Test
  void isReachedThroughItsShardAfterItHasEndedWhileItRested() {
    assertThat(answer(node.ask(host, "bug"))).isEqualTo("unavailable");

    endHost();

    assertReachedThroughItsShard();
  }

  @Test
  void answersAtOnceWhatIsNotForTheDisk() {
    node.holdWrites();
    CompletableFuture<String> adding = node.ask(host, "a");
    assertThat(answer(node.ask(host, "count"))).isEqualTo("there are 1");
    assertThat(adding).isNotDone();
    node.releaseWrites();
    assertThat(answer(adding)).isEqualTo("a is 1");
  }

  @Test
  void saysWhatItConcludesOnlyWhileNobodyElseHasWritten() {
    answer(node.ask(host, "a"));
    assertThat(answer(node.ask(host, "sum up"))).isEqualTo("there are really 1");
    ActorRef<HostMessage> rival = node.host();
    assertThat(answer(node.ask(rival, "b"))).isEqualTo("b is 2");
    // What was overtaken remembers, but says no more.
    assertThat(answer(node.ask(host, "count"))).isEqualTo("there are 1");
    assertThat(answer(node.ask(host, "sum up"))).isEqualTo("unavailable");
    assertThat(answer(node.ask(rival, "sum up"))).isEqualTo("there are really 2");
  }

  @Test
  void asksTheJournalOnceForAllThatIsConcludedMeanwhile() throws Exception {
    answer(node.ask(host, "a"));
    List<AutoCloseable> held = node.holdReads();
    CompletableFuture<String> first = node.ask(host, "sum up");
    CompletableFuture<String> second = node.ask(host, "sum up");
    // A write is as good as a look, for all that was concluded before it.
    CompletableFuture<String> adding = node.ask(host, "b");
    awaitTaken();
    assertThat(first).isNotDone();
    assertThat(second).isNotDone();
    for (AutoCloseable one : held) {
      one.close();
    }
    assertThat(answer(first)).isEqualTo("there are really 1");
    assertThat(answer(second)).isEqualTo("there are really 1");
    assertThat(answer(adding)).isEqualTo("b is 2");
    await().untilAsserted(() -> assertThat(node.sizes.sizes()).containsExactly(1, 1));
  }

  @Test
  void callsWhenTheParticipantWants() {
    assertThat(answer(node.ask(host, "tick"))).isEqualTo("ticked");
  }

  @Test
  void callsAfterAPauseThoughTheClockIsSetBackMeanwhile() {
    CompletableFuture<String> ticking = node.ask(host, "tick");
    awaitTaken();
    node.clockErrorMs.set(-Duration.ofHours(1).toMillis());
    awaitTaken();
    assertThat(answer(ticking)).isEqualTo("ticked");
  }

  @Test
  void comesBackWithEverythingFromSnapshotAndTail() {
    for (String word : List.of("a", "b", "c", "d", "e")) {
      answer(node.ask(host, word));
    }
    stopHost();
    assertThat(answer(node.ask(node.host(), "count"))).isEqualTo("there are 5");
  }

  @ParameterizedTest
  @ValueSource(strings = {"broken", "unstorable", "bug"})
  void tellsAllWhoWaitWhenItFailsAndComesBackFromTheJournal(String word) {
    answer(node.ask(host, "before"));
    node.holdWrites();
    CompletableFuture<String> inFlight = node.ask(host, "in-flight");
    await().until(node::hasHeldWrite);
    CompletableFuture<String> failing = node.ask(host, word);
    CompletableFuture<String> behind = node.ask(host, "behind");
    CompletableFuture<String> count = node.ask(host, "count");
    answer(count);
    node.releaseWrites();
    assertThat(answer(failing)).isEqualTo("unavailable");
    assertThat(answer(behind)).isEqualTo("unavailable");
    assertThat(answer(inFlight)).isIn("in-flight is 2", "unavailable");
    node.leaving.expectMessage(host);
    assertThat(answer(node.ask(host, "late"))).isEqualTo("unavailable");
    stopHost();
    assertThat(answer(node.ask(node.host(), "count"))).isEqualTo("there are 2");
  }

  @Test
  void oneThatFailsHarmsNoOther() {
    answer(node.ask(host, "a"));
    assertThat(answer(node.ask(host, "broken"))).isEqualTo("unavailable");
    node.leaving.expectMessage(host);
    stopHost();
    ActorRef<HostMessage> again = node.host();
    assertThat(answer(node.ask(again, "b"))).isEqualTo("b is 2");
  }

  @Test
  void finishesItsWritesWhenItIsStopped() {
    node.holdWrites();
    CompletableFuture<String> first = node.ask(host, "a");
    CompletableFuture<String> second = node.ask(host, "b");
    awaitTaken();
    host.tell(new HostMessage.Stop());
    assertThat(answer(node.ask(host, "late"))).isEqualTo("unavailable");
    node.releaseWrites();
    assertThat(answer(first)).isEqualTo("a is 1");
    assertThat(answer(second)).isEqualTo("b is 2");
    awaitStopped();
    assertThat(answer(node.ask(node.host(), "count"))).isEqualTo("there are 2");
  }

  /** Nobody tells it a second time: it would be there for ever, and its messages with it. */
  @Test
  void stopsAlsoWhenItsLastWritesFail() {
    node.holdWrites();
    CompletableFuture<String> first = node.ask(host, "a");
    awaitTaken();
    CompletableFuture<String> failing = node.ask(host, "unstorable");
    awaitTaken();
    host.tell(new HostMessage.Stop());
    node.releaseWrites();
    assertThat(answer(failing)).isEqualTo("unavailable");
    awaitStopped();
    assertThat(answer(first)).isIn("a is 1", "unavailable");
  }

  @Test
  void doesNotWaitForAWriteForEver() {
    node.holdWrites();
    try {
      CompletableFuture<String> asked = node.ask(host, "a");
      awaitTaken();
      host.tell(new HostMessage.Stop());
      awaitStopped();
      assertThat(answer(asked)).isEqualTo("unavailable");
    } finally {
      node.releaseWrites();
    }
  }

  @Test
  void keepsABoundedNumberOfMessagesUntilTheJournalIsRead() throws Exception {
    answer(node.ask(host, "a"));
    stopHost();
    List<AutoCloseable> held = node.holdReads();
    ActorRef<HostMessage> recovering = node.host();
    List<CompletableFuture<String>> kept = new ArrayList<>();
    for (int i = 0; i < ToyNode.STASH_MAX; i++) {
      kept.add(node.ask(recovering, "count"));
    }
    assertThat(answer(node.ask(recovering, "count"))).isEqualTo("unavailable");
    assertThat(node.sizes.overflowedCount()).isEqualTo(1);
    for (AutoCloseable one : held) {
      one.close();
    }
    kept.forEach(one -> assertThat(answer(one)).isEqualTo("there are 1"));
  }

  @Test
  void wakesTheScopesThatAMessageWillComeToWhileItsOwnJournalIsRead() throws Exception {
    answer(node.ask(host, "a"));
    stopHost();
    List<AutoCloseable> held = node.holdReads();
    ActorRef<HostMessage> recovering = node.host();
    ScopePath app = new ScopePath("tenant:acme/app:chat");
    ScopePath agent = new ScopePath("tenant:acme/app:chat/agent:writer");
    TestProbe<Object> asking = TestProbe.create(node.system);
    Caller caller = new AskCaller(asking.ref(), AskCaller.Kind.BUDGET);
    recovering.tell(Toy.ask(agent, "count", caller));
    recovering.tell(Toy.ask(app, "count", caller));
    node.others.expectMessage(wakeUp(app));
    node.others.expectMessage(wakeUp(agent));
    node.others.expectNoMessage();
    for (AutoCloseable one : held) {
      one.close();
    }
    asking.expectMessage("there are 1");
    asking.expectMessage("there are 1");
  }

  @Test
  void isReachedPastItsShardForAsLongAsItIsAwake() {
    TestProbe<Object> asking = TestProbe.create(node.system);
    AskCaller caller = new AskCaller(asking.ref(), AskCaller.Kind.BUDGET);
    ScopeMessage count =
        ((ScopeMessage) ((HostMessage.Deliver) Toy.ask("count", caller)).message());
    node.post.send(Toy.ID, count);
    asking.expectMessage("there are 0");
    node.others.expectNoMessage();

    stopHost();
    node.post.send(Toy.ID, count);

    node.others.expectMessage(new Envelope(Toy.ID, count));
  }

  @Test
  void asksToLeaveWhenNobodyAsksForAnythingAndIsReachedThroughItsShardFromThenOn() {
    node.idleLookInterval = Duration.ofMillis(50);
    ActorRef<HostMessage> idle = node.host();
    assertThat(answer(node.ask(idle, "count"))).isEqualTo("there are 0");

    node.leaving.expectMessage(idle);

    assertReachedThroughItsShard();
  }

  @Test
  void oneThatIsAskedForStays() {
    node.idleLookInterval = Duration.ofMillis(250);
    ActorRef<HostMessage> busy = node.host();
    for (int i = 0; i < 10; i++) {
      // A look, but never two, between two messages.
      node.leaving.expectNoMessage(Duration.ofMillis(100));
      answer(node.ask(busy, "count"));
    }
  }

  private static Envelope wakeUp(ScopePath scope) {
    return new Envelope(new EntityId.OfScope(scope), new ScopeMessage.Expect());
  }

  private int nextBook() {
    return ((ScopeMessage.BookClosed) node.others.receiveMessage().message()).book();
  }

  /** The host has taken all that was sent before. */
  private void awaitTaken() {
    answer(node.ask(host, "count"));
  }

  private void assertReachedThroughItsShard() {
    ScopeMessage message = new ScopeMessage.BookClosed(1, null);
    node.post.send(Toy.ID, message);
    node.others.expectMessage(new Envelope(Toy.ID, message));
  }

  /** As what it lives under does when it ends itself. */
  private void endHost() {
    Adapter.toClassic(host).tell(PoisonPill.getInstance(), null);
    awaitStopped();
  }

  private void stopHost() {
    host.tell(new HostMessage.Stop());
    awaitStopped();
  }

  private void awaitStopped() {
    node.leaving.expectTerminated(host);
  }
}
