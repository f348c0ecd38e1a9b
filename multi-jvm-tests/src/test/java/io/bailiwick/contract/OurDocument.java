package io.bailiwick.contract;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The document as it lies in the source tree; the server serves this file unchanged. */
final class OurDocument {
  private static final String PLACE = "http/src/main/resources/bailiwick/openapi.yaml";

  private OurDocument() {}

  static String text() {
    Path here = Path.of("").toAbsolutePath();
    Path root = Files.exists(here.resolve(PLACE)) ? here : here.getParent();
    try {
      return Files.readString(root.resolve(PLACE));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
