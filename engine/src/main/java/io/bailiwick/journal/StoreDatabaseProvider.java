package io.bailiwick.journal;

import com.typesafe.config.Config;
import org.apache.pekko.actor.ActorSystem;
import org.apache.pekko.persistence.jdbc.db.SlickDatabase;
import org.apache.pekko.persistence.jdbc.db.SlickDatabaseProvider;

/**
 * Gives the plugin the store's pool of connections, so that there is one pool and one place where
 * its settings are. Created by the plugin, by its class name, once for an actor system.
 */
public final class StoreDatabaseProvider implements SlickDatabaseProvider {

  private final SlickDatabase database;

  /** The signature is the plugin's. */
  public StoreDatabaseProvider(ActorSystem system) {
    Store store = StoreSetup.of(system).store();
    this.database = new SharedDatabase(store.slickDatabase(), store.slickProfile());
  }

  @Override
  public SlickDatabase database(Config config) {
    return database;
  }

  /**
   * Journal and snapshots share it, and {@link Store#close} ends it: no plugin may shut it down
   * when its actor stops.
   */
  private record SharedDatabase(
      slick.jdbc.JdbcBackend.JdbcDatabaseDef database, slick.jdbc.JdbcProfile profile)
      implements SlickDatabase {
    @Override
    public boolean allowShutdown() {
      return false;
    }
  }
}
