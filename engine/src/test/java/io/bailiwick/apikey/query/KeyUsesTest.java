package io.bailiwick.apikey.query;

import static io.bailiwick.query.ReadTables.answer;
import static org.assertj.core.api.Assertions.assertThat;

import io.bailiwick.apikey.ApiKeyReply;
import io.bailiwick.apikey.KeyUsage;
import io.bailiwick.journal.TestStore;
import io.bailiwick.projection.TableWrite;
import io.bailiwick.scope.ScopePath;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** How keys are used is written in a few rows, exactly, and bounded. */
class KeyUsesTest {

  private static final int THREADS = 4;

  @TempDir Path dataDir;

  @ParameterizedTest
  @EnumSource
  void useIsWrittenOnceForManyRequests(TestStore store) throws Exception {
    try (KeyCase acme = new KeyCase(store, dataDir)) {
      ApiKeyReply.Created created = acme.created(1_000_000);
      String id = created.key().keyId();
      for (long ms = 2_000; ms <= 2_010; ms++) {
        acme.nowMs.set(ms);
        answer(acme.keys.authenticate(created.secret(), ms < 2_005 ? "10.0.0.1" : "10.0.0.2"));
        acme.keys.noteScope(created.key(), new ScopePath("tenant:acme/app:chat"));
      }
      assertThat(acme.usage(id).uses()).isZero();
      assertThat(acme.key(id).lastUsedAtMs()).isNull();

      answer(acme.keys.writeUses());
      answer(acme.keys.writeUses());
      assertThat(acme.key(id).lastUsedAtMs()).isEqualTo(2_010);
      KeyUsage usage = acme.usage(id);
      assertThat(usage.uses()).isEqualTo(11);
      assertThat(usage.firstUsedAtMs()).isEqualTo(2_000);
      assertThat(usage.lastUsedAtMs()).isEqualTo(2_010);
      assertThat(usage.lastSourceIp()).isEqualTo("10.0.0.2");
      assertThat(usage.scopes())
          .containsExactly(
              new KeyUsage.Place(KeyUsage.Kind.SCOPE, "tenant:acme/app:chat", 11, 2_000, 2_010));
      assertThat(usage.sources())
          .containsExactly(
              new KeyUsage.Place(KeyUsage.Kind.SOURCE, "10.0.0.2", 6, 2_005, 2_010),
              new KeyUsage.Place(KeyUsage.Kind.SOURCE, "10.0.0.1", 5, 2_000, 2_004));
    }
  }

  @ParameterizedTest
  @EnumSource
  void nodesAddUpAndTheLastUsedPlacesStay(TestStore store) throws Exception {
    try (KeyCase acme = new KeyCase(store, dataDir)) {
      ApiKeyReply.Created created = acme.created(1_000_000);
      StoredApiKeys other = acme.node(true);
      for (int i = 1; i <= 2 * KeyUsage.PLACES_MAX; i++) {
        acme.nowMs.set(10_000 + i);
        StoredApiKeys node = i % 2 == 0 ? acme.keys : other;
        answer(node.authenticate(created.secret(), "10.0.0." + i));
        node.noteScope(created.key(), new ScopePath("tenant:acme/app:a" + i));
        answer(node.writeUses());
      }
      // Earlier than what is there: the other node's interval ends later.
      acme.nowMs.set(10_005);
      answer(other.authenticate(created.secret(), "10.0.0.200"));
      answer(other.writeUses());

      KeyUsage usage = acme.usage(created.key().keyId());
      assertThat(usage.uses()).isEqualTo(2 * KeyUsage.PLACES_MAX + 1);
      assertThat(usage.lastUsedAtMs()).isEqualTo(10_000 + 2 * KeyUsage.PLACES_MAX);
      assertThat(usage.lastSourceIp()).isEqualTo("10.0.0." + 2 * KeyUsage.PLACES_MAX);
      assertThat(usage.scopes()).hasSize(KeyUsage.PLACES_MAX);
      assertThat(usage.scopes().getFirst().text())
          .isEqualTo("tenant:acme/app:a" + 2 * KeyUsage.PLACES_MAX);
      assertThat(usage.scopes())
          .allMatch(place -> place.lastUsedAtMs() > 10_000 + KeyUsage.PLACES_MAX);
      assertThat(usage.sources()).hasSize(KeyUsage.PLACES_MAX);
    }
  }

  /** Within one interval as well as over many. */
  @ParameterizedTest
  @EnumSource
  void ofOneIntervalTheLastUsedPlacesStay(TestStore store) throws Exception {
    try (KeyCase acme = new KeyCase(store, dataDir)) {
      ApiKeyReply.Created created = acme.created(1_000_000);
      ScopePath often = new ScopePath("tenant:acme/app:often");
      for (int i = 1; i <= 3 * KeyUsage.PLACES_MAX; i++) {
        acme.nowMs.set(10_000 + i);
        answer(acme.keys.authenticate(created.secret(), "10.0.0." + i));
        acme.keys.noteScope(created.key(), new ScopePath("tenant:acme/app:a" + i));
        acme.keys.noteScope(created.key(), often);
      }
      answer(acme.keys.writeUses());

      KeyUsage usage = acme.usage(created.key().keyId());
      assertThat(usage.uses()).isEqualTo(3 * KeyUsage.PLACES_MAX);
      assertThat(usage.sources())
          .hasSize(KeyUsage.PLACES_MAX)
          .allMatch(place -> place.lastUsedAtMs() > 10_000 + 2 * KeyUsage.PLACES_MAX);
      assertThat(usage.scopes()).hasSize(KeyUsage.PLACES_MAX);
      assertThat(usage.scopes())
          .contains(
              new KeyUsage.Place(
                  KeyUsage.Kind.SCOPE,
                  often.text(),
                  3 * KeyUsage.PLACES_MAX,
                  10_001,
                  10_000 + 3 * KeyUsage.PLACES_MAX));
    }
  }

