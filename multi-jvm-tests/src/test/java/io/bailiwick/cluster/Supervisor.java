package io.bailiwick.cluster;

import io.bailiwick.harness.Clock;
import io.bailiwick.harness.ClusterNode;
import io.bailiwick.harness.ServerCluster;
import io.bailiwick.harness.Workers;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * What everybody has beside a server: starts a process again that has ended by itself, on the same
 * address.
 */
final class Supervisor implements AutoCloseable {
  private static final int LOOKS_EVERY_MS = 500;
  private static final Duration ENDS_WITHIN = Duration.ofSeconds(10);

  private final AtomicBoolean isOn = new AtomicBoolean(true);
  private final AtomicInteger restarts = new AtomicInteger();
  private final Workers<Void> watch;

  Supervisor(ServerCluster cluster) {
    watch =
        Workers.start(
            1,
            number -> {
              while (isOn.get()) {
                cluster.nodes().forEach(this::look);
                Clock.awaitPast(Clock.nowMs() + LOOKS_EVERY_MS);
              }
              return null;
            });
  }

  private void look(ClusterNode node) {
    if (node.launchIfEnded()) {
      restarts.incrementAndGet();
    }
  }

  int restarts() {
    return restarts.get();
  }

  @Override
  public void close() {
    isOn.set(false);
    watch.await(ENDS_WITHIN);
  }
}
