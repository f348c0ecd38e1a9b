package io.bailiwick.house;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The sources of all modules, read from the working tree. */
public final class SourceTree {

  /** Text blocks, strings and characters first: a comment sign inside of them is none. */
  private static final Pattern NOT_CODE =
      Pattern.compile(
          "\"\"\"(?s:.*?)(?<!\\\\)\"\"\"|\"(?:\\\\.|[^\"\\\\\n"
              + "])*\"|'(?:\\\\.|[^'\\\\\n"
              + "])*'|//[^\n"
              + "]*|/\\*(?s:.*?)\\*/");

  private SourceTree() {}

  /** A Java file; its path is relative to the root of the repository. */
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

    /**
     * The text without comments and without what is inside of strings; lines stay where they are.
     */
    String code() {
      return NOT_CODE.matcher(text).replaceAll(found -> found.group().replaceAll("[^\n]", ""));
    }
  }

  /** Root of the repository: the folder above the module in which this test runs. */
  public static Path root() {
    Path here = Path.of("").toAbsolutePath();
    return Files.exists(here.resolve("cluster-config")) ? here : here.getParent();
  }

  static List<Source> all() {
    return files().stream()
        .filter(file -> file.toString().endsWith(".java"))
        .map(file -> new Source(root().relativize(file), read(file)))
        .toList();
  }

  /** All files under {@code src}, resources included. */
  static List<Path> files() {
    try (Stream<Path> modules = Files.list(root())) {
      return modules
          .map(module -> module.resolve("src"))
          .filter(Files::isDirectory)
          .flatMap(SourceTree::under)
          .sorted()
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Stream<Path> under(Path folder) {
    try (Stream<Path> files = Files.walk(folder)) {
      return files.filter(Files::isRegularFile).toList().stream();
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
