package io.bailiwick.harness;

import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;

/** The stores that a server can run on. */
public enum StoreKind {
  EMBEDDED {
    @Override
    Map<String, String> settings(Path dataDir) {
      return Map.of("BAILIWICK_STORE_KIND", "embedded");
    }
  },
  POSTGRESQL {
    @Override
    Map<String, String> settings(Path dataDir) {
      return Map.of(
          "BAILIWICK_STORE_KIND",
          "postgresql",
          "BAILIWICK_STORE_URL",
          PostgresServer.newDatabaseUrl(),
          "BAILIWICK_STORE_USER",
          PostgresServer.USER);
    }
  };

  /** Settings of a new, empty store. */
  abstract Map<String, String> settings(Path dataDir);

  /** The one that tests run on that do not name one: {@code -Dbailiwick.store=postgresql}. */
  public static StoreKind byDefault() {
    return valueOf(System.getProperty("bailiwick.store", "embedded").toUpperCase(Locale.ROOT));
  }
}
