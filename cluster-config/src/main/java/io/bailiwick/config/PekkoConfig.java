package io.bailiwick.config;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The configuration of the actor system: the {@code pekko*.conf} files, with what the settings say
 * about it filled in.
 */
final class PekkoConfig {

  /** Name of the actor system, the same on every node. */
  static final String SYSTEM = "bailiwick";

  private PekkoConfig() {}

  static Config of(Settings settings) {
    Config config = ConfigFactory.parseMap(fromSettings(settings), "settings");
    if (!settings.cluster().enabled()) {
      config = config.withFallback(SettingSources.resource("pekko-single-node"));
    }
    if (settings.cluster().hasManagement()) {
      config = config.withFallback(SettingSources.resource("pekko-management"));
    }
    for (String name : List.of("pekko-http", "pekko-cluster", "journal", "pekko")) {
      config = config.withFallback(SettingSources.resource(name));
    }
    // What no setting and no file here is about can be said to the virtual machine (-Dpekko.…), as
    // which name servers to ask. Below the files, so that nothing that they decide can be undone.
    return config
        .withFallback(ConfigFactory.systemProperties().withOnlyPath("pekko"))
        .withFallback(ConfigFactory.defaultReferenceUnresolved())
        .resolve();
  }

  private static Map<String, Object> fromSettings(Settings settings) {
    Map<String, Object> values = new HashMap<>();
    values.put("pekko.loglevel", loglevel(settings.log().level()));
    values.put("pekko.cluster.sharding.number-of-shards", settings.placement().shards());
    values.put(
        "query-dispatcher.thread-pool-executor.fixed-pool-size", settings.store().poolSize());
    values.put(
        "decision-query-dispatcher.thread-pool-executor.fixed-pool-size",
        StoreSettings.DECISION_READS_MAX);

    HttpSettings http = settings.http();
    values.put("pekko.http.server.max-connections", http.maxConnections());
    values.put("pekko.http.server.backlog", http.backlog());
    // Pekko reads these two as text, as they may also be infinite.
    values.put("pekko.http.server.request-timeout", http.requestTimeout().toMillis() + "ms");
    values.put("pekko.http.server.idle-timeout", http.idleTimeout().toMillis() + "ms");
    values.put("pekko.http.server.parsing.max-content-length", http.maxBodyBytes());
    values.put("pekko.http.server.parsing.max-header-value-length", http.maxHeaderBytes());

    // A node that stops takes leave of its clients first; these bound what bounds itself.
    values.put(phaseTimeout("before-service-unbind"), bound(settings.cluster().leaveNotice()));
    values.put(phaseTimeout("service-unbind"), bound(http.drainTimeout()));

    AgreedSettings.of(settings)
        .values()
        .forEach((key, value) -> values.put(AgreedSettings.path(key), value));
    if (settings.cluster().enabled()) {
      values.putAll(FormationConfig.of(settings.cluster()));
    }
    return values;
  }

  private static String phaseTimeout(String phase) {
    return "pekko.coordinated-shutdown.phases." + phase + ".timeout";
  }

  private static String bound(Duration own) {
    return own.plusSeconds(1).toMillis() + "ms";
  }

  private static String loglevel(LogSettings.Level level) {
    return level == LogSettings.Level.WARN ? "WARNING" : level.name();
  }
}