  /** Whoever adds to a place while it is forgotten adds to a new one. */
  @Test
  void placesThatComeAndGoAtOnceNeverKeepAnybodyWaiting() throws Exception {
    Counted counted = new Counted();
    KeyUses uses = new KeyUses(10, counted);
    int each = 20_000;
    List<Thread> threads = new ArrayList<>();
    for (int i = 0; i < THREADS; i++) {
      threads.add(
          Thread.ofPlatform()
              .start(
                  () -> {
                    for (int n = 0; n < each; n++) {
                      uses.noteScope("key_1", "tenant:acme/app:a" + n % 30, n % 7);
                    }
                  }));
    }
    for (Thread thread : threads) {
      assertThat(thread.join(Duration.ofSeconds(20))).isTrue();
    }
    answer(uses.write());

    assertThat(counted.rows).isLessThanOrEqualTo(2 * KeyUsage.PLACES_MAX + 2);
  }

  @Test
  void everyUseIsCountedOnceHoweverIntervalsEnd() throws Exception {
    Counted counted = new Counted();
    KeyUses uses = new KeyUses(10, counted);
    int each = 200_000;
    CountDownLatch ready = new CountDownLatch(THREADS);
    List<Thread> threads = new ArrayList<>();
    for (int i = 0; i < THREADS; i++) {
      threads.add(
          Thread.ofPlatform()
              .start(
                  () -> {
                    ready.countDown();
                    for (int n = 0; n < each; n++) {
                      uses.note("key_" + n % 3, n, "10.0.0.1");
                    }
                  }));
    }
    ready.await();
    while (threads.stream().anyMatch(Thread::isAlive)) {
      answer(uses.write());
    }
    answer(uses.write());

    assertThat(counted.uses).isEqualTo((long) THREADS * each);
  }

  @Test
  void whatTheStoreDidNotTakeIsWrittenWithTheNext() throws Exception {
    AtomicBoolean isDown = new AtomicBoolean(true);
    Counted counted = new Counted();
    KeyUses uses =
        new KeyUses(
            1_000,
            writes ->
                isDown.get()
                    ? CompletableFuture.failedFuture(new IllegalStateException("down"))
                    : counted.apply(writes));
    for (int i = 0; i < 500; i++) {
      uses.note("key_" + i, i, "10.0.0.1");
      uses.noteScope("key_" + i, "tenant:acme", i);
    }
    assertThat(uses.write().toCompletableFuture()).isCompletedExceptionally();
    uses.note("key_1", 900, "10.0.0.1");
    isDown.set(false);
    answer(uses.write());

    assertThat(counted.uses).isEqualTo(501);
    assertThat(counted.largest).isLessThan(KeyUses.WRITES_MAX + 100);
  }

  @Test
  void keysAndPlacesOfAnIntervalAreBounded() throws Exception {
    Counted counted = new Counted();
    KeyUses uses = new KeyUses(3, counted);
    for (int i = 0; i < 100; i++) {
      uses.note("key_" + i, i, null);
      uses.noteScope("key_0", "tenant:acme/app:a" + i, i);
    }
    answer(uses.write());

    assertThat(counted.uses).isEqualTo(3);
    assertThat(counted.rows).isLessThanOrEqualTo(3 + 2 * KeyUsage.PLACES_MAX + 1);
  }

  /** Two at once would be two writes of the same interval. */
  @Test
  void oneWriteIsUnderWayAtATime() {
    AtomicInteger begun = new AtomicInteger();
    CompletableFuture<Void> slow = new CompletableFuture<>();
    KeyUses uses =
        new KeyUses(
            10,
            writes -> {
              begun.incrementAndGet();
              return slow;
            });
    uses.note("key_1", 1, null);
    CompletionStage<Void> first = uses.write();
    uses.note("key_1", 2, null);
    assertThat(uses.write()).isSameAs(first);
    slow.complete(null);
    assertThat(begun).hasValue(1);
    uses.write();
    assertThat(begun).hasValue(2);
  }

  /** Sums what is written of keys, which begins with the uses. */
  private static final class Counted
      implements java.util.function.Function<List<TableWrite>, CompletionStage<Void>> {
    private long uses;
    private int rows;
    private int largest;

    @Override
    public synchronized CompletionStage<Void> apply(List<TableWrite> writes) {
      for (TableWrite write : writes) {
        if (write.statement().sql().startsWith("UPDATE api_key SET uses")) {
          uses += (Long) write.arguments().getFirst();
        }
      }
      rows += writes.size();
      largest = Math.max(largest, writes.size());
      return CompletableFuture.completedFuture(null);
    }
  }
}
