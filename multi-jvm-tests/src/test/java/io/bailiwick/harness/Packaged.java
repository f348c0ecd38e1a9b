package io.bailiwick.harness;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.stream.Stream;

/** Where the packaged server is, and where tests may write. */
public final class Packaged {
  private static final Path JAR = Path.of("http/target/bailiwick/lib/bailiwick.jar");
  private static final Path ARCHIVE = Path.of("http/target/bailiwick/bailiwick.aot");

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

  /** The server's own, whose manifest names all others. */
  public static Path jar() {
    return root().resolve(JAR);
  }

  /** Looked at once. */
  private static final class Ready {
    static final Path LAUNCHER = ready();

    private static Path ready() {
      Path jar = jar();
      if (!Files.isReadable(jar)) {
        throw new IllegalStateException(
            "the server is not packaged: run mvn -pl http -am package first, or the whole build");
      }
      Path launcher = root().resolve("http/bin/bailiwick");
      try {
        if (!isOfThisBuild(root().resolve(ARCHIVE), jar.getParent())) {
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

    /** An archive is not used once a single jar has changed. */
    private static boolean isOfThisBuild(Path archive, Path jars) throws IOException {
      if (!Files.exists(archive)) {
        return false;
      }
      FileTime made = Files.getLastModifiedTime(archive);
      try (Stream<Path> all = Files.list(jars)) {
        for (Path jar : all.toList()) {
          if (Files.getLastModifiedTime(jar).compareTo(made) > 0) {
            return false;
          }
        }
      }
      return true;
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
