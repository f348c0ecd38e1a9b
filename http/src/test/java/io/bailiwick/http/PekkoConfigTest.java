package io.bailiwick.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import io.bailiwick.config.Settings;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class PekkoConfigTest {

  private static final List<String> FILES =
      List.of(
          "pekko",
          "pekko-cluster",
          "pekko-management",
          "pekko-single-node",
          "pekko-http",
          "journal");

  /** Named by us, so that no library can know them. */
  private static final List<String> OUR_OWN =
      List.of(
          "query-dispatcher.",
          "decision-query-dispatcher.",
          "bailiwick-agreed.",
          ".checkers.bailiwick",
          ".readiness-checks.s",
          "pekko.discovery.config.services.bailiwick.");

  private static final String PHASES = "pekko.coordinated-shutdown.phases.";

  /** Sections whose keys are those of another section, and where the library looks for the rest. */
  private static final Map<String, String> INHERITED =
      Map.of(
          PHASES + "before-service-unbind.",
          PHASES + "actor-system-terminate.",
          PHASES + "service-unbind.",
          PHASES + "actor-system-terminate.",
          "pekko.http.server.parsing.",
          "pekko.http.parsing.",
          "jdbc-journal.",
          "pekko.persistence.journal-plugin-fallback.",
          "jdbc-snapshot-store.",
          "pekko.persistence.snapshot-store-plugin-fallback.");

  private final Config reference = ConfigFactory.defaultReference();

  @Test
  void everyKeyIsKnownToTheLibraryItIsMeantFor() {
    assertThat(FILES.stream().flatMap(PekkoConfigTest::keys).filter(key -> !isKnown(key)))
        .isEmpty();
  }

  @Test
  void everyKeyFilledInFromTheSettingsIsKnownToTheLibraryItIsMeantFor() {
    Map<String, String> cluster =
        Map.of(
            "BAILIWICK_STORE_KIND", "postgresql",
            "BAILIWICK_STORE_URL", "jdbc:postgresql://db/bailiwick",
            "BAILIWICK_AUTH_KEY_PEPPER", "0123456789abcdef0123456789abcdef",
            "BAILIWICK_CLUSTER_ENABLED", "true",
            "BAILIWICK_CLUSTER_SEED_NODES", "a:7355",
            "BAILIWICK_CLUSTER_CONTACT_POINTS", "a:7626,b:7626",
            "BAILIWICK_CLUSTER_POD_NAMESPACE", "agents",
            "BAILIWICK_CLUSTER_MANAGEMENT_PORT", "7626");

    assertAllKnown(Settings.load(Map.of()).pekkoConfig());
    for (String discovery : List.of("seed-nodes", "config", "dns", "kubernetes")) {
      Map<String, String> environment = new HashMap<>(cluster);
      environment.put("BAILIWICK_CLUSTER_DISCOVERY", discovery);
      assertAllKnown(Settings.load(environment).pekkoConfig());
    }
  }

  private void assertAllKnown(Config config) {
    assertThat(config.entrySet().stream().map(Map.Entry::getKey).filter(key -> !isKnown(key)))
        .isEmpty();
  }

  @Test
  void settingsReachTheServer() {
    Config config = Settings.load(Map.of("BAILIWICK_HTTP_MAX_BODY_BYTES", "4 KiB")).pekkoConfig();

    assertThat(config.getBytes("pekko.http.server.parsing.max-content-length")).isEqualTo(4096);
    assertThat(config.getDuration("pekko.http.server.request-timeout").toSeconds()).isEqualTo(8);
    assertThat(config.getString("pekko.actor.provider")).isEqualTo("cluster");
    assertThat(config.getBoolean("pekko.actor.allow-java-serialization")).isFalse();
  }

  private boolean isKnown(String key) {
    return reference.hasPathOrNull(key)
        || OUR_OWN.stream().anyMatch(key::contains)
        || INHERITED.entrySet().stream()
            .filter(section -> key.startsWith(section.getKey()))
            .anyMatch(
                section ->
                    reference.hasPathOrNull(key.replace(section.getKey(), section.getValue())));
  }

  private static Stream<String> keys(String file) {
    return ConfigFactory.parseResources("bailiwick/" + file + ".conf").entrySet().stream()
        .map(Map.Entry::getKey);
  }
}
