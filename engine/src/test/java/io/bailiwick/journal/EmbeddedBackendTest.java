package io.bailiwick.journal;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariDataSource;
import io.bailiwick.config.StoreSettings;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.InstantSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EmbeddedBackendTest {

  @TempDir Path dataDir;

  /** The driver ignores a setting whose name it does not know, so each is asked for. */
  @Test
  void writerFlushesWithEveryCommitAndItsLogIsBounded() throws Exception {
    try (EmbeddedBackend backend = EmbeddedBackend.open(dataDir, 1_234);
        Connection connection = backend.openForWriting()) {
      assertThat(pragma(connection, "journal_mode")).isEqualTo("wal");
      assertThat(pragma(connection, "synchronous")).as("2 is FULL").isEqualTo("2");
      assertThat(pragma(connection, "fullfsync")).isEqualTo("1");
      assertThat(pragma(connection, "checkpoint_fullfsync")).isEqualTo("1");
      assertThat(pragma(connection, "wal_autocheckpoint")).isEqualTo("4000");
      assertThat(pragma(connection, "busy_timeout")).isEqualTo("1234");
      assertThat(pragma(connection, "foreign_keys")).isEqualTo("1");
    }
  }

  @ParameterizedTest
  @CsvSource({"1, -65536", "8, -8192", "200, -2000"})
  void readersMayNotWriteAndShareTheRoomForWhatListsTouch(int readers, String cacheKib)
      throws Exception {
    try (EmbeddedBackend backend = EmbeddedBackend.open(dataDir, 1_234);
        HikariDataSource pool = new HikariDataSource(backend.readPool(readers));
        Connection connection = pool.getConnection()) {
      assertThat(pragma(connection, "query_only")).isEqualTo("1");
      assertThat(pragma(connection, "cache_size")).as("KiB, negated").isEqualTo(cacheKib);
    }
  }

  @Test
  void storeTellsHowManyReadersThereAre() throws Exception {
    StoreSettings settings = TestStore.EMBEDDED.settings(dataDir.resolve("store"));
    try (Store store = Store.open(settings, Occupancy.ALONE, InstantSource.system());
        Connection lists = store.readPool().getConnection();
        Connection decisions = store.decisionPool().getConnection()) {
      assertThat(pragma(lists, "cache_size")).isEqualTo("-" + 65_536 / settings.poolSize());
      assertThat(pragma(decisions, "cache_size")).isEqualTo("-2000");
    }
  }

  @Test
  void dataFolderThatItMakesIsReadableByItsOwnerOnly() throws Exception {
    Path made = dataDir.resolve("new").resolve("data");
    try (EmbeddedBackend backend = EmbeddedBackend.open(made, 1)) {
      assertThat(backend.placeholders()).isNotEmpty();
      assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(made)))
          .isEqualTo("rwx------");
    }
  }

  @Test
  void idleWriterHoldsNoLockOnTheDatabase() throws Exception {
    try (WriterFixture fixture = new WriterFixture(TestStore.EMBEDDED, dataDir)) {
      JournalWriter writer = fixture.start(new WriteLimits(10, 10, 10_000));
      fixture.release();
      assertThat(WriterFixture.outcome(writer.submit(WriterFixture.event("a", 1, "us")))).isNull();
      try (Connection other = fixture.backend.openForWriting();
          Statement statement = other.createStatement()) {
        statement.execute("PRAGMA busy_timeout = 1");
        assertThat(statement.executeUpdate("DELETE FROM tenant")).isZero();
      }
    }
  }

  private static String pragma(Connection connection, String name) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet result = statement.executeQuery("PRAGMA " + name)) {
      result.next();
      return result.getString(1);
    }
  }
}
