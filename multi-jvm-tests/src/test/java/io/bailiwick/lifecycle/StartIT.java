package io.bailiwick.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.bailiwick.harness.Bodies;
import io.bailiwick.harness.Clock;
import io.bailiwick.harness.HttpConnection;
import io.bailiwick.harness.Relay;
import io.bailiwick.harness.Request;
import io.bailiwick.harness.ServerProcess;
import io.bailiwick.harness.ServerSetup;
import io.bailiwick.harness.StoreKind;
import io.bailiwick.harness.Tenancy;
import io.bailiwick.harness.Wire;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A start: how long, how large, and what it leaves behind. */
class StartIT {
  private static final Duration STARTS_WITHIN = Duration.ofSeconds(5);
  private static final int STARTS_MAX = 3;
  private static final String JDBC = "jdbc:";
  private static final String NOT_YET = "the database is not reached yet";

  /** Some tries, and much less than a server waits at its start. */
  private static final int LATE_MS = 1_000;

  private static final long IDLE_KIB_MAX = 400 * 1024;

  /** The quickest of a few: what the server needs, and not what the machine does besides. */
  @ParameterizedTest
  @EnumSource
  void isQuickAndSmall(StoreKind store) {
    Duration quickest = Duration.ofDays(1);
    for (int start = 0; start < STARTS_MAX && quickest.compareTo(STARTS_WITHIN) > 0; start++) {
      try (ServerProcess server =
          ServerProcess.start(ServerSetup.on(store, "start").asPeopleStartIt())) {
        System.out.printf(
            "%s: ready after %d ms, idle with %d KiB%n",
            store, server.startTook().toMillis(), server.residentKib());
        assertThat(server.residentKib()).isLessThanOrEqualTo(IDLE_KIB_MAX);
        quickest = server.startTook();
      }
    }
    assertThat(quickest).isLessThanOrEqualTo(STARTS_WITHIN);
  }

  @ParameterizedTest
  @EnumSource
  void aRestartFindsEverything(StoreKind store) {
    ServerProcess server = ServerProcess.start(store, "restart");
    Tenancy tenancy = Tenancy.ofThreeLevels(server.operator());
    String committed = tenancy.agent().reserved("c", tenancy.leaf(), 100);
    String active = tenancy.agent().reserved("a", tenancy.leaf(), 200);
    tenancy.agent().commit(committed, Bodies.commit("c", 60)).expect(200);
    tenancy.operator().freeze(tenancy.scope("app:chat")).expect(200);
    String first = tenancy.agent().reservation(active).answer().body();
    var ledgers = tenancy.operator().ledgers(tenancy.id());
    String tenant = server.operator().get("/v1/admin/tenants/" + tenancy.id()).answer().body();
    assertThat(server.terminate().exitCode()).isIn(0, 143);

    try (ServerProcess again = ServerProcess.start(server.setup())) {
      Tenancy same =
          new Tenancy(
              tenancy.id(),
              again.operator(),
              new io.bailiwick.harness.Agent(
                  again.client(), tenancy.id(), tenancy.agent().secret()));
      assertThat(same.operator().ledgers(tenancy.id())).isEqualTo(ledgers);
      assertThat(same.agent().reservation(active).answer().body()).isEqualTo(first);
      assertThat(same.operator().get("/v1/admin/tenants/" + tenancy.id()).answer().body())
          .isEqualTo(tenant);
      assertThat(same.agent().commit(committed, Bodies.commit("c", 60)).amount("charged"))
          .isEqualTo(60);
      same.agent().reserve(Bodies.reserve("n", same.leaf(), 1)).refused(409, "BUDGET_FROZEN");
      same.agent().release(active, Bodies.release("r")).expect(200);
    }
  }

  /** As when a machine starts both, and the database takes longer. */
  @Test
  void aDatabaseThatIsNotThereAtFirstIsWaitedFor() {
    ServerSetup setup = ServerSetup.on(StoreKind.POSTGRESQL, "late-database");
    URI database = URI.create(setup.settings().get("BAILIWICK_STORE_URL").substring(JDBC.length()));
    int port = setup.onAnotherPort("database").port();
    String url = JDBC + "postgresql://127.0.0.1:" + port + database.getPath();
    try (ServerProcess server = ServerProcess.launch(setup.with("BAILIWICK_STORE_URL", url))) {
      await().atMost(STARTS_WITHIN.multipliedBy(4)).until(() -> server.log().contains(NOT_YET));
      Clock.awaitPast(Clock.nowMs() + LATE_MS);
      assertThat(server.isAlive()).isTrue();
      Relay.Line open = new Relay.Line(new Wire(), new Wire());
      InetSocketAddress there = new InetSocketAddress(database.getHost(), database.getPort());
      Relay relay = new Relay(port, there, from -> open);
      try {
        server.awaitReady();
        Tenancy tenancy = Tenancy.ofThreeLevels(server.operator());
        tenancy.agent().reserved("late", tenancy.leaf(), 1);
      } finally {
        relay.close();
      }
      assertThat(server.log().split(NOT_YET, -1)).as("said once").hasSize(2);
    }
  }

  @Test
  void anAdminKeyIsMadeOnTheFirstStartAndKeptForItsOwner() throws IOException {
    ServerSetup setup =
        ServerSetup.on(StoreKind.EMBEDDED, "own-key").without("BAILIWICK_AUTH_ADMIN_KEY");
    try (ServerProcess server = ServerProcess.start(setup)) {
      String key = keyIn(setup.dataDir());
      Request request = Request.get("/v1/admin/tenants");
      server.client().send(request.with("X-Admin-API-Key", key)).expect(200);
      server.client().send(request.with("X-Admin-API-Key", "other")).refused(401, "UNAUTHORIZED");
    }
  }

  @Test
  void theStoreIsItsOwnersAloneInAFolderThatIsNot() throws IOException {
    ServerSetup setup = ServerSetup.on(StoreKind.EMBEDDED, "open-folder");
    Files.createDirectories(setup.dataDir());
    Files.setPosixFilePermissions(setup.dataDir(), PosixFilePermissions.fromString("rwxr-xr-x"));
    try (ServerProcess server = ServerProcess.start(setup);
        Stream<Path> files = Files.list(server.setup().dataDir())) {
      for (Path file : files.filter(path -> path.toString().contains(".db")).toList()) {
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
            .as(file.toString())
            .isEqualTo("rw-------");
      }
    }
  }

  /** The file that names the admin key; nobody but its owner may read it. */
  private static String keyIn(Path dataDir) throws IOException {
    try (Stream<Path> files = Files.list(dataDir)) {
      Path file =
          files
              .filter(path -> path.getFileName().toString().contains("admin"))
              .findFirst()
              .orElseThrow();
      assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
          .isEqualTo("rw-------");
      return Files.readString(file).strip();
    }
  }

  @Test
  void healthIsSaidToEverybodyAndSaysNothingElse() throws IOException {
    try (ServerProcess server = ServerProcess.start(StoreKind.EMBEDDED, "health")) {
      for (String path :
          new String[] {
            "/readiness",
            "/actuator/health",
            "/actuator/health/liveness",
            "/actuator/health/readiness"
          }) {
        assertThat(server.client().send(Request.get(path)).expect(200).answer().body())
            .isEqualTo("{\"status\":\"UP\"}");
      }
      server.client().send(Request.get("/actuator/prometheus")).expect(200);
      try (HttpConnection browser = new HttpConnection(server.port())) {
        assertThat(browser.exchange(Request.get("/api")).status()).isIn(200, 301, 302, 307, 308);
      }
    }
  }
}
