package io.bailiwick.http.listen;

import io.bailiwick.config.HttpSettings;
import io.bailiwick.http.error.Plane;
import io.bailiwick.http.route.Routes;
import io.bailiwick.time.Stopwatch;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.pekko.actor.typed.ActorSystem;

/** The listener of all planes, or one for operators and one for everybody else. */
public final class Listeners {
  private final List<Listener> listeners;
  private final Duration drainTimeout;

  private Listeners(List<Listener> listeners, Duration drainTimeout) {
    this.listeners = listeners;
    this.drainTimeout = drainTimeout;
  }

  /**
   * Binds them.
   *
   * @throws java.io.UncheckedIOException when an address cannot be had
   */
  public static Listeners bind(ActorSystem<?> system, HttpSettings http, Routes routes) {
    Set<Plane> planes = EnumSet.allOf(Plane.class);
    List<Listener> listeners = new ArrayList<>();
    if (http.hasAdminListener()) {
      planes.remove(Plane.ADMIN);
      listeners.add(
          Listener.bind(
              system,
              http,
              http.adminInterfaceName(),
              http.adminPort(),
              routes.of(EnumSet.of(Plane.ADMIN, Plane.SERVER))));
    }
    listeners.addFirst(
        Listener.bind(system, http, http.interfaceName(), http.port(), routes.of(planes)));
    return new Listeners(listeners, http.drainTimeout());
  }

  /** Of the one for agents. */
  public int port() {
    return listeners.getFirst().port();
  }

  /** Takes no more connections and requests, and waits for the answers that are still owed. */
  public void drain() {
    listeners.forEach(Listener::unbind);
    Stopwatch stopwatch = Stopwatch.start();
    for (Listener listener : listeners) {
      Duration left = drainTimeout.minusNanos(stopwatch.elapsedNanos());
      listener.awaitAnswers(left.isNegative() ? Duration.ZERO : left);
    }
  }

  @Override
  public String toString() {
    return listeners.stream().map(Listener::toString).collect(Collectors.joining(" and "));
  }
}
