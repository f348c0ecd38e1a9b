package io.bailiwick.oversight;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.bailiwick.harness.Bodies;
import io.bailiwick.harness.Request;
import io.bailiwick.harness.ServerProcess;
import io.bailiwick.harness.StoreKind;
import io.bailiwick.harness.Tenancy;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/** What happened at a server is counted, once each. */
class CountersIT {
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private static double metric(ServerProcess server, String name) {
    return server
        .client()
        .send(Request.get("/actuator/prometheus"))
        .answer()
        .body()
        .lines()
        .filter(line -> line.startsWith(name + " "))
        .mapToDouble(line -> Double.parseDouble(line.substring(name.length() + 1)))
        .sum();
  }

  @Test
  void countsLeasesThatEndedAndLedgersThatOweMore() {
    try (ServerProcess server = ServerProcess.start(StoreKind.byDefault(), "counters")) {
      AtomicReference<Tenancy> made = new AtomicReference<>();
      // A server that has just started on a loaded machine may be late once.
      await()
          .atMost(PATIENCE)
          .untilAsserted(() -> made.set(Tenancy.empty(server.operator()).budget("", 1_000)));
      Tenancy tenancy = made.get().budget("agent:a", 100, 500);
      String scope = tenancy.scope("agent:a");
      for (int i = 0; i < 2; i++) {
        tenancy
            .agent()
            .reserve(
                Bodies.reserve("lease-" + i, scope, 1)
                    .put("ttl_ms", 1_000)
                    .put("grace_period_ms", 0))
            .expect(200);
      }
      await()
          .atMost(PATIENCE)
          .untilAsserted(
              () -> assertThat(metric(server, "cycles_reservations_expired_total")).isEqualTo(2));

      tenancy.agent().event(Bodies.event("paid", scope, 100)).expect(201);
      assertThat(metric(server, "cycles_overdraft_incurred_total")).isZero();
      for (int i = 0; i < 2; i++) {
        tenancy
            .agent()
            .event(
                Bodies.event("owed-" + i, scope, 30).put("overage_policy", "ALLOW_WITH_OVERDRAFT"))
            .expect(201);
      }
      assertThat(metric(server, "cycles_overdraft_incurred_total")).isEqualTo(2);
      assertThat(metric(server, "cycles_reservations_expired_total")).isEqualTo(2);
    }
  }
}
