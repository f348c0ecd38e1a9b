package io.bailiwick.journal;

import io.bailiwick.projection.TableWriter;
import org.apache.pekko.actor.ActorSystem;
import org.apache.pekko.actor.setup.Setup;

/**
 * Hands the store to the plugin: what the plugin creates by class name finds here the parts that
 * {@code Main} made. Give it to the actor system together with {@link Store#pekkoConfig}.
 */
public final class StoreSetup extends Setup {

  private final Store store;
  private final JournalWriter writer;
  private final TableWriter tableWriter;

  public StoreSetup(Store store, JournalWriter writer, TableWriter tableWriter) {
    this.store = store;
    this.writer = writer;
    this.tableWriter = tableWriter;
  }

  /**
   * The setup of {@code system}; without one the journal cannot work and the system must not start.
   */
  static StoreSetup of(ActorSystem system) {
    return system
        .settings()
        .setup()
        .get(StoreSetup.class)
        .orElseThrow(
            () -> new IllegalStateException("the actor system was started without a StoreSetup"));
  }

  Store store() {
    return store;
  }

  JournalWriter writer() {
    return writer;
  }

  TableWriter tableWriter() {
    return tableWriter;
  }
}
