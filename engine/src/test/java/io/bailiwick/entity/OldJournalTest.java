package io.bailiwick.entity;

import static io.bailiwick.entity.TestNode.answer;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.bailiwick.journal.TestStore;
import io.bailiwick.query.OldJournal;
import io.bailiwick.query.Reads;
import io.bailiwick.query.Retention;
import io.bailiwick.reservation.ReservationReply;
import io.bailiwick.tenant.TenantId;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What no recovery reads leaves the journal, and every entity comes back as it was. */
class OldJournalTest {

  private static final Duration KEPT = Duration.ofDays(30);
  private static final int STEP_ROWS_MAX = 7;

  /** Spread over eight books, so that some have two snapshots and the quiet tenant's have none. */
  private static final int RESERVATIONS = 120;

  @TempDir Path dataDir;

  /** The first and last sequence number of an entity, and the snapshots that it has. */
  private record Rows(long first, long last, long count, List<Long> snapshots) {}

  @ParameterizedTest
  @EnumSource
  void entitiesComeBackFromEitherSnapshotAfterTheirOldRowsAreGone(TestStore store)
      throws Exception {
    Map<String, String> environment = environment(store);
    List<ReservationReply> answers = new ArrayList<>();
    TenantId busy = new TenantId("busy");
    TenantId quiet = new TenantId("quiet");
    Map<String, Rows> left;
    try (TestNode node = new TestNode(TestNode.settings(environment))) {
      ClusterCase.openTenant(node, busy.value());
      ClusterCase.openTenant(node, quiet.value());
      answers.add(ClusterCase.reserve(node, quiet, "only"));
      for (int i = 0; i < RESERVATIONS; i++) {
        answers.add(ClusterCase.reserve(node, busy, "key-" + i));
      }
      Map<String, Rows> all = settledRows(node);
      long nowMs = System.currentTimeMillis();
      Retention retention = retention(node);

      assertThat(removed(retention, nowMs)).as("nothing is old").isZero();
      assertThat(removed(retention, nowMs + KEPT.plusDays(1).toMillis())).isPositive();

      left = rows(node);
      assertThat(left.keySet()).isEqualTo(all.keySet());
      for (Map.Entry<String, Rows> before : all.entrySet()) {
        assertLeft(before.getKey(), before.getValue(), left.get(before.getKey()));
      }
      assertThat(left.values()).anyMatch(rows -> rows.snapshots().size() == 2 && rows.first() > 1);
      assertThat(left.values()).anyMatch(rows -> rows.snapshots().size() < 2);
    }
    comeBack(environment, busy, quiet, answers);
    try (Connection database = connection(environment);
        Statement delete = database.createStatement()) {
      assertThat(
              delete.executeUpdate(
                  "DELETE FROM snapshot WHERE sequence_number > (SELECT MIN(sequence_number) FROM"
                      + " snapshot AS older WHERE older.persistence_id = snapshot.persistence_id)"))
          .as("newest snapshots, as if they could not be read")
          .isPositive();
    }
    comeBack(environment, busy, quiet, answers);
  }

  private static void assertLeft(String entity, Rows before, Rows after) {
    assertThat(after.last()).as(entity).isGreaterThanOrEqualTo(before.last());
    assertThat(after.count()).as(entity).isEqualTo(after.last() - after.first() + 1);
    // It may have written meanwhile, a snapshot too.
    assertThat(after.first()).as(entity).isBetween(firstNeeded(before), firstNeeded(after));
  }

  private static long firstNeeded(Rows rows) {
    return rows.snapshots().size() < 2 ? 1 : rows.snapshots().getFirst();
  }

  /** Another node reads the journals, knows every key, and holds what was held. */
  private static void comeBack(
      Map<String, String> environment, TenantId busy, TenantId quiet, List<ReservationReply> first)
      throws Exception {
    try (TestNode node = new TestNode(TestNode.settings(environment))) {
      List<ReservationReply> again = new ArrayList<>();
      again.add(ClusterCase.reserve(node, quiet, "only"));
      for (int i = 0; i < RESERVATIONS; i++) {
        again.add(ClusterCase.reserve(node, busy, "key-" + i));
      }
      for (int i = 0; i < first.size(); i++) {
        assertThat(((ReservationReply.Reserved) again.get(i)).reservation())
            .isEqualTo(((ReservationReply.Reserved) first.get(i)).reservation());
      }
    }
  }

  private static Retention retention(TestNode node) {
    Reads reads = StoreReads.of(node.system, node.store).lists();
    return new Retention(
        reads,
        node.writer,
        List.of(new Retention.Group(STEP_ROWS_MAX, List.of(new OldJournal(KEPT)))));
  }

  /** All that is old at a time, in steps none of which is too large. */
  private static int removed(Retention retention, long nowMs) {
    int removed = 0;
    boolean isMore = true;
    while (isMore) {
      Retention.Step step = answer(retention.step(nowMs));
      assertThat(step.rows()).isBetween(0, STEP_ROWS_MAX);
      removed += step.rows();
      isMore = step.isMore();
    }
    return removed;
  }

  private Map<String, String> environment(TestStore store) throws SQLException {
    Map<String, String> environment =
        store == TestStore.EMBEDDED ? TestNode.embedded(dataDir) : TestNode.postgres(dataDir);
    environment.put("BAILIWICK_STORE_SNAPSHOT_EVERY", "5");
    return environment;
  }

  private Connection connection(Map<String, String> environment) throws SQLException {
    String url = environment.get("BAILIWICK_STORE_URL");
    return url == null
        ? DriverManager.getConnection("jdbc:sqlite:" + dataDir.resolve("bailiwick.db"))
        : DriverManager.getConnection(url, "postgres", "");
  }

  /** Snapshots are made after the answer. */
  private static Map<String, Rows> settledRows(TestNode node) throws SQLException {
    AtomicReference<Map<String, Rows>> last = new AtomicReference<>(Map.of());
    await()
        .atMost(Duration.ofSeconds(20))
        .pollInterval(Duration.ofMillis(300))
        .until(() -> rows(node).equals(last.getAndSet(rows(node))));
    return last.get();
  }

  private static Map<String, Rows> rows(TestNode node) throws SQLException {
    Map<String, Rows> rows = new TreeMap<>();
    try (Connection connection = node.store.readPool().getConnection();
        Statement statement = connection.createStatement()) {
      try (ResultSet row =
          statement.executeQuery(
              "SELECT persistence_id, MIN(sequence_number), MAX(sequence_number), COUNT(*) FROM"
                  + " event_journal GROUP BY persistence_id")) {
        while (row.next()) {
          rows.put(
              row.getString(1),
              new Rows(row.getLong(2), row.getLong(3), row.getLong(4), new ArrayList<>()));
        }
      }
      try (ResultSet row =
          statement.executeQuery(
              "SELECT persistence_id, sequence_number FROM snapshot ORDER BY sequence_number")) {
        while (row.next()) {
          rows.get(row.getString(1)).snapshots().add(row.getLong(2));
        }
      }
    }
    return rows;
  }
}
