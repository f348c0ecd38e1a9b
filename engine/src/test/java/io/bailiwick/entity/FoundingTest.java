package io.bailiwick.entity;

import static io.bailiwick.entity.TestNode.answer;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.bailiwick.config.Settings;
import io.bailiwick.time.Stopwatch;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One database has one cluster, whoever would found another one. */
class FoundingTest {

  /** Several looks of one that would found, if it could. */
  private static final Duration WATCHED = Duration.ofSeconds(4);

  private static final Duration PATIENCE = Duration.ofSeconds(30);

  @TempDir Path dataDir;

  private ClusterCase cluster;

  @BeforeEach
  void database() throws SQLException {
    cluster = new ClusterCase(dataDir);
  }

  @Test
  void aNodeThatKnowsNobodyFoundsNothingBesideALivingCluster() throws Exception {
    TestNode living = new TestNode(cluster.first());
    try (TestNode stranger = TestNode.starting(cluster.first())) {
      await()
          .during(WATCHED)
          .atMost(PATIENCE)
          .until(() -> !stranger.authority.whenReady().toCompletableFuture().isDone());
      assertThat(rows()).hasSize(1);
      living.close();
      // It has left in good order, so that nobody has to wait until it is missed.
      answer(stranger.authority.whenReady());
      assertThat(rows()).hasSize(1);
    }
    assertThat(rows()).isEmpty();
  }

  @Test
  void aClusterThatWasKilledAsAWholeIsFoundedAgainWhenItWasSilentForLongEnough() throws Exception {
    new TestNode(cluster.first()).close();
    execute("INSERT INTO cluster_member VALUES ('killed:7355', 1, 5, 0)");
    Stopwatch stopwatch = Stopwatch.start();
    try (TestNode founder = new TestNode(cluster.first())) {
      assertThat(TimeUnit.NANOSECONDS.toSeconds(stopwatch.elapsedNanos()))
          .isGreaterThanOrEqualTo(Founding.QUIET_LOOKS - 1);
      assertThat(rows()).hasSize(1).doesNotContain("killed:7355");
      assertThat(founder.authority.isReady()).isTrue();
    }
  }

  @Test
  void aNodeWhoseClusterWasReplacedLeaves() throws Exception {
    try (TestNode replaced = new TestNode(cluster.first());
        TestNode beside = new TestNode(cluster.next())) {
      await().atMost(PATIENCE).until(() -> rows().size() == 2);
      execute(
          "DELETE FROM cluster_member; INSERT INTO cluster_member VALUES ('new:7355', 1, 1, 0)");
      for (TestNode node : List.of(replaced, beside)) {
        answer(node.system.getWhenTerminated());
        assertThat(node.authority.departure()).isEqualTo(Departure.DOWNED);
      }
    }
    assertThat(rows()).containsExactly("new:7355");
  }

  @Test
  void aMemberWhoseRowAloneIsGoneEntersItAgain() throws Exception {
    try (TestNode first = new TestNode(cluster.first());
        TestNode second = new TestNode(cluster.next())) {
      await().atMost(PATIENCE).until(() -> rows().size() == 2);
      execute("DELETE FROM cluster_member WHERE address = '" + rows().getFirst() + "'");
      await().atMost(PATIENCE).until(() -> rows().size() == 2);
      assertThat(first.authority.isReady() && second.authority.isReady()).isTrue();
    }
  }

  @Test
  void theFirstSeedNodeThatIsAloneAndMayNotFoundGivesUp() throws Exception {
    Settings settings = cluster.first();
    try (TestNode living = new TestNode(settings)) {
      assertThat(living.authority.isReady()).isTrue();
      try (TestNode stranger =
          TestNode.starting(
              cluster.first(), "pekko.cluster.shutdown-after-unsuccessful-join-seed-nodes", "3s")) {
        answer(stranger.system.getWhenTerminated());
        assertThat(stranger.authority.departure()).isEqualTo(Departure.NOT_JOINED);
      }
    }
  }

  private List<String> rows() throws SQLException {
    try (Connection connection = DriverManager.getConnection(cluster.url(), "postgres", "");
        Statement statement = connection.createStatement();
        ResultSet result =
            statement.executeQuery("SELECT address FROM cluster_member ORDER BY address")) {
      List<String> addresses = new ArrayList<>();
      while (result.next()) {
        addresses.add(result.getString(1));
      }
      return addresses;
    }
  }

  private void execute(String sql) throws SQLException {
    try (Connection connection = DriverManager.getConnection(cluster.url(), "postgres", "");
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }
}
