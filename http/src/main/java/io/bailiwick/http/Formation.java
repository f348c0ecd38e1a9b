package io.bailiwick.http;

import io.bailiwick.config.ClusterSettings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.management.cluster.bootstrap.ClusterBootstrap;
import org.apache.pekko.management.javadsl.PekkoManagement;

/**
 * How a node becomes one of a cluster: it opens its management listener, and looks for the others
 * through theirs. With seed nodes the actor system joins by itself. The listener ends with the
 * actor system.
 */
final class Formation {

  /** A port of this machine is had at once, or not at all. */
  private static final Duration BIND_WITHIN = Duration.ofSeconds(5);

  private Formation() {}

  /**
   * Begins it, if the settings ask for any of it.
   *
   * @throws UncheckedIOException when the management listener's address cannot be had
   */
  static void begin(ActorSystem<?> system, ClusterSettings cluster) {
    if (cluster.hasManagement()) {
      openManagement(system, cluster);
    }
    if (cluster.bootstraps()) {
      ClusterBootstrap.get(system).start();
    }
  }

  private static void openManagement(ActorSystem<?> system, ClusterSettings cluster) {
    try {
      PekkoManagement.get(system)
          .start()
          .toCompletableFuture()
          .get(BIND_WITHIN.toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException | TimeoutException e) {
      throw notOpened(cluster, e.getCause() == null ? e : e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw notOpened(cluster, e);
    }
  }

  private static UncheckedIOException notOpened(ClusterSettings cluster, Throwable cause) {
    String message =
        "the management listener cannot be had on port %d: %s"
            .formatted(cluster.managementPort(), cause);
    return new UncheckedIOException(message, new IOException(message, cause));
  }
}
