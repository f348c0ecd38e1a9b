package io.bailiwick.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.bailiwick.harness.Json;
import io.bailiwick.harness.Operator;
import io.bailiwick.harness.Packaged;
import io.bailiwick.harness.Query;
import io.bailiwick.harness.ServerProcess;
import io.bailiwick.harness.ServerSetup;
import io.bailiwick.harness.SharedServer;
import io.bailiwick.harness.StoreKind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The command as people run it, but for a short time, whose figures say nothing. */
class BenchIT {
  private static final Duration WITHIN = Duration.ofSeconds(120);
  private static final Duration OPENED_WITHIN = Duration.ofSeconds(20);

  private static final String STORE = StoreKind.byDefault().name().toLowerCase(Locale.ROOT);

  @TempDir private Path folder;

  @Test
  void everyRunIsAuditedAndHasItsFigures() throws Exception {
    try (Command bench =
        start(
            "w1",
            "limit",
            "w4",
            "w6",
            "--warmup",
            "1",
            "--secs",
            "2",
            "--held",
            "300",
            "--store",
            STORE)) {
      assertThat(bench.exitCode()).as(bench.said()).isZero();
      assertThat(bench.said()).contains("All ledgers add up.", "of the bare route's (limit)");
      JsonNode figures = bench.figures();
      assertThat(figures.path("w1_share_of_limit").asDouble()).isPositive();
      Map<String, JsonNode> runs = new HashMap<>();
      figures.path("runs").forEach(run -> runs.put(run.path("workload").asText(), run));
      assertThat(runs).containsOnlyKeys("w1", "limit", "w4", "w6");
      assertThat(runs.values()).allSatisfy(BenchIT::isGood);
      if (Proc.isThere()) {
        runs.forEach(
            (workload, run) ->
                assertThat(run.path("processes").properties())
                    .extracting(Map.Entry::getKey)
                    .containsExactlyElementsOf(processes(workload)));
      }
    }
  }

  private static void isGood(JsonNode run) {
    assertThat(run.path("per_second").asDouble()).isPositive();
    assertThat(run.path("failures").isEmpty()).isTrue();
    assertThat(run.path("ledgers_compared").asInt())
        .isEqualTo(run.path("workload").asText().equals("limit") ? 0 : 1);
    JsonNode counts = run.path("by_second").path("count");
    JsonNode counted = run.path("latency").path(run.path("counted").asText());
    assertThat(counts).hasSize(2);
    assertThat(sum(counts)).isEqualTo(counted.path("count").asLong());
    assertThat(run.path("longest_stall_ms").asLong()).isBetween(0L, 2_000L);
    if (Proc.isThere()) {
      assertThat(run.path("machine").path("idle").asDouble(-1)).isBetween(0.0, 1.0);
      assertThat(run.path("processes"))
          .allSatisfy(process -> assertThat(process.path("cpu_ms").asLong()).isPositive());
    }
  }

  private static List<String> processes(String workload) {
    if (workload.equals("limit")) {
      return List.of("bare route", "client");
    }
    return STORE.equals("postgresql")
        ? List.of("server", "store", "client")
        : List.of("server", "client");
  }

  @Test
  void ledgerThatSaysSomethingElseMakesTheRunWorthless() throws Exception {
    ServerProcess server = SharedServer.running();
    Operator operator = server.operator();
    Set<String> before = tenants(operator);
    try (Command bench =
        start(
            "w6",
            "--warmup",
            "0",
            "--secs",
            "5",
            "--url",
            "http://127.0.0.1:" + server.port(),
            "--admin-key",
            ServerSetup.ADMIN_KEY)) {
      String tenant =
          await().atMost(OPENED_WITHIN).until(() -> opened(operator, before), t -> !t.isEmpty());
      giveBehindItsBack(operator, tenant);
      assertThat(bench.exitCode()).as(bench.said()).isEqualTo(1);
      assertThat(bench.said()).contains("WRONG: tenant:" + tenant + ": allocated");
      assertThat(bench.figures().path("runs").path(0).path("failures")).hasSize(1);
    }
  }

  /** The tenant of the bench, once it has its ledger; empty before. */
  private static String opened(Operator operator, Set<String> before) {
    return tenants(operator).stream()
        .filter(tenant -> !before.contains(tenant) && !operator.ledgers(tenant).isEmpty())
        .findFirst()
        .orElse("");
  }

  private static Set<String> tenants(Operator operator) {
    return operator.rows("/v1/admin/tenants?limit=100", "tenants").stream()
        .map(tenant -> tenant.path("tenant_id").asText())
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static void giveBehindItsBack(Operator operator, String tenant) {
    operator
        .post(
            Query.of(
                "/v1/admin/budgets/fund",
                "tenant_id",
                tenant,
                "scope",
                "tenant:" + tenant,
                "unit",
                Site.UNIT),
            Json.object("operation", "CREDIT", "amount", Json.amount(Site.UNIT, 1)))
        .expect(200);
  }

  private static long sum(JsonNode counts) {
    long sum = 0;
    for (JsonNode count : counts) {
      sum += count.asLong();
    }
    return sum;
  }

  private Command start(String... arguments) throws IOException {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                Bench.class.getName()));
    command.addAll(List.of(arguments));
    Path out = folder.resolve("figures.json");
    command.addAll(List.of("--runs", "1", "--out", out.toString()));
    Path log = folder.resolve("log");
    Process process =
        new ProcessBuilder(command)
            .directory(Packaged.root().toFile())
            .redirectErrorStream(true)
            .redirectOutput(log.toFile())
            .start();
    return new Command(process, log, out);
  }

  /** One that runs, or has run. */
  private record Command(Process process, Path log, Path out) implements AutoCloseable {
    int exitCode() throws InterruptedException, IOException {
      if (!process.waitFor(WITHIN.toSeconds(), TimeUnit.SECONDS)) {
        throw new AssertionError("still running after " + WITHIN + ":\n" + said());
      }
      return process.exitValue();
    }

    String said() throws IOException {
      return Files.readString(log);
    }

    JsonNode figures() throws IOException {
      return Json.parse(Files.readString(out));
    }

    /** So that it stops the server that it has started. */
    @Override
    public void close() {
      process.destroy();
    }
  }
}
