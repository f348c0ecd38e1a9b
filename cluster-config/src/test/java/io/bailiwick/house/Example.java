package io.bailiwick.house;

import io.bailiwick.house.SourceTree.Source;
import java.nio.file.Path;

/** Made-up sources, for the tests of the rules. */
final class Example {

  private Example() {}

  /**
   * A main class {@code A}.
   *
   * @param place module and folder, such as {@code engine scope}
   * @param code with {@code ~} for a new line
   */
  static Source source(String place, String code) {
    String module = place.split(" ")[0];
    String folder = place.split(" ")[1];
    String inPackage = (module.equals("http") ? "io.bailiwick.http." : "io.bailiwick.") + folder;
    Path path = Path.of(module, "src/main/java", inPackage.replace('.', '/'), "A.java");
    return new Source(path, "package " + inPackage + ";\n\n" + code.replace('~', '\n') + "\n");
  }
}
