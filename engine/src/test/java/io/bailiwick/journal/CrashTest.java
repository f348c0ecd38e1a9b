package io.bailiwick.journal;

import static org.assertj.core.api.Assertions.assertThat;

import io.bailiwick.config.StoreSettings;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * A process that is killed in the middle of its writes has lost nothing that it has acknowledged.
 */
class CrashTest {

  private static final int ROUNDS = Integer.getInteger("bailiwick.crash.rounds", 5);
  private static final long SEED = Long.getLong("bailiwick.crash.seed", System.nanoTime());

  /** A round kills after this many acknowledgements, at most. */
  private static final int ACKNOWLEDGED_MAX = 3_000;

  @TempDir Path dataDir;

  @ParameterizedTest
  @EnumSource
  void killedProcessHasLostNothingItAcknowledged(TestStore store) throws Exception {
    StoreSettings settings = store.settings(dataDir.resolve("data"));
    Random random = new Random(SEED);
    Map<String, Long> acknowledged = new HashMap<>();
    for (int round = 0; round < ROUNDS; round++) {
      killAfter(1 + random.nextInt(ACKNOWLEDGED_MAX), command(settings, List.of()), acknowledged);
      try (Store opened = Store.open(settings, Occupancy.ALONE, InstantSource.system())) {
        for (var entity : acknowledged.entrySet()) {
          String where = entity.getKey() + " in round " + round + " of seed " + SEED;
          long highest = highest(opened.readPool(), entity.getKey());
          assertThat(highest).as(where).isGreaterThanOrEqualTo(entity.getValue());
          assertThat(
                  count(
                      opened.readPool(),
                      "SELECT count(*) FROM event_journal WHERE persistence_id = ?",
                      entity.getKey()))
              .as("no gap in " + where)
              .isEqualTo(highest);
          assertThat(
                  count(
                      opened.readPool(),
                      "SELECT count(*) FROM idempotency WHERE idempotency_key LIKE ? || '/%'",
                      entity.getKey()))
              .as("each event with its row, in " + where)
              .isEqualTo(highest);
        }
      }
    }
    assertThat(acknowledged).hasSize(8);
  }

  /**
   * What survives a power loss is what has been flushed: looked up in the system calls themselves.
   */
  @Test
  void embeddedStoreHasFlushedEveryEventBeforeItIsAcknowledged() throws Exception {
    Assumptions.assumeTrue(
        Files.isExecutable(Path.of("/usr/bin/strace")), "strace is not installed");
    StoreSettings settings = TestStore.EMBEDDED.settings(dataDir.resolve("data"));
    Path trace = dataDir.resolve("trace");
    List<String> tracer =
        List.of(
            "/usr/bin/strace",
            "-f",
            "-y",
            "-s",
            "5000",
            "-e",
            "trace=fsync,fdatasync,pwrite64,write",
            "-o",
            trace.toString());
    killAfter(200, command(settings, tracer), new HashMap<>());
    FlushTrace flushes = FlushTrace.read(trace, EmbeddedBackend.DATABASE_FILE + "-wal");
    assertThat(flushes.acknowledged()).isGreaterThanOrEqualTo(200);
    assertThat(flushes.flushes()).isGreaterThanOrEqualTo(200 / 8);
    assertThat(flushes.tooEarly()).as("acknowledged before it was flushed").isEmpty();
  }

  static long highest(DataSource pool, String entity) throws SQLException {
    return count(
        pool,
        "SELECT coalesce(max(sequence_number), 0) FROM event_journal WHERE persistence_id = ?",
        entity);
  }

  private static long count(DataSource pool, String sql, String argument) throws SQLException {
    try (Connection connection = pool.getConnection();
        PreparedStatement statement = connection.prepareStatement(sql)) {
      statement.setString(1, argument);
      try (ResultSet result = statement.executeQuery()) {
        result.next();
        return result.getLong(1);
      }
    }
  }

  /**
   * Runs the child until it has acknowledged so much, kills it, and adds all acknowledgements that
   * it got out.
   */
  private static void killAfter(
      int acknowledgements, List<String> command, Map<String, Long> acknowledged)
      throws IOException, InterruptedException {
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    List<String> other = new ArrayList<>();
    int seen = 0;
    try (BufferedReader output = process.inputReader()) {
      for (String line = output.readLine(); line != null; line = output.readLine()) {
        if (line.startsWith("entity-")) {
          int space = line.indexOf(' ');
          acknowledged.merge(
              line.substring(0, space), Long.parseLong(line.substring(space + 1)), Math::max);
          seen++;
        } else {
          other.add(line);
        }
        if (seen == acknowledgements) {
          // The handles' kill leaves the pipe open: what was printed before is still read.
          process.descendants().forEach(ProcessHandle::destroyForcibly);
          process.toHandle().destroyForcibly();
        }
      }
    }
    assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
    assertThat(seen).as(String.join("\n", other)).isGreaterThanOrEqualTo(acknowledgements);
  }

  private static List<String> command(StoreSettings settings, List<String> prefix) {
    List<String> command = new ArrayList<>(prefix);
    command.addAll(
        List.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-Xmx128m",
            // It lives for a second or two.
            "-XX:TieredStopAtLevel=1",
            "-XX:+UseSerialGC",
            "--enable-native-access=ALL-UNNAMED",
            "--sun-misc-unsafe-memory-access=allow",
            "-cp",
            System.getProperty("java.class.path"),
            CrashChild.class.getName(),
            settings.kind().name(),
            settings.dataDir().toString(),
            settings.url()));
    return command;
  }
}
