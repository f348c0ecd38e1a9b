package io.bailiwick.house;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** The Java sources of all modules, read from the working tree. */
public final class SourceTree {

  private SourceTree() {}

  /** A source file; its path is relative to the root of the repository. */
  record Source(Path path, String text) {

    boolean isMain() {
      return path.toString().contains("/src/main/java/");
    }

    String module() {
      return path.getName(0).toString();
    }

    /** Such as {@code io.bailiwick.scope.entity}. */
    String packageName() {
      return path.getParent().subpath(4, path.getNameCount() - 1).toString().replace('/', '.');
    }

    String className() {
      return path.getFileName().toString().replace(".java", "");
    }

    List<String> lines() {
      return text.lines().toList();
    }
  }

  /** Root of the repository: the folder above the module in which this test runs. */
  public static Path root() {
    Path here = Path.of("").toAbsolutePath();
    return Files.exists(here.resolve("cluster-config")) ? here : here.getParent();
  }

  static List<Source> all() {
    Path root = root();
    try (Stream<Path> modules = Files.list(root)) {
      return modules
          .map(module -> module.resolve("src"))
          .filter(Files::isDirectory)
          .flatMap(SourceTree::javaFiles)
          .sorted()
          .map(file -> new Source(root.relativize(file), read(file)))
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Stream<Path> javaFiles(Path folder) {
    try (Stream<Path> files = Files.walk(folder)) {
      return files.filter(file -> file.toString().endsWith(".java")).toList().stream();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
