package io.bailiwick.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.typesafe.config.Config;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SettingsTest {

  @TempDir Path folder;

  @Test
  void serverStartsWithoutAnySettings() {
    Settings settings = Settings.load(Map.of("PATH", "/bin"));

    assertThat(settings.http().port()).isEqualTo(7878);
    assertThat(settings.store().kind()).isEqualTo(StoreSettings.Kind.EMBEDDED);
    assertThat(settings.cluster().enabled()).isFalse();
  }

  @Test
  void environmentWinsOverFileAndFileOverDefaults() throws IOException {
    Path file = file("bailiwick { http { port = 8000, backlog = 50 } }");

    HttpSettings http =
        Settings.load(Map.of("BAILIWICK_HTTP_PORT", "9000"), Optional.of(file)).http();

    assertThat(http.port()).isEqualTo(9000);
    assertThat(http.backlog()).isEqualTo(50);
    assertThat(http.maxBodyBytes()).isEqualTo(256 * 1024);
  }

  @Test
  void fileIsNamedByTheEnvironment() throws IOException {
    Path file = file("bailiwick.http.port = 8000");

    Settings settings = Settings.load(Map.of("BAILIWICK_CONFIG_FILE", file.toString()));

    assertThat(settings.http().port()).isEqualTo(8000);
  }

  @Test
  void everyTypeIsReadFromTheEnvironment() {
    Settings settings =
        Settings.load(
            Map.of(
                "BAILIWICK_STORE_KIND", "postgresql",
                "BAILIWICK_STORE_URL", "jdbc:postgresql://db/bailiwick",
                "BAILIWICK_HTTP_MAX_BODY_BYTES", "1 MiB",
                "BAILIWICK_AUTH_KEY_PEPPER", "0123456789abcdef0123456789abcdef",
                "BAILIWICK_CLUSTER_ENABLED", "true",
                "BAILIWICK_CLUSTER_SEED_NODES", "a:7355, b:7355",
                "BAILIWICK_SCOPE_WAIT_TIMEOUT", "750ms"));

    assertThat(settings.store().kind()).isEqualTo(StoreSettings.Kind.POSTGRESQL);
    assertThat(settings.http().maxBodyBytes()).isEqualTo(1024 * 1024);
    assertThat(settings.cluster().seedNodes()).containsExactly("a:7355", "b:7355");
    assertThat(settings.scope().waitTimeout()).isEqualTo(Duration.ofMillis(750));
  }

  /** An older node may have to read the journal of a cluster, and nobody else that of a node. */
  @ParameterizedTest
  @CsvSource({"embedded, 0, 3", "postgresql, 0, 2", "embedded, 1, 1", "postgresql, 3, 3"})
  void formOfTheJournalIsTheLatestThatAllCanRead(String kind, String wanted, int form) {
    Settings settings =
        Settings.load(
            Map.of(
                "BAILIWICK_STORE_KIND", kind,
                "BAILIWICK_STORE_URL", "jdbc:postgresql://db/bailiwick",
                "BAILIWICK_STORE_JOURNAL_FORMAT", wanted));

    assertThat(settings.store().journalFormat()).isEqualTo(form);
  }

  @ParameterizedTest
  @CsvSource({"ADMIN_API_KEY", "BAILIWICK_ADMIN_API_KEY", "BAILIWICK_AUTH_ADMIN_KEY"})
  void adminKeyIsKnownByTheNamesThatOperatorsUse(String variable) {
    assertThat(Settings.load(Map.of(variable, "secret-admin-key")).auth().adminKey())
        .isEqualTo(new Secret("secret-admin-key"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "BAILIWICK_HTTP_PORT | 70000 | bailiwick.http.port = 70000 (environment variable"
            + " BAILIWICK_HTTP_PORT): must be a whole number from 0 to 65535",
        "BAILIWICK_HTTP_PORT | http | bailiwick.http.port = http (environment variable"
            + " BAILIWICK_HTTP_PORT): must be a whole number from 0 to 65535",
        "BAILIWICK_HTTP_PORT | 9999999999 | bailiwick.http.port = 9999999999 (environment variable"
            + " BAILIWICK_HTTP_PORT): must be a whole number from 0 to 65535",
        "BAILIWICK_HTTP_DRAIN_TIMEOUT | 6s | bailiwick.http.drain-timeout = 6s (environment"
            + " variable BAILIWICK_HTTP_DRAIN_TIMEOUT): must be a duration from 0s to 5s",
        "BAILIWICK_HTTP_MAX_BODY_BYTES | 1 | bailiwick.http.max-body-bytes = 1 (environment"
            + " variable BAILIWICK_HTTP_MAX_BODY_BYTES): must be a size from 1 KiB to 16 MiB",
        "BAILIWICK_STORE_KIND | h2 | bailiwick.store.kind = h2 (environment variable"
            + " BAILIWICK_STORE_KIND): must be embedded or postgresql",
        "BAILIWICK_TENANT_HARD_SUSPENSION | maybe | bailiwick.tenant.hard-suspension = maybe"
            + " (environment variable BAILIWICK_TENANT_HARD_SUSPENSION): must be true or false",
        "BAILIWICK_RECORD_UNAUTHENTICATED_RETENTION | 0 |"
            + " bailiwick.record.unauthenticated-retention = 0 (environment variable"
            + " BAILIWICK_RECORD_UNAUTHENTICATED_RETENTION): must not be longer than"
            + " bailiwick.record.audit-retention",
        "BAILIWICK_STORE_JOURNAL_RETENTION | 23h | bailiwick.store.journal-retention = 23h"
            + " (environment variable BAILIWICK_STORE_JOURNAL_RETENTION): must be 0 or at least 1d",
        "BAILIWICK_CLUSTER_SEED_NODES | nodeA | bailiwick.cluster.seed-nodes = [nodeA] (environment"
            + " variable BAILIWICK_CLUSTER_SEED_NODES): each must be host:port",
        "BAILIWICK_HTTP_IDLE_TIMEOUT | 2s | bailiwick.http.idle-timeout = 2s (environment variable"
            + " BAILIWICK_HTTP_IDLE_TIMEOUT): must be longer than bailiwick.http.request-timeout",
        "BAILIWICK_HTTP_IN_FLIGHT_PER_TENANT_MAX | 4001 | bailiwick.http.in-flight-per-tenant-max ="
            + " 4001 (environment variable BAILIWICK_HTTP_IN_FLIGHT_PER_TENANT_MAX): must not be"
            + " more than bailiwick.http.in-flight-max",
      })
  void badValueIsRefusedWithKeyValueAndBound(String variable, String value, String message) {
    assertThatThrownBy(() -> Settings.load(Map.of(variable, value)))
        .isInstanceOf(InvalidSetting.class)
        .hasMessage(message);
  }

  @Test
  void refusedSecretIsNotShown() {
    assertThatThrownBy(() -> Settings.load(Map.of("ADMIN_API_KEY", "hush")))
        .isInstanceOf(InvalidSetting.class)
        .hasMessageContaining("bailiwick.auth.admin-key = ***")
        .hasMessageNotContaining("hush");
  }

  @Test
  void secretsAreNotShownWhenSettingsArePrinted() {
    Settings settings =
        Settings.load(
            Map.of("ADMIN_API_KEY", "hush-hush-hush", "BAILIWICK_STORE_PASSWORD", "hush"));

    assertThat(settings.toString()).doesNotContain("hush");
  }

  @Test
  void unknownVariableWithOurPrefixStopsTheStart() {
    assertThatThrownBy(() -> Settings.load(Map.of("BAILIWICK_HTTP_PROT", "1")))
        .isInstanceOf(InvalidSetting.class)
        .hasMessageContaining("BAILIWICK_HTTP_PROT");
  }

  @Test
  void variablesOfTheLauncherAreNoSettings() {
    Settings.load(Map.of("BAILIWICK_JAVA_HOME", "/jdk", "BAILIWICK_JAVA_OPTS", "-Xmx1g"));
  }

  @Test
  void unknownKeyInTheFileStopsTheStart() throws IOException {
    Path file = file("bailiwick.http.prot = 1");

    assertThatThrownBy(() -> Settings.load(Map.of(), Optional.of(file)))
        .isInstanceOf(InvalidSetting.class)
        .hasMessageContaining("bailiwick.http.prot = 1")
        .hasMessageContaining(file.getFileName().toString());
  }

  @Test
  void keyOutsideOfOursInTheFileStopsTheStart() throws IOException {
    Path file = file("pekko.loglevel = DEBUG");

    assertThatThrownBy(() -> Settings.load(Map.of(), Optional.of(file)))
        .isInstanceOf(InvalidSetting.class)
        .hasMessageContaining("pekko.loglevel");
  }

  @Test
  void brokenAndMissingFilesStopTheStart() throws IOException {
    Path broken = file("bailiwick { http {");

    assertThatThrownBy(() -> Settings.load(Map.of(), Optional.of(broken)))
        .isInstanceOf(InvalidSetting.class)
        .hasMessageContaining(broken.toString());
    assertThatThrownBy(() -> Settings.load(Map.of(), Optional.of(folder.resolve("none.conf"))))
        .isInstanceOf(InvalidSetting.class)
        .hasMessageContaining("none.conf");
  }

  @Test
  void sectionInPlaceOfAValueIsRefused() throws IOException {
    Path file = file("bailiwick.http = 1");

    assertThatThrownBy(() -> Settings.load(Map.of(), Optional.of(file)))
        .isInstanceOf(InvalidSetting.class)
        .hasMessageContaining("bailiwick.http");
  }

  @Test
  void aNodeListensWhereTheOthersReachItUnlessItIsToldOtherwise() {
    Map<String, String> environment =
        new HashMap<>(
            Map.of(
                "BAILIWICK_STORE_KIND", "postgresql",
                "BAILIWICK_STORE_URL", "jdbc:postgresql://db/bailiwick",
                "BAILIWICK_AUTH_KEY_PEPPER", "0123456789abcdef0123456789abcdef",
                "BAILIWICK_CLUSTER_ENABLED", "true",
                "BAILIWICK_CLUSTER_HOSTNAME", "outside",
                "BAILIWICK_CLUSTER_SEED_NODES", "outside:7355"));
    assertThat(artery(environment)).containsExactly("outside", "7355", "", "", "");

    environment.put("BAILIWICK_CLUSTER_BIND_HOSTNAME", "0.0.0.0");
    environment.put("BAILIWICK_CLUSTER_BIND_PORT", "7356");
    environment.put("BAILIWICK_CLUSTER_OUTBOUND_HOSTNAME", "10.0.0.7");
    assertThat(artery(environment))
        .containsExactly("outside", "7355", "0.0.0.0", "7356", "10.0.0.7");
  }

  private static List<String> artery(Map<String, String> environment) {
    Config artery = Settings.load(environment).pekkoConfig().getConfig("pekko.remote.artery");
    return Stream.of(
            "canonical.hostname",
            "canonical.port",
            "bind.hostname",
            "bind.port",
            "advanced.tcp.outbound-client-hostname")
        .map(artery::getString)
        .toList();
  }

  @Test
  void clusterOnTheEmbeddedStoreIsRefused() {
    Map<String, String> environment =
        Map.of("BAILIWICK_CLUSTER_ENABLED", "true", "BAILIWICK_CLUSTER_SEED_NODES", "a:7355");

    assertThatThrownBy(() -> Settings.load(environment))
        .isInstanceOf(InvalidSetting.class)
        .hasMessageContaining("bailiwick.cluster.enabled = true")
        .hasMessageContaining("set bailiwick.store.kind to postgresql");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "seed-nodes | BAILIWICK_CLUSTER_PORT | 7355 | bailiwick.cluster.seed-nodes = []",
        "config | BAILIWICK_CLUSTER_CONTACT_POINTS | a:7626 | bailiwick.cluster.contact-points ="
            + " [a:7626]",
        "config | BAILIWICK_CLUSTER_CONTACT_POINTS | a | each must be host:port",
        "dns | BAILIWICK_CLUSTER_MANAGEMENT_PORT | 0 | bailiwick.cluster.management-port = 0",
        "kubernetes | BAILIWICK_CLUSTER_MANAGEMENT_PORT | 7355 | must differ from"
            + " bailiwick.cluster.port",
        "etcd | BAILIWICK_CLUSTER_PORT | 7355 | must be seed-nodes or config or dns or kubernetes",
      })
  void eachWayToFindTheOthersNeedsItsSettings(
      String discovery, String variable, String value, String message) {
    assertThatThrownBy(
            () ->
                Settings.load(
                    Map.of(
                        "BAILIWICK_STORE_KIND",
                        "postgresql",
                        "BAILIWICK_STORE_URL",
                        "jdbc:postgresql://db/bailiwick",
                        "BAILIWICK_AUTH_KEY_PEPPER",
                        "0123456789abcdef0123456789abcdef",
                        "BAILIWICK_CLUSTER_ENABLED",
                        "true",
                        "BAILIWICK_CLUSTER_DISCOVERY",
                        discovery,
                        variable,
                        value)))
        .isInstanceOf(InvalidSetting.class)
        .hasMessageContaining(message);
  }

  private Path file(String text) throws IOException {
    return Files.writeString(Files.createTempFile(folder, "settings", ".conf"), text);
  }
}
