package io.bailiwick.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.typesafe.config.ConfigFactory;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.persistence.PersistentRepr;
import org.apache.pekko.persistence.PersistentRepr$;
import org.apache.pekko.stream.javadsl.Sink;
import org.apache.pekko.stream.javadsl.Source;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import scala.Tuple2;
import scala.util.Failure;
import scala.util.Success;
import scala.util.Try;

class UnbrokenReplayTest {

  private static final ActorTestKit KIT =
      ActorTestKit.create(
          ConfigFactory.parseString("pekko.fail-mixed-versions = off")
              .withFallback(ConfigFactory.load()));

  @AfterAll
  static void stop() {
    KIT.shutdownTestKit();
  }

  @Test
  void whatIsWholePasses() throws Exception {
    assertThat(replayed(rows(1, 5), 1, 5, Long.MAX_VALUE)).containsExactly(1L, 2L, 3L, 4L, 5L);
    assertThat(replayed(rows(1, 2), 0, 2, Long.MAX_VALUE)).containsExactly(1L, 2L);
    assertThat(replayed(rows(21, 22), 21, 22, Long.MAX_VALUE)).containsExactly(21L, 22L);
  }

  @Test
  void nothingIsMissingWhereNothingIsAskedFor() throws Exception {
    assertThat(replayed(rows(1, 0), 1, 0, Long.MAX_VALUE)).isEmpty();
    assertThat(replayed(rows(1, 0), 21, 20, Long.MAX_VALUE)).as("a newer snapshot").isEmpty();
    assertThat(replayed(rows(1, 0), 1, Long.MAX_VALUE, Long.MAX_VALUE)).isEmpty();
    assertThat(replayed(rows(1, 3), 1, Long.MAX_VALUE, Long.MAX_VALUE)).hasSize(3);
  }

  @Test
  void whoTakesFewerIsNotToldOfWhatComesAfter() throws Exception {
    assertThat(replayed(rows(1, 5), 1, 9, 3)).containsExactly(1L, 2L, 3L);
    assertThat(replayed(rows(1, 5), 1, 9, 0)).isEmpty();
  }

  @Test
  void saysWhatIsMissingAndWhatToDo() {
    assertThatThrownBy(() -> replayed(rows(11, 25), 1, 25, Long.MAX_VALUE))
        .hasRootCauseInstanceOf(IllegalStateException.class)
        .hasMessageContainingAll(
            "an entity: rows of its journal are missing",
            "the replay of 1 to 25 goes on with 11 where 1 is due",
            "restore the tables event_journal and snapshot from a backup");
    List<Try<Tuple2<PersistentRepr, Object>>> holed =
        LongStream.of(21, 22, 24).mapToObj(UnbrokenReplayTest::row).toList();
    assertThatThrownBy(() -> replayed(holed, 21, 24, Long.MAX_VALUE))
        .hasMessageContaining("the replay of 21 to 24 goes on with 24 where 23 is due");
    assertThatThrownBy(() -> replayed(rows(1, 5), 1, 9, Long.MAX_VALUE))
        .hasMessageContaining("the replay of 1 to 9 ends before 6");
    assertThatThrownBy(() -> replayed(rows(1, 0), 1, 9, Long.MAX_VALUE))
        .hasMessageContaining("the replay of 1 to 9 ends before 1");
    assertThatThrownBy(() -> replayed(rows(2, 3), 1, Long.MAX_VALUE, Long.MAX_VALUE))
        .hasMessageContaining("the replay of 1 to the last goes on with 2 where 1 is due");
  }

  @Test
  void aRowThatCannotBeReadFailsAsItself() {
    List<Try<Tuple2<PersistentRepr, Object>>> rows =
        List.of(row(1), new Failure<>(new IllegalArgumentException("unreadable")));
    assertThatThrownBy(() -> replayed(rows, 1, 2, Long.MAX_VALUE))
        .hasRootCauseMessage("unreadable");
  }

  /** As the plugin's journal reads them. */
  private static List<Long> replayed(
      List<Try<Tuple2<PersistentRepr, Object>>> rows, long from, long to, long max)
      throws Exception {
    return Source.from(rows)
        .via(new UnbrokenReplay("an entity", from, to))
        .take(max)
        .map(row -> row.get()._1().sequenceNr())
        .runWith(Sink.seq(), KIT.system())
        .toCompletableFuture()
        .get(20, TimeUnit.SECONDS);
  }

  private static List<Try<Tuple2<PersistentRepr, Object>>> rows(long first, long last) {
    return LongStream.rangeClosed(first, last).mapToObj(UnbrokenReplayTest::row).toList();
  }

  private static Try<Tuple2<PersistentRepr, Object>> row(long number) {
    return new Success<>(
        new Tuple2<>(
            PersistentRepr$.MODULE$.apply("event", number, "an entity", "", false, null, "writer"),
            number));
  }
}
