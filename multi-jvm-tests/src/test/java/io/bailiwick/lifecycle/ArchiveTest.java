package io.bailiwick.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.bailiwick.harness.Packaged;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** However the practice ends that makes the archive, it leaves no half of one and no process. */
class ArchiveTest {
  private static final Duration SOON = Duration.ofSeconds(20);
  private static final String LIMIT = "practice_within_s=180";

  /** Writes half of what it should, starts another process, as the real one does, and stays. */
  private static final String PRACTICE =
      """
      for option in "$@"; do case $option in -XX:AOTCacheOutput=*) out=${option#*=} ;; esac; done
      echo half >"$out"
      echo half >"$out.config"
      sleep 300 &
      echo "$$ $!" >"%1$s.new"
      mv "%1$s.new" "%1$s"
      wait
      """;

  private static final String QUICK =
      """
      for option in "$@"; do case $option in -XX:AOTCacheOutput=*) out=${option#*=} ;; esac; done
      echo whole >"$out"
      """;

  @TempDir private Path root;
  private Path launcher;
  private Path packaged;
  private Path temporary;
  private Path pids;
  private Process process;

  @BeforeEach
  void aPracticeThatStays() throws IOException {
    Path bin = Files.createDirectories(root.resolve("http/bin"));
    launcher = Files.copy(Packaged.root().resolve("http/bin/bailiwick"), bin.resolve("bailiwick"));
    packaged = Files.createDirectories(root.resolve("http/target/bailiwick"));
    temporary = Files.createDirectories(root.resolve("tmp"));
    pids = root.resolve("pids");
    Files.createDirectories(root.resolve("jdk/bin"));
    script(bin.resolve("find-jdk"), "echo '" + root.resolve("jdk") + "'");
    script(java(), PRACTICE.formatted(pids));
  }

  @AfterEach
  void end() throws IOException {
    if (process != null) {
      process.destroyForcibly();
    }
    if (Files.exists(pids)) {
      practice().forEach(ProcessHandle::destroyForcibly);
    }
  }

  private Path java() {
    return root.resolve("jdk/bin/java");
  }

  private static void script(Path file, String text) throws IOException {
    Files.writeString(file, "#!/usr/bin/env bash\n" + text + "\n");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwx------"));
  }

  private void start() throws IOException {
    ProcessBuilder builder =
        new ProcessBuilder("bash", launcher.toString(), "archive")
            .redirectErrorStream(true)
            .redirectOutput(root.resolve("said").toFile());
    builder.environment().put("TMPDIR", temporary.toString());
    process = builder.start();
  }

  private int exitCode() throws Exception {
    assertThat(process.waitFor(SOON.toSeconds(), TimeUnit.SECONDS)).as("it ends").isTrue();
    return process.exitValue();
  }

  private String said() throws IOException {
    return Files.readString(root.resolve("said"), StandardCharsets.UTF_8);
  }

  /** The practice, and what it has started. */
  private List<ProcessHandle> practice() throws IOException {
    return Stream.of(Files.readString(pids).strip().split(" "))
        .map(Long::valueOf)
        .flatMap(pid -> ProcessHandle.of(pid).stream())
        .filter(ProcessHandle::isAlive)
        .toList();
  }

  private void awaitPractice() {
    await().atMost(SOON).until(() -> Files.exists(pids));
  }

  private void assertNothingIsLeft() throws IOException {
    await().atMost(SOON).until(() -> practice().isEmpty());
    assertThat(packaged).isEmptyDirectory();
    assertThat(temporary).isEmptyDirectory();
  }

  @Test
  void oneThatDoesNotEndIsEnded() throws Exception {
    String text = Files.readString(launcher);
    assertThat(text).contains(LIMIT);
    Files.writeString(launcher, text.replace(LIMIT, "practice_within_s=1"));
    start();

    assertThat(exitCode()).as("all works without an archive").isZero();
    assertThat(said()).startsWith("The archive was not made: the practice ended with 137");
    assertNothingIsLeft();
  }

  @Test
  void oneThatIsKilledLeavesNothing() throws Exception {
    start();
    awaitPractice();
    practice().getFirst().destroyForcibly();

    assertThat(exitCode()).isZero();
    assertThat(said()).contains("The archive was not made");
    assertNothingIsLeft();
  }

  @Test
  void aLauncherThatIsStoppedTakesItWithIt() throws Exception {
    start();
    awaitPractice();
    process.destroy();

    assertThat(exitCode()).isEqualTo(128 + 15);
    assertNothingIsLeft();
  }

  @Test
  void oneThatEndsLeavesTheArchiveAlone() throws Exception {
    script(java(), QUICK);
    start();

    assertThat(exitCode()).isZero();
    assertThat(said()).isEmpty();
    assertThat(packaged.resolve("bailiwick.aot")).hasContent("whole");
    assertThat(packaged.toFile().list()).hasSize(1);
    assertThat(temporary).isEmptyDirectory();
  }
}
