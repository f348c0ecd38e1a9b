package io.bailiwick.journal;

import io.bailiwick.config.Secret;
import io.bailiwick.config.StoreSettings;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;

/** The two stores, for tests that claim the same of both. */
public enum TestStore {
  EMBEDDED {
    @Override
    public StoreSettings settings(Path dataDir) {
      return of(StoreSettings.Kind.EMBEDDED, dataDir, "");
    }

    /** A new file is up to date within milliseconds. */
    @Override
    public StoreSettings settingsOfOneUpToDate(Path dataDir) {
      return settings(dataDir);
    }
  },
  POSTGRESQL {
    @Override
    public StoreSettings settings(Path dataDir) throws SQLException {
      return of(StoreSettings.Kind.POSTGRESQL, dataDir, PostgresServer.newDatabaseUrl());
    }

    @Override
    public StoreSettings settingsOfOneUpToDate(Path dataDir) throws SQLException {
      return of(StoreSettings.Kind.POSTGRESQL, dataDir, PostgresServer.newUpToDateDatabaseUrl());
    }
  };

  /** The same with another time after which an answer counts as lost. */
  public StoreSettings settings(Path dataDir, Duration writeTimeout) throws SQLException {
    StoreSettings settings = settingsOfOneUpToDate(dataDir);
    return new StoreSettings(
        settings.kind(),
        settings.dataDir(),
        settings.url(),
        settings.user(),
        settings.password(),
        settings.poolSize(),
        settings.writeBatchRowsMax(),
        settings.writeQueueMax(),
        writeTimeout,
        settings.connectTimeout(),
        settings.snapshotEvery(),
        settings.journalRetention(),
        settings.journalFormat());
  }

  /** Settings of a new, empty store. */
  public abstract StoreSettings settings(Path dataDir) throws SQLException;

  /** Settings of a new store that may have its schema already, for tests of something else. */
  public abstract StoreSettings settingsOfOneUpToDate(Path dataDir) throws SQLException;

  /** The same store without the schema and the pool. */
  static Backend backend(StoreSettings settings) throws java.io.IOException {
    return switch (settings.kind()) {
      case EMBEDDED -> EmbeddedBackend.open(settings.dataDir(), 10_000);
      case POSTGRESQL ->
          new PostgresBackend(
              settings.url(),
              settings.user(),
              settings.password().value(),
              5_000,
              10_000,
              Occupancy.ALONE,
              DatabaseClaim.WAIT_MAX);
    };
  }

  static StoreSettings of(StoreSettings.Kind kind, Path dataDir, String url) {
    return new StoreSettings(
        kind,
        dataDir,
        url,
        "postgres",
        new Secret(""),
        4,
        500,
        10_000,
        Duration.ofSeconds(10),
        Duration.ofSeconds(5),
        100,
        Duration.ZERO,
        1);
  }
}
