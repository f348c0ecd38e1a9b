package io.bailiwick.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import io.bailiwick.harness.ServerProcess;
import io.bailiwick.harness.ServerSetup;
import io.bailiwick.harness.StoreKind;
import io.bailiwick.harness.Tenancy;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Starts that must not happen, and say why. */
class RefusedStartIT {
  private static final Duration ENDS_WITHIN = Duration.ofSeconds(30);

  private static String refused(ServerSetup setup) {
    ServerProcess server = ServerProcess.launch(setup);
    try {
      assertThat(server.awaitEnd(ENDS_WITHIN)).as(server.log()).isNotZero();
      assertThat(server.log()).doesNotContain("\tat ");
      return server.log();
    } finally {
      server.close();
    }
  }

  @ParameterizedTest
  @CsvSource({
    "BAILIWICK_HTTP_PORT, 70000, http.port, 65535",
    "BAILIWICK_HTTP_PORT, many, http.port, 65535",
    "BAILIWICK_RESERVATION_SWEEP_INTERVAL, 2h, reservation.sweep-interval, 1min",
    "BAILIWICK_RESERVATION_SWEEP_INTERVAL, 5, reservation.sweep-interval, 100ms",
    "BAILIWICK_STORE_KIND, oracle, store.kind, postgresql",
    "BAILIWICK_AUTH_ADMIN_KEY, short, auth.admin-key, 8",
    "BAILIWICK_HTTP_MAX_BODY_BYTES, 64 MiB, http.max-body-bytes, 16 MiB"
  })
  void aSettingOutOfItsBoundsIsNamed(String variable, String value, String key, String bound) {
    String log = refused(ServerSetup.on(StoreKind.EMBEDDED, "setting").with(variable, value));
    assertThat(log).contains(key, bound);
    if (!key.contains("key")) {
      assertThat(log).contains(value);
    }
  }

  @Test
  void anUnknownVariableIsNamed() {
    ServerSetup setup = ServerSetup.on(StoreKind.EMBEDDED, "unknown");
    assertThat(refused(setup.with("BAILIWICK_HTTP_COLOUR", "red")))
        .contains("BAILIWICK_HTTP_COLOUR");
  }

  @Test
  void aClusterOnTheEmbeddedStoreIsRefused() {
    ServerSetup setup = ServerSetup.on(StoreKind.EMBEDDED, "cluster");
    assertThat(refused(setup.with("BAILIWICK_CLUSTER_ENABLED", "true")))
        .containsIgnoringCase("embedded")
        .containsIgnoringCase("cluster");
  }

  @Test
  void aSecondServerOnOneFolderIsRefused() {
    try (ServerProcess first = ServerProcess.start(StoreKind.EMBEDDED, "first")) {
      Tenancy tenancy = Tenancy.ofThreeLevels(first.operator());
      String log = refused(first.setup().onAnotherPort("second"));
      assertThat(log).contains(first.setup().dataDir().toString());
      tenancy.agent().reserved("still-served", tenancy.leaf(), 1);
    }
  }

  @Test
  void aPortThatIsTakenIsNamed() {
    try (ServerProcess first = ServerProcess.start(StoreKind.EMBEDDED, "port")) {
      ServerSetup other = ServerSetup.on(StoreKind.EMBEDDED, "same-port");
      String log = refused(other.with("BAILIWICK_HTTP_PORT", Integer.toString(first.port())));
      assertThat(log).contains(Integer.toString(first.port()));
    }
  }

  @Test
  void aDatabaseThatIsNotThereIsNamed() {
    ServerSetup setup =
        ServerSetup.on(StoreKind.EMBEDDED, "no-database")
            .with("BAILIWICK_STORE_KIND", "postgresql")
            .with("BAILIWICK_STORE_URL", "jdbc:postgresql://127.0.0.1:1/none")
            .with("BAILIWICK_STORE_USER", "nobody");
    assertThat(refused(setup)).contains("127.0.0.1:1");
  }
}
