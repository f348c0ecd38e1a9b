package io.bailiwick.journal;

import io.bailiwick.journal.JournalWriteException.Reason;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.function.BiFunction;
import org.apache.pekko.persistence.SnapshotMetadata;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Saves snapshots one after the other, in a thread that there is for as long as any wait. One that
 * waits is replaced by the next one of its entity, so there are never more than entities. One that
 * is lost on the way is a line of the log and nothing else: a recovery reads more events.
 * Thread-safe; never blocks.
 */
final class SnapshotEncoder {

  private static final Logger LOG = LoggerFactory.getLogger(SnapshotEncoder.class);

  private final BiFunction<SnapshotMetadata, Object, CompletionStage<Void>> save;
  private final Map<String, Snapshot> waiting = new LinkedHashMap<>();
  private boolean isAtWork;

  private record Snapshot(SnapshotMetadata at, Object state) {}

  /**
   * @param save encodes a state, and writes it; the stage is not waited for
   */
  SnapshotEncoder(BiFunction<SnapshotMetadata, Object, CompletionStage<Void>> save) {
    this.save = save;
  }

  /** Takes the newest state of an entity. It must never change. */
  synchronized void take(SnapshotMetadata at, Object state) {
    waiting.put(at.persistenceId(), new Snapshot(at, state));
    if (!isAtWork) {
      Thread.ofPlatform().name("snapshot-encoder").daemon(true).start(this::saveAll);
      isAtWork = true;
    }
  }

  private void saveAll() {
    for (Snapshot next = next(); next != null; next = next()) {
      SnapshotMetadata at = next.at();
      try {
        save.apply(at, next.state())
            .whenComplete(
                (done, failure) -> {
                  if (failure != null) {
                    log(at, failure);
                  }
                });
      } catch (RuntimeException | Error e) {
        log(at, e);
      }
    }
  }

  /** Null when none waits; then this thread is at work no longer. */
  private synchronized Snapshot next() {
    Iterator<Snapshot> oldestFirst = waiting.values().iterator();
    if (!oldestFirst.hasNext()) {
      isAtWork = false;
      return null;
    }
    Snapshot next = oldestFirst.next();
    oldestFirst.remove();
    return next;
  }

  private static void log(SnapshotMetadata at, Throwable failure) {
    Throwable cause = failure instanceof CompletionException ? failure.getCause() : failure;
    String text =
        "snapshot {} of {} is not saved; its recovery reads more events until the next is";
    if (!(cause instanceof JournalWriteException known)) {
      LOG.warn(text, at.sequenceNr(), at.persistenceId(), cause);
    } else if (known.reason() == Reason.UNKNOWN_OUTCOME) {
      LOG.warn(
          "snapshot {} of {} may not be saved: {}", at.sequenceNr(), at.persistenceId(), known);
    } else if (known.reason() != Reason.CLOSED) {
      LOG.warn(text + ": {}", at.sequenceNr(), at.persistenceId(), known.toString());
    }
  }
}
