package io.bailiwick.journal;

import static org.awaitility.Awaitility.await;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import io.bailiwick.config.StoreSettings;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.TimeUnit;
import org.apache.pekko.actor.BootstrapSetup;
import org.apache.pekko.actor.setup.ActorSystemSetup;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.Props;
import org.apache.pekko.actor.typed.SpawnProtocol;
import org.apache.pekko.actor.typed.javadsl.AskPattern;

/**
 * A node as the server makes it: store, writer, actor system with the journal's configuration; and
 * tallies on it.
 */
final class TallyNode implements AutoCloseable {

  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private static final Config CONFIG =
      ConfigFactory.parseString(
              """
              pekko.loglevel = WARNING
              pekko.fail-mixed-versions = off
              pekko.actor.allow-java-serialization = off
              pekko.actor.serializers.tally = "io.bailiwick.journal.Tally$TallySerializer"
              pekko.actor.serialization-bindings {
                "io.bailiwick.journal.Tally$Added" = tally
                "io.bailiwick.journal.Tally$Total" = tally
              }
              """)
          .withFallback(ConfigFactory.parseResources("bailiwick/journal.conf"))
          .withFallback(ConfigFactory.load());

  final Store store;
  final JournalWriter writer;
  final ActorSystem<SpawnProtocol.Command> system;

  TallyNode(StoreSettings settings) {
    store = Store.open(settings, Occupancy.ALONE, InstantSource.system());
    writer = store.startWriter(JournalObserver.NONE);
    system =
        ActorSystem.create(
            SpawnProtocol.create(),
            "tally",
            ActorSystemSetup.create(
                BootstrapSetup.create(CONFIG), new StoreSetup(store, writer, Tally.TABLE_WRITER)));
  }

  ActorRef<Tally.Command> tally(String name) {
    return AskPattern.<SpawnProtocol.Command, ActorRef<Tally.Command>>ask(
            system,
            replyTo -> new SpawnProtocol.Spawn<>(Tally.create(name), "", Props.empty(), replyTo),
            PATIENCE,
            system.scheduler())
        .toCompletableFuture()
        .join();
  }

  Tally.Total add(ActorRef<Tally.Command> tally, int amount) {
    return AskPattern.<Tally.Command, Tally.Total>ask(
            tally, replyTo -> new Tally.Add(amount, replyTo), PATIENCE, system.scheduler())
        .toCompletableFuture()
        .join();
  }

  Tally.Total ask(ActorRef<Tally.Command> tally) {
    return AskPattern.<Tally.Command, Tally.Total>ask(
            tally, Tally.Ask::new, PATIENCE, system.scheduler())
        .toCompletableFuture()
        .join();
  }

  /** The first number of what the store answers. */
  long read(String sql) throws SQLException {
    try (Connection connection = store.readPool().getConnection();
        Statement statement = connection.createStatement();
        ResultSet result = statement.executeQuery(sql)) {
      result.next();
      return result.getLong(1);
    }
  }

  /** Until the newest snapshot of that tally is this one: nobody else waits for it. */
  void awaitSnapshot(String name, long sequenceNumber) {
    String newest =
        "SELECT MAX(sequence_number) FROM snapshot WHERE persistence_id = '" + name + "'";
    await("snapshot of " + name).until(() -> read(newest) == sequenceNumber);
  }

  @Override
  public void close() {
    system.terminate();
    system
        .getWhenTerminated()
        .toCompletableFuture()
        .orTimeout(PATIENCE.toSeconds(), TimeUnit.SECONDS)
        .join();
    writer.close();
    store.close();
  }
}
