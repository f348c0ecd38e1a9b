package io.bailiwick.bench;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What was asked for on the command line: names of workloads, and {@code --name value}. */
final class Options {
  /** Every option, with what it is by default; empty for nothing. */
  private static final Map<String, String> DEFAULTS = defaults();

  private static final Set<String> STORES = Set.of("embedded", "postgresql");

  private final List<Workload> workloads;
  private final Map<String, String> values;

  private Options(List<Workload> workloads, Map<String, String> values) {
    this.workloads = workloads;
    this.values = values;
  }

  private static Map<String, String> defaults() {
    Map<String, String> all = new LinkedHashMap<>();
    for (String option :
        List.of(
            "url=",
            "admin-url=",
            "admin-key=",
            "pids=",
            "store=embedded",
            "runs=3",
            "warmup=10",
            "secs=20",
            "rate=0",
            "connections=0",
            "seeded=100000",
            "held=10000",
            "grown=1000000",
            "quiet-rate=5",
            "out=")) {
      String[] parts = option.split("=", 2);
      all.put(parts[0], parts[1]);
    }
    return all;
  }

  /**
   * Reads the arguments.
   *
   * @throws IllegalArgumentException with what is wrong with them
   */
  static Options of(String... arguments) {
    List<Workload> workloads = new ArrayList<>();
    Map<String, String> values = new LinkedHashMap<>(DEFAULTS);
    for (int i = 0; i < arguments.length; i++) {
      String argument = arguments[i];
      if (!argument.startsWith("--")) {
        workloads.add(Workload.named(argument));
        continue;
      }
      String name = argument.substring(2);
      if (!DEFAULTS.containsKey(name)) {
        throw new IllegalArgumentException(
            "there is no option --" + name + ", only " + DEFAULTS.keySet());
      }
      if (++i == arguments.length) {
        throw new IllegalArgumentException("--" + name + " wants a value");
      }
      values.put(name, arguments[i]);
    }
    if (workloads.isEmpty()) {
      workloads.addAll(List.of(Workload.values()));
      if (!values.get("url").isEmpty()) {
        workloads.remove(Workload.LIMIT);
      }
    }
    Options options = new Options(workloads, values);
    options.check();
    return options;
  }

  private void check() {
    atLeast("runs", 1);
    atLeast("secs", 1);
    atLeast("seeded", 1);
    atLeast("held", 2);
    atLeast("grown", 1);
    atLeast("warmup", 0);
    atLeast("connections", 0);
    if (!(ratePerSecond() >= 0)) {
      throw new IllegalArgumentException("--rate is at least 0, not " + values.get("rate"));
    }
    if (!(quietRatePerSecond() > 0)) {
      throw new IllegalArgumentException("--quiet-rate is above 0");
    }
    if (!STORES.contains(values.get("store"))) {
      throw new IllegalArgumentException("--store is one of " + STORES);
    }
    if (isOwnServer() && !values.get("admin-key").isEmpty()) {
      throw new IllegalArgumentException("--admin-key is of a server that --url names");
    }
    if (!isOwnServer() && adminKey().isEmpty()) {
      throw new IllegalArgumentException("--url wants --admin-key, or ADMIN_API_KEY to be set");
    }
    if (!isOwnServer() && workloads.contains(Workload.LIMIT)) {
      throw new IllegalArgumentException("limit is of a server that is started, without --url");
    }
    pids();
  }

  List<Workload> workloads() {
    return workloads;
  }

  /** Whether there is no URL, so that a server has to be started. */
  boolean isOwnServer() {
    return values.get("url").isEmpty();
  }

  List<String> urls() {
    return Arrays.asList(values.get("url").split(","));
  }

  /** Where operators' requests go; the first node unless said otherwise. */
  String adminUrl() {
    return values.get("admin-url").isEmpty() ? urls().getFirst() : values.get("admin-url");
  }

  /** From the environment where it is no option, so that no list of processes shows it. */
  String adminKey() {
    String told = values.get("admin-key");
    return told.isEmpty() ? System.getenv().getOrDefault("ADMIN_API_KEY", "") : told;
  }

  /** The store of a server that is started. */
  String store() {
    return values.get("store");
  }

  /** Processes by name. */
  Map<String, Long> pids() {
    Map<String, Long> pids = new LinkedHashMap<>();
    for (String pid : values.get("pids").split(",")) {
      String[] parts = pid.split("=", 2);
      if (parts.length == 2) {
        pids.put(parts[0], number("pids", parts[1]));
      } else if (!pid.isEmpty()) {
        throw new IllegalArgumentException("--pids is name=pid,name=pid, not " + pid);
      }
    }
    return pids;
  }

  int runs() {
    return Math.toIntExact(number("runs"));
  }

  Duration warmUp() {
    return Duration.ofSeconds(number("warmup"));
  }

  Duration window() {
    return Duration.ofSeconds(number("secs"));
  }

  /** Of all connections together; 0 for a closed loop. */
  double ratePerSecond() {
    return decimal("rate");
  }

  /** Instead of those that a workload has; 0 for those. */
  int connections() {
    return Math.toIntExact(number("connections"));
  }

  /** Reservations that w5 reads over. */
  long seeded() {
    return number("seeded");
  }

  /** Reservations that w4's budget is enough for. */
  long held() {
    return number("held");
  }

  /** Lifecycles that w8 adds. */
  long grown() {
    return number("grown");
  }

  /** Of each quiet tenant of w9. */
  double quietRatePerSecond() {
    return decimal("quiet-rate");
  }

  /** Where the figures go; empty for a file under the module's target folder. */
  String out() {
    return values.get("out");
  }

  /** All values but the key, for the report. */
  Map<String, String> told() {
    Map<String, String> told = new LinkedHashMap<>(values);
    told.remove("admin-key");
    told.put("workloads", workloads.toString());
    return told;
  }

  private void atLeast(String name, long least) {
    if (number(name) < least) {
      throw new IllegalArgumentException(
          "--%s is at least %d, not %s".formatted(name, least, values.get(name)));
    }
  }

  private long number(String name) {
    return number(name, values.get(name));
  }

  private static long number(String name, String value) {
    try {
      return Long.parseLong(value);
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException("--" + name + " is a whole number, not " + value, e);
    }
  }

  private double decimal(String name) {
    try {
      return Double.parseDouble(values.get(name));
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException("--" + name + " is a number, not " + values.get(name), e);
    }
  }
}
