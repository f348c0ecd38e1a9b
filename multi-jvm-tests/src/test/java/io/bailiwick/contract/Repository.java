package io.bailiwick.contract;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Files of the source tree that are promises to others. */
final class Repository {
  private Repository() {}

  /** The document; the server serves this file unchanged. */
  static String openapi() {
    return text("http/src/main/resources/bailiwick/openapi.yaml");
  }

  /**
   * The text of a file.
   *
   * @param place relative to the root of the repository
   */
  static String text(String place) {
    try {
      return Files.readString(path(place));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Where a file or folder is. */
  static Path path(String place) {
    Path here = Path.of("").toAbsolutePath();
    Path root = Files.exists(here.resolve(place)) ? here : here.getParent();
    return root.resolve(place);
  }
}
