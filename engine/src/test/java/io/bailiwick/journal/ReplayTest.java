package io.bailiwick.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bailiwick.config.StoreSettings;
import io.bailiwick.projection.SqlStatement;
import io.bailiwick.projection.TableWrite;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletionException;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.javadsl.AskPattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Entities on the plugin's reading side and our writing side, on both stores. */
class ReplayTest {

  @TempDir Path dataDir;

  @ParameterizedTest
  @EnumSource
  void entityComesBackFromItsEvents(TestStore store) throws Exception {
    StoreSettings settings = store.settings(dataDir);
    try (TallyNode node = new TallyNode(settings)) {
      var tally = node.tally("few");
      for (int i = 1; i < Tally.SNAPSHOT_EVERY; i++) {
        assertThat(node.add(tally, i)).isEqualTo(new Tally.Total(i * (i + 1) / 2, i));
      }
      assertThat(node.read("SELECT count(*) FROM snapshot")).isZero();
    }
    try (TallyNode node = new TallyNode(settings)) {
      assertThat(node.ask(node.tally("few"))).isEqualTo(new Tally.Total(45, 9));
    }
  }

  @ParameterizedTest
  @EnumSource
  void entityComesBackFromItsSnapshotAndTheEventsAfterIt(TestStore store) throws Exception {
    StoreSettings settings = store.settings(dataDir);
    try (TallyNode node = new TallyNode(settings)) {
      var tally = node.tally("many");
      for (int i = 1; i <= 25; i++) {
        node.add(tally, 1);
      }
      node.awaitSnapshot("many", 20);
    }
    try (TallyNode node = new TallyNode(settings)) {
      // The number of events is kept in the snapshot, so replaying from the start as well would
      // show.
      assertThat(node.ask(node.tally("many"))).isEqualTo(new Tally.Total(25, 25));
      assertThat(node.read("SELECT max(sequence_number) FROM snapshot")).isEqualTo(20);
      assertThat(node.read("SELECT count(*) FROM snapshot"))
          .as("older ones are deleted")
          .isLessThanOrEqualTo(2);
      assertThat(node.add(node.tally("other"), 1).value()).isEqualTo(1);
    }
  }

