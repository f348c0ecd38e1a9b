package io.bailiwick.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.zaxxer.hikari.HikariDataSource;
import io.bailiwick.config.StoreSettings;
import io.bailiwick.projection.SearchText;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class SchemaTest {

  private static final long ANSWER_TIMEOUT_MS = 1_000;

  @TempDir Path dataDir;

  @ParameterizedTest
  @EnumSource
  void appliesEachMigrationOnce(TestStore store) throws Exception {
    try (Backend backend = TestStore.backend(store.settings(dataDir))) {
      assertThat(migrate(backend, SchemaMigration.all())).isEqualTo(SchemaMigration.all().size());
      assertThat(migrate(backend, SchemaMigration.all())).isZero();
    }
  }

  @ParameterizedTest
  @EnumSource
  void refusesADatabaseThatIsNewerThanTheServer(TestStore store) throws Exception {
    try (Backend backend = TestStore.backend(store.settings(dataDir))) {
      List<SchemaMigration> known = SchemaMigration.all();
      List<SchemaMigration> newer = new ArrayList<>(known);
      newer.add(
          new SchemaMigration(known.size() + 1, "future", "00", "CREATE TABLE future (a BIGINT);"));
      migrate(backend, newer);
      assertThatThrownBy(() -> migrate(backend, known))
          .isInstanceOf(StoreOpenException.class)
          .hasMessageContaining("schema version " + newer.size())
          .hasMessageContaining("versions up to " + known.size());
    }
  }

  @ParameterizedTest
  @EnumSource
  void refusesADatabaseThatAnotherBuildHasMade(TestStore store) throws Exception {
    try (Backend backend = TestStore.backend(store.settings(dataDir))) {
      migrate(
          backend,
          List.of(new SchemaMigration(1, "journal", "other", "CREATE TABLE a (a BIGINT);")));
      assertThatThrownBy(() -> migrate(backend, SchemaMigration.all()))
          .isInstanceOf(StoreOpenException.class)
          .hasMessageContaining("made by another build");
    }
  }

  @ParameterizedTest
  @EnumSource
  void leavesNothingOfAMigrationThatFails(TestStore store) throws Exception {
    try (Backend backend = TestStore.backend(store.settings(dataDir))) {
      var broken =
          new SchemaMigration(
              1, "broken", "00", "CREATE TABLE half (a BIGINT);\nCREATE NONSENSE;\n");
      assertThatThrownBy(() -> migrate(backend, List.of(broken)))
          .isInstanceOf(java.sql.SQLException.class);
      assertThat(migrate(backend, SchemaMigration.all())).isEqualTo(SchemaMigration.all().size());
      var whole = new ArrayList<>(SchemaMigration.all());
      whole.add(
          new SchemaMigration(whole.size() + 1, "half", "00", "CREATE TABLE half (a BIGINT);"));
      assertThat(migrate(backend, whole)).isEqualTo(1);
    }
  }

  /** What was told before there was a text to be searched is found like what is told since. */
  @ParameterizedTest
  @EnumSource
  void olderAuditEntriesCanBeSearchedToo(TestStore store) throws Exception {
    List<SchemaMigration> known = SchemaMigration.all();
    int before =
        known.stream().filter(one -> one.name().equals("records")).findFirst().get().version();
    try (Backend backend = TestStore.backend(store.settings(dataDir))) {
      migrate(backend, known.subList(0, before));
      try (Connection connection = backend.openForWriting();
          Statement statement = connection.createStatement()) {
        statement.execute(
            "INSERT INTO audit_log (log_id, at_ms, tenant, key_id, operation, resource_type,"
                + " resource_id, status, error_code) VALUES ('log_1', 0, 't', '', 'fundBudget', '',"
                + " 'Led_1', 404, 'NOT_FOUND'), ('log_2', 0, 't', '', '', '', NULL, 200, NULL)");
        if (!connection.getAutoCommit()) {
          connection.commit();
        }
      }
      migrate(backend, known);
      try (Connection connection = backend.openForWriting();
          Statement statement = connection.createStatement();
          var rows = statement.executeQuery("SELECT search_text FROM audit_log ORDER BY log_id")) {
        List<String> found = new ArrayList<>();
        while (rows.next()) {
          found.add(rows.getString(1));
        }
        assertThat(found)
            .containsExactly(
                SearchText.of("Led_1", "log_1", "NOT_FOUND", "fundBudget"),
                SearchText.of(null, "log_2", null, ""));
      }
    }
  }

  @Test
  void twoNodesThatStartAtOnceApplyEachMigrationOnce() throws Exception {
    StoreSettings settings = TestStore.POSTGRESQL.settings(dataDir);
    try (var nodes = Executors.newFixedThreadPool(4)) {
      List<Future<Integer>> applied = new ArrayList<>();
      for (int i = 0; i < 4; i++) {
        applied.add(
            nodes.submit(() -> migrate(TestStore.backend(settings), SchemaMigration.all())));
      }
      int total = 0;
      for (Future<Integer> one : applied) {
        total += one.get();
      }
      assertThat(total).isEqualTo(SchemaMigration.all().size());
    }
  }

  /** A new index on a big table takes longer than any write may. */
  @Test
  void migrationMayTakeLongerThanAWrite() throws Exception {
    StoreSettings settings = TestStore.POSTGRESQL.settings(dataDir);
    var slow =
        new SchemaMigration(1, "slow", "00", "CREATE TABLE slow AS SELECT pg_sleep(1.5)::text a;");
    try (Backend backend =
        new PostgresBackend(
            settings.url(),
            settings.user(),
            "",
            5_000,
            ANSWER_TIMEOUT_MS,
            Occupancy.ALONE,
            DatabaseClaim.WAIT_MAX)) {
      assertThat(migrate(backend, List.of(slow))).isEqualTo(1);
    }
  }

  @Test
  void queriesOfAReaderEndOnTheServerAsWellAndHaveAPlanOfTheirOwn() throws Exception {
    StoreSettings settings = TestStore.POSTGRESQL.settings(dataDir);
    try (Backend backend =
            new PostgresBackend(
                settings.url(),
                settings.user(),
                "",
                5_000,
                ANSWER_TIMEOUT_MS,
                Occupancy.ALONE,
                DatabaseClaim.WAIT_MAX);
        HikariDataSource pool = new HikariDataSource(backend.readPool(1));
        Connection connection = pool.getConnection();
        Statement statement = connection.createStatement()) {
      assertThatThrownBy(() -> statement.execute("SELECT pg_sleep(20)"))
          .isInstanceOf(SQLException.class)
          .hasMessageContaining("statement timeout");
      assertThat(connection.isValid(1)).isTrue();
      assertThat(plansFor(statement)).as("of each query anew").isEqualTo("force_custom_plan");
      try (HikariDataSource decisions = new HikariDataSource(backend.decisionPool());
          Connection other = decisions.getConnection();
          Statement read = other.createStatement()) {
        assertThat(plansFor(read)).as("kept").isEqualTo("auto");
      }
    }
  }

  private static String plansFor(Statement statement) throws SQLException {
    try (ResultSet row = statement.executeQuery("SHOW plan_cache_mode")) {
      row.next();
      return row.getString(1);
    }
  }

  @Test
  void secondServerOnTheSameDataFolderIsRefusedUntilTheFirstHasClosed() throws Exception {
    StoreSettings settings = TestStore.EMBEDDED.settings(dataDir.resolve("data"));
    try (Store first = Store.open(settings, Occupancy.ALONE, InstantSource.system())) {
      assertThat(first.readPool()).isNotNull();
      assertThatThrownBy(() -> Store.open(settings, Occupancy.ALONE, InstantSource.system()))
          .isInstanceOf(StoreOpenException.class)
          .hasMessageContaining(
              "is used by another server (process " + ProcessHandle.current().pid() + ")");
    }
    Store.open(settings, Occupancy.ALONE, InstantSource.system()).close();
  }

  @ParameterizedTest
  @EnumSource
  void listsTextInTheOrderOfItsBytes(TestStore store) throws Exception {
    try (WriterFixture fixture = new WriterFixture(store, dataDir)) {
      for (String name : List.of("b", "B", "a-b", "ab", "a/b", "é", "_")) {
        fixture.execute(
            "INSERT INTO tenant (tenant, name, status, created_at_ms, updated_at_ms,"
                + " close_complete) VALUES ('"
                + name
                + "', '', '', 0, 0, FALSE)");
      }
      List<String> listed = new ArrayList<>();
      try (Connection connection = fixture.backend.openForWriting();
          var rows =
              connection
                  .createStatement()
                  .executeQuery("SELECT tenant FROM tenant ORDER BY tenant")) {
        while (rows.next()) {
          listed.add(rows.getString(1));
        }
      }
      assertThat(listed).containsExactly("B", "_", "a-b", "a/b", "ab", "b", "é");
    }
  }

  private static int migrate(Backend backend, List<SchemaMigration> known) throws Exception {
    try (Connection connection = backend.openForWriting()) {
      return new Schema(backend, known, InstantSource.system()).migrate(connection);
    }
  }
}
