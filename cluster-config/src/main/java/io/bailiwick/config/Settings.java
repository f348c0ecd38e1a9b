package io.bailiwick.config;

import com.typesafe.config.Config;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/**
 * All settings of a node, read once by {@code Main} before anything else and handed down as values.
 * Immutable.
 */
public record Settings(
    HttpSettings http,
    StoreSettings store,
    PlacementSettings placement,
    ReservationSettings reservation,
    ScopeSettings scope,
    TenantSettings tenant,
    RecordSettings record,
    BulkSettings bulk,
    AuthSettings auth,
    WebhookSettings webhook,
    LogSettings log,
    ClusterSettings cluster) {

  /**
   * Reads the defaults, then the file that {@code BAILIWICK_CONFIG_FILE} names if there is one,
   * then the environment; the last one wins.
   *
   * @param environment such as {@link System#getenv()}
   * @throws InvalidSetting when a key is unknown, or a value is not within its bounds
   */
  public static Settings load(Map<String, String> environment) {
    return load(
        environment, Optional.ofNullable(environment.get(Environment.CONFIG_FILE)).map(Path::of));
  }

  /**
   * As {@link #load(Map)}, with the file given.
   *
   * @throws InvalidSetting when a key is unknown, or a value is not within its bounds
   */
  public static Settings load(Map<String, String> environment, Optional<Path> file) {
    return read(new SettingReader(SettingSources.merged(environment, file)));
  }

  /** Name of the actor system, the same on every node. */
  public String actorSystemName() {
    return PekkoConfig.SYSTEM;
  }

  /** The configuration of the actor system that these settings ask for. */
  public Config pekkoConfig() {
    return PekkoConfig.of(this);
  }

  static Settings read(SettingReader reader) {
    // First of all, or whoever tries it is told what else a cluster needs.
    boolean embedded =
        reader.choice("store.kind", StoreSettings.Kind.class) == StoreSettings.Kind.EMBEDDED;
    reader.refuseUnless(
        !(reader.flag("cluster.enabled") && embedded),
        "cluster.enabled",
        "must be false on the embedded store, which only one node can open; set"
            + " bailiwick.store.kind to postgresql");
    Settings settings =
        new Settings(
            HttpSettings.read(reader),
            StoreSettings.read(reader),
            PlacementSettings.read(reader),
            ReservationSettings.read(reader),
            ScopeSettings.read(reader),
            TenantSettings.read(reader),
            RecordSettings.read(reader),
            BulkSettings.read(reader),
            AuthSettings.read(reader),
            WebhookSettings.read(reader),
            LogSettings.read(reader),
            ClusterSettings.read(reader));
    settings.check(reader);
    return settings;
  }

  private void check(SettingReader reader) {
    reader.refuseUnless(
        !cluster.enabled() || !auth.keyPepper().isEmpty(),
        "auth.key-pepper",
        "must be given when bailiwick.cluster.enabled is true, the same on every node");
    reader.refuseUnless(
        http.requestTimeout().compareTo(reservation.operationTimeout()) > 0,
        "http.request-timeout",
        "must be longer than bailiwick.reservation.operation-timeout");
  }
}
