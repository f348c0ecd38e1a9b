package io.bailiwick.entity;

import static io.bailiwick.entity.TestNode.answer;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.bailiwick.amount.Amount;
import io.bailiwick.amount.Unit;
import io.bailiwick.protocol.EntityId;
import io.bailiwick.reservation.Purpose;
import io.bailiwick.reservation.RequestKey;
import io.bailiwick.reservation.ReservationCommand;
import io.bailiwick.reservation.ReservationReply;
import io.bailiwick.scope.ScopePath;
import io.bailiwick.tenant.TenantId;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A node counts what its books have recorded and some scope has not applied, exactly. */
class UnappliedTest {

  private static final TenantId ACME = new TenantId("acme");
  private static final List<ScopePath> STUCK =
      List.of(
          new ScopePath("tenant:acme/app:one"),
          new ScopePath("tenant:acme/app:two"),
          new ScopePath("tenant:acme/app:three"));
  private static final ScopePath WELL = new ScopePath("tenant:acme/app:well");
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  @TempDir Path dataDir;

  @Test
  void countsDecisionsThatScopesCannotApplyUntilTheyHave() throws Exception {
    Map<String, String> environment = TestNode.postgres(dataDir);
    try (Connection database =
        DriverManager.getConnection(environment.get("BAILIWICK_STORE_URL"), "postgres", "")) {
      try (TestNode node = new TestNode(TestNode.settings(environment))) {
        openTenant(node);
        for (ScopePath scope : STUCK) {
          addUnreadable(database, scope);
        }
        for (int i = 0; i < STUCK.size(); i++) {
          reserve(node, "stuck-" + i, STUCK.get(i));
        }
        assertThat(answer(reserve(node, "well", WELL)))
            .isInstanceOf(ReservationReply.Reserved.class);
        awaitUnapplied(node, STUCK.size());
      }
      // What is in nobody's memory is found, and counted where it then lives.
      try (TestNode node = new TestNode(TestNode.settings(environment))) {
        awaitUnapplied(node, STUCK.size());
        removeUnreadable(database, STUCK.getFirst());
        awaitUnapplied(node, STUCK.size() - 1);
        removeUnreadable(database, STUCK.get(1));
        removeUnreadable(database, STUCK.get(2));
        awaitUnapplied(node, 0);
      }
    }
  }

  private static void awaitUnapplied(TestNode node, long count) {
    await()
        .atMost(PATIENCE)
        .untilAsserted(
            () -> {
              assertThat(node.authority.oversight().gauges().unapplied()).isEqualTo(count);
              assertThat(
                      answer(node.authority.oversight().view())
                          .nodes()
                          .getFirst()
                          .report()
                          .unapplied())
                  .isEqualTo(count);
            });
  }

  /** The next write of the scope fails, and it cannot come back from its journal. */
  private static void addUnreadable(Connection database, ScopePath scope) throws SQLException {
    String sql =
        "INSERT INTO event_journal (persistence_id, sequence_number, deleted, writer,"
            + " write_timestamp, adapter_manifest, event_ser_id, event_ser_manifest, event_payload)"
            + " SELECT persistence_id, sequence_number + 1, deleted, 'unreadable', write_timestamp,"
            + " adapter_manifest, event_ser_id, event_ser_manifest, ? FROM event_journal WHERE"
            + " persistence_id = ? ORDER BY sequence_number DESC LIMIT 1";
    try (PreparedStatement insert = database.prepareStatement(sql)) {
      insert.setBytes(1, new byte[] {0});
      insert.setString(2, EntityJournal.persistenceId(new EntityId.OfScope(scope).text()).id());
      assertThat(insert.executeUpdate()).isOne();
    }
  }

  private static void removeUnreadable(Connection database, ScopePath scope) throws SQLException {
    String sql = "DELETE FROM event_journal WHERE writer = 'unreadable' AND persistence_id = ?";
    try (PreparedStatement delete = database.prepareStatement(sql)) {
      delete.setString(1, EntityJournal.persistenceId(new EntityId.OfScope(scope).text()).id());
      assertThat(delete.executeUpdate()).isOne();
    }
  }

  private static CompletionStage<ReservationReply> reserve(
      TestNode node, String key, ScopePath scope) {
    return node.authority
        .reservations()
        .ask(
            new ReservationCommand.Reserve(
                new RequestKey(key, "hash"),
                scope,
                new Amount(Unit.TOKENS, 10),
                null,
                600_000,
                null,
                false,
                new Purpose("{}", "{}", null)),
            null);
  }

  private static void openTenant(TestNode node) {
    node.openTenant(ACME);
    node.openLedger(ScopePath.root(ACME), 1_000);
    STUCK.forEach(scope -> node.openLedger(scope, 1_000));
    node.openLedger(WELL, 1_000);
  }
}
