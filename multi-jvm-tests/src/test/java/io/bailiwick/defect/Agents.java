package io.bailiwick.defect;

import io.bailiwick.harness.Packaged;
import io.bailiwick.harness.ServerSetup;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;

/** Packs the agents, and tells a server to load them. */
public final class Agents {
  private static final String FOLDER = "io/bailiwick/defect/";

  /** With what is nested in them; all that a server needs. */
  private static final String CLASSES =
      "(ClockAgent|Defect|DefectAgent|Patch|Patching|SkewedClock)(\\$.*)?\\.class";

  private static final String OPTIONS = ServerSetup.JAVA_OPTIONS;

  /**
   * The archive of the JDK's own classes, which every JDK that is whole has. In the launcher's one
   * classes are linked to each other, so that the virtual machine takes none of them where an agent
   * may change some.
   */
  private static final String ARCHIVE =
      "-XX:AOTCache=" + Path.of(System.getProperty("java.home"), "lib/server/classes.jsa");

  private Agents() {}

  /** Settings of a server with these defects. */
  public static Map<String, String> with(Defect... defects) {
    String names = Arrays.stream(defects).map(Defect::name).collect(Collectors.joining("+"));
    return Map.of(OPTIONS, agent(Defects.JAR + "=" + names));
  }

  /** The same settings, of a server whose clock can be another than the machine's. */
  public static Map<String, String> withClock(Map<String, String> settings) {
    Map<String, String> more = new HashMap<>(settings);
    more.merge(OPTIONS, agent(Clocks.JAR.toString()), (one, other) -> one + ' ' + other);
    return more;
  }

  private static String agent(String jarAndNames) {
    return String.join(" ", ServerSetup.LIVES_SHORTLY, ARCHIVE, "-javaagent:" + jarAndNames);
  }

  /** Once for all tests. */
  private static final class Defects {
    static final Path JAR = pack("defects.jar", DefectAgent.class);
  }

  /** Once for all tests. */
  private static final class Clocks {
    static final Path JAR = pack("clock.jar", ClockAgent.class);
  }

  private static Path pack(String name, Class<?> premain) {
    Manifest manifest = new Manifest();
    manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
    manifest.getMainAttributes().putValue("Premain-Class", premain.getName());
    try {
      Path folder =
          Path.of(URI.create(Agents.class.getResource("DefectAgent.class").toString())).getParent();
      Path jar = Files.createDirectories(Packaged.scratch()).resolve(name);
      try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(jar), manifest);
          Stream<Path> files = Files.list(folder)) {
        for (Path file : files.sorted().toList()) {
          if (file.getFileName().toString().matches(CLASSES)) {
            out.putNextEntry(new ZipEntry(FOLDER + file.getFileName()));
            Files.copy(file, out);
            out.closeEntry();
          }
        }
      }
      return jar;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
