package io.bailiwick.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bailiwick.journal.QueryLimit;
import io.bailiwick.journal.TestStore;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GatheredReadsTest {

  /** Where a busy machine's pauses must not look like a query that hangs. */
  private static final Duration NEVER = Duration.ofHours(1);

  @TempDir Path dataDir;

  @Test
  void whatComesMeanwhileIsServedOnTheSameConnection() throws Exception {
    try (ReadTables tables = new ReadTables(TestStore.EMBEDDED, dataDir)) {
      GatheredReads gathered = new GatheredReads(tables.reads, NEVER);
      CountDownLatch isFirstBusy = new CountDownLatch(1);
      CountDownLatch mayGoOn = new CountDownLatch(1);
      Set<Connection> used = ConcurrentHashMap.newKeySet();
      CompletionStage<Boolean> first =
          gathered.ask(
              connection -> {
                used.add(connection);
                isFirstBusy.countDown();
                return await(mayGoOn);
              });
      assertThat(await(isFirstBusy)).isTrue();
      List<CompletionStage<Boolean>> company = new ArrayList<>();
      for (int i = 0; i < GatheredReads.COMPANY; i++) {
        company.add(gathered.ask(connection -> !used.add(connection)));
      }

      mayGoOn.countDown();

      assertThat(ReadTables.answer(first)).isTrue();
      for (CompletionStage<Boolean> one : company) {
        assertThat(ReadTables.answer(one)).as("served on the first one's connection").isTrue();
      }
    }
  }

  /** Who hangs holds up a few, and not all. */
  @Test
  void manyWhoWaitAreServedBesideOneThatHangs() throws Exception {
    try (ReadTables tables = new ReadTables(TestStore.EMBEDDED, dataDir)) {
      GatheredReads gathered = new GatheredReads(tables.reads, NEVER);
      CountDownLatch isFirstBusy = new CountDownLatch(1);
      CountDownLatch mayGoOn = new CountDownLatch(1);
      CompletionStage<Boolean> hanging = gathered.ask(hanging(isFirstBusy, mayGoOn));
      assertThat(await(isFirstBusy)).isTrue();
      List<CompletionStage<Boolean>> company = new ArrayList<>();
      for (int i = 0; i <= GatheredReads.COMPANY; i++) {
        company.add(gathered.ask(connection -> true));
      }

      for (CompletionStage<Boolean> one : company) {
        assertThat(ReadTables.answer(one)).isTrue();
      }
      assertThat(hanging.toCompletableFuture()).isNotDone();
      mayGoOn.countDown();
      assertThat(ReadTables.answer(hanging)).isTrue();
    }
  }

  @Test
  void aFewWhoWaitAreServedBesideOneThatHangs() throws Exception {
    try (ReadTables tables = new ReadTables(TestStore.EMBEDDED, dataDir)) {
      GatheredReads gathered = new GatheredReads(tables.reads);
      CountDownLatch isFirstBusy = new CountDownLatch(1);
      CountDownLatch isSecondBusy = new CountDownLatch(1);
      CountDownLatch mayGoOn = new CountDownLatch(1);
      CompletionStage<Boolean> first = gathered.ask(hanging(isFirstBusy, mayGoOn));
      assertThat(await(isFirstBusy)).isTrue();
      CompletionStage<Boolean> second = gathered.ask(hanging(isSecondBusy, mayGoOn));
      CompletionStage<Boolean> third = gathered.ask(connection -> true);

      assertThat(await(isSecondBusy)).isTrue();
      assertThat(ReadTables.answer(third)).isTrue();
      assertThat(first.toCompletableFuture()).isNotDone();
      assertThat(second.toCompletableFuture()).isNotDone();
      mayGoOn.countDown();
      assertThat(ReadTables.answer(first)).isTrue();
      assertThat(ReadTables.answer(second)).isTrue();
    }
  }

  @Test
  void howeverLongTheyWaitThereAreOnlySoManyRuns() {
    Queue<Runnable> runs = new ConcurrentLinkedQueue<>();
    GatheredReads gathered =
        new GatheredReads(new Reads(withoutConnections(), QueryLimit.NONE, runs::add));
    gathered.ask(connection -> true);
    gathered.ask(connection -> true);
    org.awaitility.Awaitility.await()
        .atMost(Duration.ofSeconds(10))
        .until(() -> runs.size() == GatheredReads.RUNS_MAX);

    for (int i = 0; i < 10 * GatheredReads.COMPANY; i++) {
      gathered.ask(connection -> true);
    }
    assertThat(runs).hasSize(GatheredReads.RUNS_MAX);
  }

  private static Reads.Query<Boolean> hanging(CountDownLatch isBusy, CountDownLatch mayGoOn) {
    return connection -> {
      isBusy.countDown();
      return await(mayGoOn);
    };
  }

  @Test
  void everyoneOfManyIsAnsweredOnceAndRightly() throws Exception {
    try (ReadTables tables = new ReadTables(TestStore.EMBEDDED, dataDir)) {
      GatheredReads gathered = new GatheredReads(tables.reads);
      List<CompletionStage<Integer>> answers = new ArrayList<>();
      for (int i = 0; i < 50 * GatheredReads.RUN_MAX; i++) {
        int number = i;
        answers.add(gathered.ask(connection -> number));
      }
      for (int i = 0; i < answers.size(); i++) {
        assertThat(ReadTables.answer(answers.get(i))).isEqualTo(i);
      }
    }
  }

  @Test
  void failureIsToldToWhoeverMetItAndToNobodyElse() throws Exception {
    try (ReadTables tables = new ReadTables(TestStore.EMBEDDED, dataDir)) {
      GatheredReads gathered = new GatheredReads(tables.reads);
      CountDownLatch mayGoOn = new CountDownLatch(1);
      CompletionStage<Boolean> first = gathered.ask(connection -> await(mayGoOn));
      CompletionStage<Boolean> failing =
          gathered.ask(
              connection -> {
                throw new SQLException("injected");
              });
      CompletionStage<Boolean> broken =
          gathered.ask(
              connection -> {
                throw new IllegalStateException("injected");
              });
      CompletionStage<Boolean> fatal =
          gathered.ask(
              connection -> {
                throw new AssertionError("injected");
              });
      CompletionStage<Boolean> last = gathered.ask(connection -> true);
      mayGoOn.countDown();

      assertThat(ReadTables.answer(first)).isTrue();
      assertThatThrownBy(() -> ReadTables.answer(failing))
          .isInstanceOf(ExecutionException.class)
          .hasCauseInstanceOf(QueryFailedException.class);
      assertThatThrownBy(() -> ReadTables.answer(broken))
          .isInstanceOf(ExecutionException.class)
          .hasCauseInstanceOf(IllegalStateException.class);
      assertThatThrownBy(() -> ReadTables.answer(fatal))
          .isInstanceOf(ExecutionException.class)
          .hasCauseInstanceOf(QueryFailedException.class);
      assertThat(ReadTables.answer(last)).isTrue();
    }
  }

  @Test
  void whoComesWhenThereIsNoThreadIsToldSoAndEachIsTriedAnew() {
    AtomicInteger tried = new AtomicInteger();
    Executor withoutThreads =
        task -> {
          tried.incrementAndGet();
          throw new InternalError("injected: no thread");
        };
    GatheredReads gathered =
        new GatheredReads(new Reads(withoutConnections(), QueryLimit.NONE, withoutThreads));
    int times = 2 * GatheredReads.RUNS_MAX;
    for (int i = 0; i < times; i++) {
      CompletionStage<Boolean> refused = gathered.ask(connection -> true);
      assertThat(refused.toCompletableFuture()).isCompletedExceptionally();
    }
    assertThat(tried).hasValue(times);
  }

  @Test
  void whoWaitsIsToldWhenThereIsNoConnection() {
    Queue<Runnable> tasks = new ConcurrentLinkedQueue<>();
    GatheredReads gathered =
        new GatheredReads(new Reads(withoutConnections(), QueryLimit.NONE, tasks::add));
    CompletionStage<Boolean> first = gathered.ask(connection -> true);
    CompletionStage<Boolean> second = gathered.ask(connection -> true);

    tasks.remove().run();

    for (CompletionStage<Boolean> one : List.of(first, second)) {
      assertThatThrownBy(() -> ReadTables.answer(one))
          .isInstanceOf(ExecutionException.class)
          .hasCauseInstanceOf(QueryFailedException.class);
    }
    assertThat(tasks).as("but for a run that was begun while they waited").hasSizeLessThan(2);
  }

  private static DataSource withoutConnections() {
    return (DataSource)
        Proxy.newProxyInstance(
            DataSource.class.getClassLoader(),
            new Class<?>[] {DataSource.class},
            (proxy, method, arguments) -> {
              throw new SQLException("no connection: injected");
            });
  }

  private static boolean await(CountDownLatch latch) {
    try {
      return latch.await(10, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}
