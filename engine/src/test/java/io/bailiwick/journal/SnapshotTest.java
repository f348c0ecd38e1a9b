package io.bailiwick.journal;

import static io.bailiwick.query.ReadTables.answer;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.bailiwick.config.StoreSettings;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.slf4j.LoggerFactory;

/** Snapshots are for recoveries alone: no entity waits for its own, or needs it. */
class SnapshotTest {

  private final ListAppender<ILoggingEvent> log = new ListAppender<>();

  @TempDir Path dataDir;

  @BeforeEach
  void listen() {
    log.start();
    logger().addAppender(log);
  }

  @AfterEach
  void forget() {
    logger().detachAppender(log);
    Tally.TallySerializer.beforeTotal = () -> {};
  }

  private static Logger logger() {
    return (Logger) LoggerFactory.getLogger(SnapshotEncoder.class);
  }

  /** The plugin would let it do nothing until its snapshot is saved. */
  @ParameterizedTest
  @EnumSource
  void entityGoesOnWhileItsSnapshotIsEncoded(TestStore store) throws Exception {
    CompletableFuture<Void> begun = new CompletableFuture<>();
    CompletableFuture<Void> encoded = new CompletableFuture<>();
    Tally.TallySerializer.beforeTotal =
        () -> {
          begun.complete(null);
          encoded.join();
        };
    try (TallyNode node = new TallyNode(store.settings(dataDir))) {
      var tally = node.tally("busy");
      for (int i = 1; i <= 3 * Tally.SNAPSHOT_EVERY; i++) {
        assertThat(node.add(tally, 1).value()).isEqualTo(i);
        if (i == Tally.SNAPSHOT_EVERY) {
          answer(begun);
        }
      }
      assertThat(node.read("SELECT COUNT(*) FROM snapshot")).isZero();

      encoded.complete(null);
      node.awaitSnapshot("busy", 3 * Tally.SNAPSHOT_EVERY);
      assertThat(node.read("SELECT COUNT(*) FROM snapshot")).as("10 and 30").isEqualTo(2);
      assertThat(node.read("SELECT MIN(sequence_number) FROM snapshot"))
          .as("20 has waited until 30 was there")
          .isEqualTo(Tally.SNAPSHOT_EVERY);
    } finally {
      encoded.complete(null);
    }
  }

  @ParameterizedTest
  @EnumSource
  void snapshotThatIsLostIsLoggedAndMissedByNobody(TestStore store) throws Exception {
    StoreSettings settings = store.settings(dataDir);
    Tally.TallySerializer.beforeTotal =
        () -> {
          throw new IllegalStateException("cannot be encoded");
        };
    try (TallyNode node = new TallyNode(settings)) {
      var tally = node.tally("lossy");
      for (int i = 1; i <= Tally.SNAPSHOT_EVERY; i++) {
        node.add(tally, 1);
      }
      await()
          .untilAsserted(
              () ->
                  assertThat(log.list)
                      .extracting(ILoggingEvent::getFormattedMessage)
                      .containsExactly(
                          "snapshot 10 of lossy is not saved; its recovery reads more events until"
                              + " the next is"));
      assertThat(node.add(tally, 1).value()).isEqualTo(11);
    }
    try (TallyNode node = new TallyNode(settings)) {
      assertThat(node.ask(node.tally("lossy"))).isEqualTo(new Tally.Total(11, 11));
    }
  }
}
