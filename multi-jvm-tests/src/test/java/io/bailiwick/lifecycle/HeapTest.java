package io.bailiwick.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import io.bailiwick.harness.Packaged;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How large a heap the launcher allows, on machines and in containers of all sizes. */
class HeapTest {
  private static final long MIB = 1024 * 1024;
  private static final String UNLIMITED = "max";

  @TempDir private Path root;
  private Path launcher;

  /** The launcher with a JDK that says its options, and the files of Linux in a folder. */
  @BeforeEach
  void aMachine() throws IOException {
    Path bin = Files.createDirectories(root.resolve("http/bin"));
    launcher = bin.resolve("bailiwick");
    String text = Files.readString(Packaged.root().resolve("http/bin/bailiwick"));
    assertThat(text).contains("=/proc/meminfo\n", "=/proc/self/cgroup\n", "=/sys/fs/cgroup\n");
    Files.writeString(
        launcher,
        text.replace("=/proc/meminfo\n", "=" + root.resolve("meminfo") + "\n")
            .replace("=/proc/self/cgroup\n", "=" + root.resolve("own") + "\n")
            .replace("=/sys/fs/cgroup\n", "=" + root.resolve("groups") + "\n"));
    script(bin.resolve("find-jdk"), "echo '" + root.resolve("jdk") + "'");
    script(Files.createDirectories(root.resolve("jdk/bin")).resolve("java"), "echo \"$@\"");
    Path jar = root.resolve("http/target/bailiwick/lib/bailiwick.jar");
    Files.createDirectories(jar.getParent());
    Files.writeString(jar, "");
  }

  private static void script(Path file, String text) throws IOException {
    Files.writeString(file, "#!/usr/bin/env bash\n" + text + "\n");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwx------"));
  }

  private void machine(long mib) throws IOException {
    Files.writeString(
        root.resolve("meminfo"),
        "MemTotal:       %d kB%nMemFree:         1 kB%n".formatted(mib * 1024));
  }

  private void group(String file, String limit) throws IOException {
    Path path = root.resolve("groups").resolve(file);
    Files.createDirectories(path.getParent());
    Files.writeString(path, limit + "\n");
  }

  /** What is said to the virtual machine. */
  private String options() throws IOException, InterruptedException {
    ProcessBuilder builder =
        new ProcessBuilder("bash", launcher.toString(), "version").redirectErrorStream(true);
    builder.environment().put("BAILIWICK_JAVA_OPTS", "-Dgiven=by-hand");
    Process process = builder.start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(said).isZero();
    return said;
  }

  @ParameterizedTest
  @CsvSource({"512, 640", "2560, 640", "2600, 650", "8192, 2048", "16384, 4096", "262144, 4096"})
  void isAQuarterOfTheMachineWithinBounds(long machineMib, long heapMib) throws Exception {
    machine(machineMib);
    assertThat(options()).contains(" -Xmn256m -Xmx" + heapMib + "m ");
  }

  @ParameterizedTest
  @CsvSource({
    "0::/, memory.max",
    "0::/kube/pod/one, kube/pod/one/memory.max",
    "0::/kube/pod/one, kube/pod/memory.max",
    "0::/kube/pod/one, memory.max",
    "4:memory:/docker/one, memory/docker/one/memory.limit_in_bytes",
    "4:memory:/docker/one, memory/memory.limit_in_bytes"
  })
  void isAQuarterOfWhatAnyGroupAroundItAllows(String own, String file) throws Exception {
    machine(16_384);
    Files.writeString(root.resolve("own"), "7:cpu,cpuacct:/other\n" + own + "\n");
    group(file, Long.toString(4_096 * MIB));
    assertThat(options()).contains(" -Xmx1024m ");
  }

  @Test
  void aGroupWithoutALimitOrWithMoreThanThereIsDoesNotCount() throws Exception {
    machine(8_192);
    Files.writeString(root.resolve("own"), "0::/a/b\n");
    group("a/b/memory.max", UNLIMITED);
    group("a/memory.max", "9223372036854771712");
    assertThat(options()).contains(" -Xmx2048m ");
  }

  @Test
  void whereNothingIsKnownItIsTheLeast() throws Exception {
    assertThat(options()).contains(" -Xmx640m ");
  }

  @Test
  void whatIsGivenByHandComesLater() throws Exception {
    machine(8_192);
    String options = options();
    assertThat(options.indexOf("-Dgiven=by-hand")).isGreaterThan(options.indexOf("-Xmx"));
  }
}
