package io.bailiwick.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.zaxxer.hikari.HikariDataSource;
import io.bailiwick.journal.Occupancy;
import io.bailiwick.journal.Store;
import io.bailiwick.journal.TestStore;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.InstantSource;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A statement outlives its borrower, and not its connection. */
class KeptStatementsTest {

  private static final String COUNT = "SELECT count(*) FROM reservation WHERE tenant = ?";

  @TempDir Path dataDir;

  private final KeptStatements statements = new KeptStatements();

  @ParameterizedTest
  @EnumSource
  void statementIsPreparedOnceForAConnection(TestStore kind) throws Exception {
    try (Store store =
        Store.open(kind.settings(dataDir), Occupancy.ALONE, InstantSource.system())) {
      PreparedStatement first = counted((HikariDataSource) store.readPool());
      PreparedStatement second = counted((HikariDataSource) store.readPool());

      assertThat(second).isSameAs(first);
      assertThat(statements.connections()).isEqualTo(1);
    }
  }

  @ParameterizedTest
  @EnumSource
  void statementsOfClosedConnectionsAreForgotten(TestStore kind) throws Exception {
    try (Store store =
        Store.open(kind.settings(dataDir), Occupancy.ALONE, InstantSource.system())) {
      HikariDataSource pool = (HikariDataSource) store.readPool();
      PreparedStatement first = counted(pool);
      for (int i = 0; i < 5; i++) {
        pool.getHikariPoolMXBean().softEvictConnections();
        awaitClosed(first);
        first = counted(pool);
      }

      assertThat(statements.connections()).isEqualTo(1);
    }
  }

  private PreparedStatement counted(HikariDataSource pool) throws SQLException {
    try (Connection connection = pool.getConnection()) {
      PreparedStatement statement = statements.of(connection, COUNT);
      statement.setString(1, "acme");
      try (ResultSet row = statement.executeQuery()) {
        assertThat(row.next()).isTrue();
        assertThat(row.getLong(1)).isZero();
      }
      return statement;
    }
  }

  private static void awaitClosed(PreparedStatement of) throws Exception {
    Connection connection = of.getConnection();
    await().atMost(Duration.ofSeconds(10)).until(connection::isClosed);
  }
}
