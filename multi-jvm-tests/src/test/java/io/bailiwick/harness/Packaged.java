package io.bailiwick.harness;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** Where the packaged server is, and where tests may write. */
public final class Packaged {
  private static final Path JAR = Path.of("http/target/bailiwick/lib/bailiwick.jar");
  private static final Path ARCHIVE = Path.of("http/target/bailiwick/classes.jsa");

  private Packaged() {}

  /** The root of the repository, from here or from the module's folder. */
  public static Path root() {
    Path here = Path.of("").toAbsolutePath();
    return Files.exists(here.resolve("http/bin/bailiwick")) ? here : here.getParent();
  }

  /**
   * The launcher that people use. It finds its flags itself, so tests run with the same ones, and
   * with the archive of classes that it makes when it builds.
   */
  public static Path launcher() {
    return Ready.LAUNCHER;
  }

  /** Looked at once. */
  private static final class Ready {
    static final Path LAUNCHER = ready();

    private static Path ready() {
      Path jar = root().resolve(JAR);
      if (!Files.isReadable(jar)) {
        throw new IllegalStateException(
            "the server is not packaged: run mvn -pl http -am package first, or the whole build");
      }
      Path launcher = root().resolve("http/bin/bailiwick");
      try {
        if (!Files.exists(root().resolve(ARCHIVE)) || isOlder(root().resolve(ARCHIVE), jar)) {
          archive(launcher);
        }
        return launcher;
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IllegalStateException("interrupted", e);
      }
    }

    private static boolean isOlder(Path one, Path other) throws IOException {
      return Files.getLastModifiedTime(one).compareTo(Files.getLastModifiedTime(other)) < 0;
    }

    private static void archive(Path launcher) throws IOException, InterruptedException {
      ProcessBuilder builder = new ProcessBuilder("bash", launcher.toString(), "archive");
      builder.environment().put("BAILIWICK_JAVA_HOME", System.getProperty("java.home"));
      Process process = builder.redirectErrorStream(true).start();
      String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      if (process.waitFor() != 0) {
        throw new IllegalStateException("no archive of classes: " + said);
      }
    }
  }

  /** Logs and data of test servers: on the disk of the build, where a flush is a flush. */
  public static Path scratch() {
    return root().resolve("multi-jvm-tests/target/servers");
  }
}
