package io.bailiwick.http;

import io.bailiwick.journal.Store;
import io.bailiwick.query.Reads;
import java.sql.Statement;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.pekko.actor.typed.ActorSystem;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Whether the store answers and still is where it was, asked over and over, so that readiness can
 * tell at once.
 */
final class StoreProbe {
  /** A store that went away is known after this and the time that a read waits for a connection. */
  private static final Duration INTERVAL = Duration.ofSeconds(1);

  private static final Logger LOG = LoggerFactory.getLogger(StoreProbe.class);

  private final Store store;
  private final Reads reads;
  private final AtomicBoolean answers = new AtomicBoolean(true);
  private final AtomicBoolean underWay = new AtomicBoolean();

  private StoreProbe(Store store, Reads reads) {
    this.store = store;
    this.reads = reads;
  }

  static StoreProbe start(ActorSystem<?> system, Store store, Reads reads) {
    StoreProbe probe = new StoreProbe(store, reads);
    system
        .scheduler()
        .scheduleWithFixedDelay(INTERVAL, INTERVAL, probe::ask, system.executionContext());
    return probe;
  }

  boolean answers() {
    return answers.get();
  }

  /** A line when it goes and one when it is back, however long it is away. */
  private static void tell(boolean answered, String problem) {
    if (answered && problem != null) {
      LOG.error("not ready: {}", problem);
    } else if (!answered && problem == null) {
      LOG.info("ready again: the store answers");
    }
  }

  private void ask() {
    if (!underWay.compareAndSet(false, true)) {
      return;
    }
    reads
        .ask(
            connection -> {
              try (Statement statement = connection.createStatement()) {
                return statement.execute("SELECT 1");
              }
            })
        .whenComplete(
            (answer, failure) -> {
              String problem =
                  failure == null ? store.lost().orElse(null) : "the store does not answer";
              tell(answers.getAndSet(problem == null), problem);
              underWay.set(false);
            });
  }
}
