package io.bailiwick.entity;

import io.bailiwick.journal.Store;
import io.bailiwick.query.Reads;
import javax.sql.DataSource;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.DispatcherSelector;

/**
 * The ways to read a store, each with threads and connections of its own.
 *
 * @param lists for everything that may be slow
 * @param decisions for what decisions and authentication wait for, one row each: they go on however
 *     slow the lists are
 */
public record StoreReads(Reads lists, Reads decisions) {

  /** Reads of {@code store} on the dispatchers of {@code system} that may block. */
  public static StoreReads of(ActorSystem<?> system, Store store) {
    return new StoreReads(
        reads(system, store, store.readPool(), "query-dispatcher"),
        reads(system, store, store.decisionPool(), "decision-query-dispatcher"));
  }

  private static Reads reads(
      ActorSystem<?> system, Store store, DataSource pool, String dispatcher) {
    return new Reads(
        pool,
        store.queryLimit(),
        system.dispatchers().lookup(DispatcherSelector.fromConfig(dispatcher)));
  }
}
