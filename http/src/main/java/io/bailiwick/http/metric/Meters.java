package io.bailiwick.http.metric;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/** The registry of this node, and the ways into it. Thread-safe. */
public final class Meters {
  private static final Duration[] BOUNDS = {
    Duration.ofMillis(1),
    Duration.ofMillis(2),
    Duration.ofMillis(5),
    Duration.ofMillis(10),
    Duration.ofMillis(25),
    Duration.ofMillis(50),
    Duration.ofMillis(100),
    Duration.ofMillis(250),
    Duration.ofSeconds(1),
    Duration.ofSeconds(5)
  };

  private final PrometheusMeterRegistry registry =
      new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);

  /** Looking one up in the registry costs more than counting. */
  private final Map<Key, Counter> counters = new ConcurrentHashMap<>();

  private final Map<Key, Timer> timers = new ConcurrentHashMap<>();
  private final Map<Key, DistributionSummary> summaries = new ConcurrentHashMap<>();

  /**
   * By which meters are found.
   *
   * @param tags names and values in turn
   */
  private record Key(String name, List<String> tags) {
    static Key of(String name, String... tags) {
      return new Key(name, List.of(tags));
    }
  }

  /** A registry that also measures the process. */
  @SuppressWarnings("resource") // Measures as long as the process is there.
  public static Meters ofProcess() {
    Meters meters = new Meters();
    new JvmMemoryMetrics().bindTo(meters.registry);
    new JvmGcMetrics().bindTo(meters.registry);
    new JvmThreadMetrics().bindTo(meters.registry);
    new ProcessorMetrics().bindTo(meters.registry);
    new UptimeMetrics().bindTo(meters.registry);
    return meters;
  }

  /**
   * One more.
   *
   * @param tags names and values in turn; few values each, never of a tenant
   */
  public void count(String name, String... tags) {
    count(1, name, tags);
  }

  /** {@code number} more. */
  public void count(long number, String name, String... tags) {
    counters
        .computeIfAbsent(Key.of(name, tags), key -> registry.counter(name, tags))
        .increment(number);
  }

  /** It took so long. */
  public void time(long nanos, String name, String... tags) {
    timers
        .computeIfAbsent(Key.of(name, tags), key -> timer(name, tags))
        .record(Duration.ofNanos(nanos));
  }

  /**
   * What can be asked at any time.
   *
   * @param tags names and values in turn
   */
  public void gauge(String name, String description, Supplier<Number> value, String... tags) {
    Gauge.builder(name, value).description(description).tags(tags).register(registry);
  }

  /** Of sizes, their number, sum and maximum. */
  public void size(long size, String name, String... tags) {
    summaries.computeIfAbsent(Key.of(name, tags), key -> registry.summary(name, tags)).record(size);
  }

  /** Everything in the text form of Prometheus. */
  public String text() {
    return registry.scrape();
  }

  private Timer timer(String name, String... tags) {
    return Timer.builder(name).tags(tags).serviceLevelObjectives(BOUNDS).register(registry);
  }
}
