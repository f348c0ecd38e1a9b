package io.bailiwick.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.bailiwick.fault.Load;
import io.bailiwick.harness.Bodies;
import io.bailiwick.harness.Clock;
import io.bailiwick.harness.Request;
import io.bailiwick.harness.ServerProcess;
import io.bailiwick.harness.ServerProcess.Stopped;
import io.bailiwick.harness.ServerSetup;
import io.bailiwick.harness.StoreKind;
import io.bailiwick.harness.Tenancy;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** SIGTERM while 32 clients work. */
class StopIT {
  private static final Duration STOPS_WITHIN = Duration.ofSeconds(10);
  private static final Duration KNOWN_WITHIN = Duration.ofSeconds(10);

  /** Files that were deleted can still be written; nobody may be told that this is durable. */
  @Test
  void aDeletedDataFolderIsAcknowledgedToNobodyAndHoldsUpNoStop() throws IOException {
    ServerProcess server =
        ServerProcess.start(ServerSetup.on(StoreKind.EMBEDDED, "deleted").asPeopleStartIt());
    Tenancy tenancy = Tenancy.ofThreeLevels(server.operator());
    tenancy.agent().reserved("before", tenancy.leaf(), 1);
    try (Stream<Path> files = Files.list(server.setup().dataDir())) {
      for (Path file : files.toList()) {
        Files.delete(file);
      }
    }
    tenancy
        .agent()
        .reserve(Bodies.reserve("after", tenancy.leaf(), 1))
        .refused(503, "INTERNAL_ERROR");
    await()
        .atMost(KNOWN_WITHIN)
        .until(
            () ->
                server.client().send(Request.get("/readiness")).status() == 503
                    && server.client().send(Request.get("/actuator/health/liveness")).status()
                        == 200);
    assertThat(server.log()).contains("was deleted or replaced");
    assertThat(server.terminate().took()).isLessThanOrEqualTo(STOPS_WITHIN);
  }

  @ParameterizedTest
  @EnumSource
  void isQuickAndLosesNothing(StoreKind store) {
    ServerProcess server = ServerProcess.start(ServerSetup.on(store, "stop").asPeopleStartIt());
    Load load = Load.on(server, "s");
    Clock.awaitPast(Clock.nowMs() + 1_000);
    Stopped stopped = server.terminate();
    load.awaitEnd();
    System.out.printf("%s: stopped under load in %d ms%n", store, stopped.took().toMillis());
    assertThat(stopped.took()).isLessThanOrEqualTo(STOPS_WITHIN);
    assertThat(stopped.exitCode()).isIn(0, 143);
    assertThat(load.acknowledged()).isPositive();

    try (ServerProcess again = ServerProcess.start(server.setup())) {
      load.resolveAndJudge(again);
    }
  }
}
