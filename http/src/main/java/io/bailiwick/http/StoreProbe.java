package io.bailiwick.http;

import io.bailiwick.query.Reads;
import java.sql.Statement;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.pekko.actor.typed.ActorSystem;

/** Whether the store answers, asked over and over, so that readiness can tell at once. */
final class StoreProbe {
  /** A store that went away is known after this and the time that a read waits for a connection. */
  private static final Duration INTERVAL = Duration.ofSeconds(1);

  private final Reads reads;
  private final AtomicBoolean answers = new AtomicBoolean(true);
  private final AtomicBoolean underWay = new AtomicBoolean();

  private StoreProbe(Reads reads) {
    this.reads = reads;
  }

  static StoreProbe start(ActorSystem<?> system, Reads reads) {
    StoreProbe probe = new StoreProbe(reads);
    system
        .scheduler()
        .scheduleWithFixedDelay(INTERVAL, INTERVAL, probe::ask, system.executionContext());
    return probe;
  }

  boolean answers() {
    return answers.get();
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
              answers.set(failure == null);
              underWay.set(false);
            });
  }
}
