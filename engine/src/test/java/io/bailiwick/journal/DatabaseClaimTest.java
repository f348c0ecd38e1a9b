package io.bailiwick.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.bailiwick.config.StoreSettings;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Who may use a database beside whom, and what becomes of a lock whose connection is lost. */
class DatabaseClaimTest {

  /**
   * What a server waits for another one's lock; in earnest it is {@link DatabaseClaim#WAIT_MAX}.
   */
  private static final Duration CLAIM_WITHIN = Duration.ofMillis(1_500);

  @TempDir Path dataDir;

  private StoreSettings settings;

  /** Whether new connections are refused. */
  private final AtomicBoolean isAway = new AtomicBoolean();

  @BeforeEach
  void makeDatabase() throws SQLException {
    settings = TestStore.POSTGRESQL.settings(dataDir);
  }

  @Test
  void singleServerIsAlone() throws Exception {
    try (DatabaseClaim first = take(Occupancy.ALONE)) {
      first.requireHeld();
      assertThatThrownBy(() -> take(Occupancy.ALONE))
          .isInstanceOf(StoreOpenException.class)
          .hasMessageContaining("is used by another server");
      assertThatThrownBy(() -> take(Occupancy.ONE_OF_SEVERAL))
          .isInstanceOf(StoreOpenException.class)
          .hasMessageContaining("is used by a single server");
    }
    take(Occupancy.ALONE).close();
  }

  @Test
  void nodesOfAClusterShareIt() throws Exception {
    try (DatabaseClaim first = take(Occupancy.ONE_OF_SEVERAL);
        DatabaseClaim second = take(Occupancy.ONE_OF_SEVERAL)) {
      first.requireHeld();
      second.requireHeld();
      assertThatThrownBy(() -> take(Occupancy.ALONE)).isInstanceOf(StoreOpenException.class);
    }
    take(Occupancy.ALONE).close();
  }

  @Test
  void storeOfASecondSingleServerDoesNotOpen() throws Exception {
    try (Store first = open(Occupancy.ALONE)) {
      assertThat(first.lost()).isEmpty();
      assertThatThrownBy(() -> open(Occupancy.ALONE))
          .isInstanceOf(StoreOpenException.class)
          .hasMessageContaining("is used by another server");
    }
    open(Occupancy.ONE_OF_SEVERAL).close();
  }

  @Test
  void lostLockIsTakenAgain() throws Exception {
    AtomicInteger regained = new AtomicInteger();
    try (DatabaseClaim claim = take(Occupancy.ALONE)) {
      claim.whenRegained(regained::incrementAndGet);
      isAway.set(true);
      endSessionsWithALock();
      soon()
          .untilAsserted(() -> assertThatThrownBy(claim::requireHeld).hasMessageContaining("lost"));
      assertThat(regained).hasValue(0);
      isAway.set(false);
      soon().untilAsserted(() -> assertThatCode(claim::requireHeld).doesNotThrowAnyException());
      assertThat(regained).hasValue(1);
      assertThat(claim.taken().toCompletableFuture()).isNotDone();
      assertThatThrownBy(() -> take(Occupancy.ALONE)).isInstanceOf(StoreOpenException.class);
    }
  }

  @Test
  void serverWhoseDatabaseWasTakenIsToldAndNeverWritesAgain() throws Exception {
    try (DatabaseClaim claim = take(Occupancy.ALONE)) {
      isAway.set(true);
      endSessionsWithALock();
      soon()
          .untilAsserted(() -> assertThatThrownBy(claim::requireHeld).hasMessageContaining("lost"));
      try (Connection other = DriverManager.getConnection(settings.url(), "postgres", "")) {
        DatabaseClaim taker = DatabaseClaim.take(() -> other, Occupancy.ALONE, Duration.ZERO);
        isAway.set(false);
        assertThat(claim.taken().toCompletableFuture().get(20, TimeUnit.SECONDS))
            .contains("is used by another server");
        taker.close();
      }
      assertThatThrownBy(claim::requireHeld).hasMessageContaining("nothing is written");
    }
  }

  /** The writer asks before each transaction. */
  @Test
  void nothingIsWrittenWithoutTheLock() throws Exception {
    try (Store store = open(Occupancy.ALONE);
        JournalWriter writer = store.startWriter(JournalObserver.NONE)) {
      assertThat(WriterFixture.outcome(writer.submit(WriterFixture.event("a", 1, "us")))).isNull();
      AtomicInteger tries = new AtomicInteger();
      // The one that waits for it gets it first: the server looks only now and then.
      CompletableFuture<DatabaseClaim> other =
          CompletableFuture.supplyAsync(
              () -> {
                try {
                  return DatabaseClaim.take(
                      () -> counted(tries), Occupancy.ALONE, DatabaseClaim.WAIT_MAX);
                } catch (SQLException e) {
                  throw new IllegalStateException(e);
                }
              });
      soon().untilAsserted(() -> assertThat(tries).hasValue(1));
      endSessionsWithALock();
      try (DatabaseClaim taker = other.get(20, TimeUnit.SECONDS)) {
        taker.requireHeld();
        assertThat(store.taken().toCompletableFuture().get(40, TimeUnit.SECONDS))
            .contains("is used by another server");
        assertThat(WriterFixture.outcome(writer.submit(WriterFixture.event("a", 2, "us"))))
            .isEqualTo(JournalWriteException.Reason.STORE_UNREACHABLE);
        assertThat(store.lost()).hasValueSatisfying(why -> assertThat(why).contains("lock"));
      }
    }
  }

  private Store open(Occupancy occupancy) {
    return Store.open(settings, occupancy, InstantSource.system(), CLAIM_WITHIN);
  }

  private DatabaseClaim take(Occupancy occupancy) throws SQLException {
    return DatabaseClaim.take(this::connect, occupancy, Duration.ofMillis(500));
  }

  private Connection connect() throws SQLException {
    if (isAway.get()) {
      throw new SQLException("away, as told");
    }
    return DriverManager.getConnection(settings.url(), "postgres", "");
  }

  private Connection counted(AtomicInteger connections) throws SQLException {
    Connection connection = connect();
    connections.incrementAndGet();
    return connection;
  }

  private void endSessionsWithALock() throws SQLException {
    try (Connection connection = DriverManager.getConnection(settings.url(), "postgres", "");
        Statement statement = connection.createStatement()) {
      statement.execute(
          "SELECT pg_terminate_backend(pid) FROM pg_locks WHERE locktype = 'advisory' AND granted"
              + " AND database = (SELECT oid FROM pg_database WHERE datname = current_database())");
    }
  }

  private static ConditionFactory soon() {
    return await().atMost(Duration.ofSeconds(20)).pollInterval(Duration.ofMillis(20));
  }
}
