package io.bailiwick.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import io.bailiwick.harness.Packaged;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the launcher says on a machine that lacks what it needs: one sentence. */
class LauncherTest {
  private static final String SENTENCE = "Bailiwick needs a JDK";

  @TempDir private Path root;
  private Path launcher;

  /** The launcher beside a search that finds nothing, and a Maven that complains at length. */
  @BeforeEach
  void aMachineWithoutAJdk() throws IOException {
    Path bin = Files.createDirectories(root.resolve("http/bin"));
    launcher = Files.copy(Packaged.root().resolve("http/bin/bailiwick"), bin.resolve("bailiwick"));
    script(bin.resolve("find-jdk"), "echo '" + SENTENCE + "' >&2; exit 1");
    script(Files.createDirectories(root.resolve("path")).resolve("mvn"), "seq 50 >&2; exit 1");
  }

  private static void script(Path file, String text) throws IOException {
    Files.writeString(file, "#!/usr/bin/env bash\n" + text + "\n");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwx------"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"start", "start --build", "build", "archive", "version"})
  void saysInOneSentenceThatThereIsNoJdk(String arguments) throws Exception {
    ProcessBuilder builder =
        new ProcessBuilder("bash", "-c", "\"$0\" " + arguments, launcher.toString())
            .redirectErrorStream(true);
    builder.environment().merge("PATH", root.resolve("path") + ":", (old, mine) -> mine + old);
    Process process = builder.start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(said).isEqualTo(1);
    assertThat(said.lines()).containsExactly(SENTENCE);
  }
}
