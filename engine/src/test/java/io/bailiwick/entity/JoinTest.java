package io.bailiwick.entity;

import static io.bailiwick.entity.TestNode.answer;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.bailiwick.config.Settings;
import io.bailiwick.journal.PostgresServer;
import io.bailiwick.reservation.ReservationReply;
import io.bailiwick.tenant.TenantId;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;

/** Who may join a cluster, and what a node is told that may not. */
class JoinTest {

  private static final String OTHER_PEPPER = "another-pepper-of-thirty-two-characters";

  @TempDir Path dataDir;

  private final Logger logger = (Logger) LoggerFactory.getLogger(AgreedSettingsChecker.class);
  private final ListAppender<ILoggingEvent> log = new ListAppender<>();

  @BeforeEach
  void listen() {
    log.start();
    logger.addAppender(log);
  }

  @AfterEach
  void listenNoMore() {
    logger.detachAppender(log);
  }

  @Test
  void aNodeThatDisagreesStopsAndSaysWhichKeyAndBothValuesAndTheClusterGoesOn() throws Exception {
    ClusterCase cluster = new ClusterCase(dataDir);
    try (TestNode member = new TestNode(cluster.first())) {
      TenantId tenant = ClusterCase.openTenant(member, "acme");

      refused(cluster.next("BAILIWICK_PLACEMENT_SHARDS", "50"));
      assertThat(errors())
          .singleElement()
          .asString()
          .contains("bailiwick.placement.shards is 50 here and 100 there");

      log.list.clear();
      refused(cluster.next("BAILIWICK_AUTH_KEY_PEPPER", OTHER_PEPPER));
      assertThat(errors())
          .singleElement()
          .asString()
          .contains("bailiwick.auth.key-pepper is hash:")
          .doesNotContain(OTHER_PEPPER)
          .doesNotContain(ClusterCase.PEPPER);

      assertThat(ClusterCase.reserve(member, tenant, "key-1"))
          .isInstanceOf(ReservationReply.Reserved.class);
    }
  }

  @Test
  void itIsTheDatabaseThatMustBeTheSameAndNotTheWayToIt() throws Exception {
    ClusterCase cluster = new ClusterCase(dataDir);
    String url = cluster.url();
    try (TestNode member = new TestNode(cluster.first())) {
      String variable = "BAILIWICK_STORE_URL";
      refused(cluster.next(variable, PostgresServer.newDatabaseUrl()));
      assertThat(errors())
          .singleElement()
          .asString()
          .contains("bailiwick.store.url is ", " of system ");

      TenantId tenant = ClusterCase.openTenant(member, "acme");
      try (TestNode other =
          new TestNode(cluster.next(variable, url.replace("127.0.0.1", "localhost")))) {
        assertThat(ClusterCase.reserve(other, tenant, "key-1"))
            .isInstanceOf(ReservationReply.Reserved.class);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 3})
  void nodesThatWriteEitherFormOfTheJournalReadEachOthers(int form) throws Exception {
    ClusterCase cluster = new ClusterCase(dataDir);
    cluster.set("BAILIWICK_STORE_JOURNAL_FORMAT", "1");
    cluster.set("BAILIWICK_STORE_SNAPSHOT_EVERY", "1");
    TestNode earlier = new TestNode(cluster.first());
    TenantId tenant = ClusterCase.openTenant(earlier, "acme");
    ClusterCase.reserve(earlier, tenant, "key-1");
    awaitSnapshotOfBook(cluster, 1);
    try (TestNode later = new TestNode(cluster.next("BAILIWICK_STORE_JOURNAL_FORMAT", "" + form))) {
      earlier.close();
      assertThat(ClusterCase.reserve(later, tenant, "key-2"))
          .isInstanceOf(ReservationReply.Reserved.class);
      awaitSnapshotOfBook(cluster, form);
    }
    // And back: a node that has written the later form is replaced by one that writes the earlier.
    try (TestNode old = new TestNode(cluster.first())) {
      assertThat(ClusterCase.reserve(old, tenant, "key-3"))
          .isInstanceOfSatisfying(
              ReservationReply.Reserved.class,
              reserved ->
                  assertThat(reserved.balances().getFirst().figures().reserved()).isEqualTo(3));
    }
  }

  private static void awaitSnapshotOfBook(ClusterCase cluster, int form) {
    String sql = "SELECT 1 FROM snapshot WHERE snapshot_ser_manifest = 'book-state." + form + "'";
    await("a snapshot in form " + form)
        .until(
            () -> {
              try (Connection connection =
                      DriverManager.getConnection(cluster.url(), "postgres", "");
                  Statement statement = connection.createStatement();
                  ResultSet row = statement.executeQuery(sql)) {
                return row.next();
              }
            });
  }

  private static void refused(Settings settings) {
    try (TestNode refused = TestNode.starting(settings)) {
      answer(refused.system.getWhenTerminated());
      assertThatThrownBy(() -> answer(refused.authority.whenReady()))
          .hasMessageContaining("the node has stopped");
      assertThat(refused.authority.departure()).isEqualTo(Departure.DISAGREES);
    }
  }

  private List<String> errors() {
    return log.list.stream()
        .filter(event -> event.getLevel() == Level.ERROR)
        .map(ILoggingEvent::getFormattedMessage)
        .toList();
  }
}
