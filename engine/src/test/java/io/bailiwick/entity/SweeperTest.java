package io.bailiwick.entity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.typesafe.config.ConfigFactory;
import io.bailiwick.apikey.query.KeyExpiries;
import io.bailiwick.config.Settings;
import io.bailiwick.journal.TestStore;
import io.bailiwick.projection.SqlStatement;
import io.bailiwick.projection.TableWrite;
import io.bailiwick.protocol.EntityId;
import io.bailiwick.query.DueWork;
import io.bailiwick.query.ReadTables;
import io.bailiwick.query.Retention;
import io.bailiwick.record.Origin;
import io.bailiwick.record.query.RateSpikes;
import io.bailiwick.scope.ScopePath;
import io.bailiwick.tenant.TenantId;
import io.bailiwick.tenant.TenantStatus;
import java.nio.file.Path;
import java.sql.ResultSet;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.actor.testkit.typed.javadsl.TestProbe;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SweeperTest {

  /** More than a round takes, and none of them ever gets on. */
  private static final int STUCK = 600;

  @TempDir Path dataDir;

  @Test
  void thoseThatAlwaysFailKeepNobodyFromTheirTurn() throws Exception {
    EntityId late = new EntityId.OfBook(new TenantId("late"), 1);
    EntityId lastClosed = new EntityId.OfScope(ScopePath.root(new TenantId("zzz")));
    try (ReadTables tables = new ReadTables(TestStore.EMBEDDED, dataDir)) {
      tables.dueBooks("stuck", 1, STUCK, 100);
      tables.dueBooks("late", 1, 1, 200);
      for (int i = 0; i < Sweeper.CLOSES_MAX; i++) {
        tables.tenant("closed-" + i, TenantStatus.CLOSED);
      }
      tables.tenant("zzz", TenantStatus.CLOSED);
      HooksThatFail hooks = new HooksThatFail();
      ActorTestKit kit = kit();
      try {
        TestProbe<Envelope> entities = kit.createTestProbe();
        Post post = new Post();
        post.open(entities.ref());
        kit.spawn(
            Sweeper.create(
                new Sweeper.Parts(
                    post,
                    new DueWork(tables.reads),
                    new Retention(tables.reads, tables.writer, List.of()),
                    new RateSpikes(tables.reads, tables.writer),
                    new KeyExpiries(tables.reads, tables.writer),
                    hooks,
                    EntityObserver.NONE,
                    InstantSource.system(),
                    Duration.ofMillis(10))));
        // Four rounds at most bring everybody's turn.
        Set<EntityId> woken = new HashSet<>();
        for (int i = 0; i < 4 * (Sweeper.BOOKS_MAX + Sweeper.CLOSES_MAX); i++) {
          woken.add(entities.receiveMessage(Duration.ofSeconds(20)).to());
        }
        assertThat(woken).contains(late, lastClosed).hasSize(STUCK + 1 + Sweeper.CLOSES_MAX + 1);
        await()
            .atMost(Sweeper.HOOK_INTERVAL.multipliedBy(5))
            .until(() -> hooks.looks.contains("bbb"));
      } finally {
        kit.shutdownTestKit();
      }
    }
  }

  /** Two tenants, each found by a look of its own. */
  private static final class HooksThatFail implements CloseHook {
    private final Queue<String> looks = new ConcurrentLinkedQueue<>();

    @Override
    public CompletionStage<?> onClosed(TenantId tenant, Origin origin) {
      return CompletableFuture.failedFuture(new IllegalStateException("as told"));
    }

    @Override
    public CompletionStage<List<TenantId>> unfinished(String after, int limit) {
      looks.add(after);
      return CompletableFuture.completedFuture(
          List.of(new TenantId(after.equals("bbb") ? "ccc" : "bbb")));
    }
  }

  private static ActorTestKit kit() {
    return ActorTestKit.create(ConfigFactory.parseString("pekko.fail-mixed-versions = off"));
  }

  /** A singleton that has ended is not made anew by the cluster. */
  @Test
  void goesOnAfterABug() {
    AtomicInteger rounds = new AtomicInteger();
    Sweeper.Parts parts =
        new Sweeper.Parts(
            null,
            new DueWork(null),
            null,
            null,
            new KeyExpiries(null, null),
            null,
            EntityObserver.NONE,
            () -> {
              rounds.incrementAndGet();
              return Instant.EPOCH;
            },
            Duration.ofMillis(10));
    ActorTestKit kit = kit();
    try {
      kit.spawn(SweeperSingleton.supervised(parts));
      // Each round ends in a bug: there is nothing to read from.
      await()
          .atMost(Duration.ofSeconds(20))
          .untilAsserted(() -> assertThat(rounds).hasValueGreaterThan(1));
    } finally {
      kit.shutdownTestKit();
    }
  }

  /** Twice as many as two steps a second would remove in that time. */
  @Test
  void goesOnForgettingWhileThereIsMore() throws Exception {
    SqlStatement insert =
        SqlStatement.every(
            1,
            "INSERT INTO idempotency (tenant, endpoint, idempotency_key, payload_hash, answer,"
                + " at_ms, kept_from_ms) WITH RECURSIVE n(i) AS (SELECT 0 UNION ALL SELECT i + 1"
                + " FROM n WHERE i + 1 < ?) SELECT 'acme', 'decide', 'key' || i, 'hash', '{}', i,"
                + " i FROM n");
    try (ReadTables tables = new ReadTables(TestStore.EMBEDDED, dataDir)) {
      tables.write(List.of(TableWrite.of(insert, 20_000)));
      Settings settings = TestNode.settings(TestNode.embedded(dataDir));
      ActorTestKit kit = kit();
      try {
        Post post = new Post();
        post.open(kit.<Envelope>createTestProbe().ref());
        kit.spawn(
            Sweeper.create(
                new Sweeper.Parts(
                    post,
                    new DueWork(tables.reads),
                    new Retention(tables.reads, tables.writer, Keeping.groups(settings)),
                    new RateSpikes(tables.reads, tables.writer),
                    new KeyExpiries(tables.reads, tables.writer),
                    new HooksThatFail(),
                    EntityObserver.NONE,
                    () -> Instant.EPOCH.plus(Duration.ofDays(400)),
                    Duration.ofSeconds(1))));
        await()
            .atMost(Duration.ofSeconds(35))
            .untilAsserted(() -> assertThat(ReadTables.answer(answers(tables))).isZero());
      } finally {
        kit.shutdownTestKit();
      }
    }
  }

  private static CompletionStage<Long> answers(ReadTables tables) {
    return tables.reads.ask(
        connection -> {
          try (Statement statement = connection.createStatement();
              ResultSet row = statement.executeQuery("SELECT COUNT(*) FROM idempotency")) {
            row.next();
            return row.getLong(1);
          }
        });
  }
}
