package io.bailiwick.harness;

import java.nio.file.Files;
import java.nio.file.Path;

/** Where the packaged server is, and where tests may write. */
public final class Packaged {
  private static final Path JAR = Path.of("http/target/bailiwick/lib/bailiwick.jar");

  private Packaged() {}

  /** The root of the repository, from here or from the module's folder. */
  public static Path root() {
    Path here = Path.of("").toAbsolutePath();
    return Files.exists(here.resolve("http/bin/bailiwick")) ? here : here.getParent();
  }

  /** The launcher that people use. It finds its flags itself, so tests run with the same ones. */
  public static Path launcher() {
    if (!Files.isReadable(root().resolve(JAR))) {
      throw new IllegalStateException(
          "the server is not packaged: run mvn -pl http -am package first, or the whole build");
    }
    return root().resolve("http/bin/bailiwick");
  }

  /** Logs and data of test servers: on the disk of the build, where a flush is a flush. */
  public static Path scratch() {
    return root().resolve("multi-jvm-tests/target/servers");
  }
}
