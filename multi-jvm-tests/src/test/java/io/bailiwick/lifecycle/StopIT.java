package io.bailiwick.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import io.bailiwick.fault.Load;
import io.bailiwick.harness.Clock;
import io.bailiwick.harness.ServerProcess;
import io.bailiwick.harness.ServerProcess.Stopped;
import io.bailiwick.harness.StoreKind;
import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** SIGTERM while 32 clients work. */
class StopIT {
  private static final Duration STOPS_WITHIN = Duration.ofSeconds(10);

  @ParameterizedTest
  @EnumSource
  void isQuickAndLosesNothing(StoreKind store) {
    ServerProcess server = ServerProcess.start(store, "stop");
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