  @ParameterizedTest
  @EnumSource
  void readTableShowsAnEventAsSoonAsItIsAcknowledged(TestStore store) throws Exception {
    try (TallyNode node = new TallyNode(store.settings(dataDir))) {
      var tally = node.tally("seen");
      for (int i = 1; i <= 200; i++) {
        long total = node.add(tally, 1).value();
        assertThat(node.read("SELECT kept_from_ms FROM idempotency WHERE tenant = 'seen'"))
            .isEqualTo(total);
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void secondOwnerOfAnEntityIsNotAnsweredAndChangesNothing(TestStore store) throws Exception {
    StoreSettings settings = store.settings(dataDir);
    try (TallyNode node = new TallyNode(settings)) {
      var rightful = node.tally("contested");
      node.add(rightful, 1);
      var zombie = node.tally("contested");
      assertThat(node.ask(zombie).value()).isEqualTo(1);
      assertThat(node.add(rightful, 10).value()).isEqualTo(11);

      assertThatThrownBy(() -> askBriefly(node, zombie, 1_000))
          .isInstanceOf(CompletionException.class);

      assertThat(node.read("SELECT kept_from_ms FROM idempotency WHERE tenant = 'contested'"))
          .isEqualTo(11);
      assertThat(node.add(rightful, 100).value()).isEqualTo(111);
    }
  }

  @ParameterizedTest
  @EnumSource
  void eventThatCannotBeProjectedIsNotWritten(TestStore store) throws Exception {
    try (TallyNode node = new TallyNode(store.settings(dataDir))) {
      var tally = node.tally("strange");
      assertThatThrownBy(() -> askBriefly(node, tally, Integer.MAX_VALUE))
          .isInstanceOf(CompletionException.class);
      assertThat(node.read("SELECT count(*) FROM event_journal")).isZero();
    }
  }

  /** Of 25, with snapshots at 10 and 20: what is lost before the rest is read. */
  private static final List<List<String>> LOSSES =
      List.of(
          // What begins with a number that is not the first one.
          List.of("DELETE FROM snapshot WHERE ", "DELETE FROM event_journal WHERE seq <= 10 AND "),
          List.of("DELETE FROM snapshot WHERE ", "DELETE FROM event_journal WHERE seq = 5 AND "),
          List.of("DELETE FROM event_journal WHERE seq = 21 AND "),
          // What begins far behind the place where it should.
          List.of(
              "DELETE FROM snapshot WHERE ", "UPDATE event_journal SET seq = seq + 1000 WHERE "));

  @ParameterizedTest
  @EnumSource
  void entityWhoseRowsAreMissingDoesNotGoOnWithoutThem(TestStore store) throws Exception {
    try (TallyNode node = new TallyNode(store.settings(dataDir))) {
      for (int loss = 0; loss < LOSSES.size(); loss++) {
        String name = "loss-" + loss;
        String ofIt = "persistence_id = '" + name + "'";
        var tally = node.tally(name);
        for (int i = 1; i <= 25; i++) {
          node.add(tally, 1);
        }
        node.awaitSnapshot(name, 20);
        for (String sql : LOSSES.get(loss)) {
          change(node, sql.replace("seq", "sequence_number") + ofIt);
        }
        String rows = "SELECT COUNT(*) FROM event_journal WHERE " + ofIt;
        long left = node.read(rows);

        assertThatThrownBy(() -> askBriefly(node, node.tally(name), 1))
            .as(name)
            .isInstanceOf(CompletionException.class);
        assertThat(node.read(rows)).as(name).isEqualTo(left);
      }
    }
  }

  /** What is needed is there, whatever else is not. */
  @ParameterizedTest
  @EnumSource
  void entityComesBackFromASnapshotWithoutTheRowsBelowIt(TestStore store) throws Exception {
    try (TallyNode node = new TallyNode(store.settings(dataDir))) {
      var tally = node.tally("cut");
      for (int i = 1; i <= 20; i++) {
        node.add(tally, 1);
      }
      node.awaitSnapshot("cut", 20);
      change(node, "DELETE FROM event_journal WHERE sequence_number < 20");
      assertThat(node.ask(node.tally("cut"))).isEqualTo(new Tally.Total(20, 20));
      change(node, "DELETE FROM event_journal");
      var again = node.tally("cut");
      assertThat(node.add(again, 1)).isEqualTo(new Tally.Total(21, 21));
      assertThat(node.ask(node.tally("cut"))).isEqualTo(new Tally.Total(21, 21));
    }
  }

  @Test
  void readersOfTheEmbeddedStoreCannotWrite() throws Exception {
    try (TallyNode node = new TallyNode(TestStore.EMBEDDED.settings(dataDir));
        Connection connection = node.store.readPool().getConnection();
        Statement statement = connection.createStatement()) {
      assertThatThrownBy(() -> statement.execute("DELETE FROM event_journal"))
          .isInstanceOf(SQLException.class)
          .hasMessageContaining("readonly");
    }
  }

  private static Tally.Total askBriefly(TallyNode node, ActorRef<Tally.Command> tally, int amount) {
    return AskPattern.<Tally.Command, Tally.Total>ask(
            tally,
            replyTo -> new Tally.Add(amount, replyTo),
            Duration.ofMillis(800),
            node.system.scheduler())
        .toCompletableFuture()
        .join();
  }

  /** Writes as somebody would who does not know better. */
  private static void change(TallyNode node, String sql) {
    node.writer
        .write(List.of(TableWrite.of(SqlStatement.every(1, sql))))
        .toCompletableFuture()
        .join();
  }
}
