package io.bailiwick.house;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.googlejavaformat.java.Formatter;
import com.google.googlejavaformat.java.FormatterException;
import com.google.googlejavaformat.java.ImportOrderer;
import com.google.googlejavaformat.java.JavaFormatterOptions;
import com.google.googlejavaformat.java.RemoveUnusedImports;
import com.google.googlejavaformat.java.StringWrapper;
import io.bailiwick.house.SourceTree.Source;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListSet;
import org.junit.jupiter.api.Test;

/**
 * Every Java file looks as google-java-format writes it. With {@code -Dformat.write=true} the files
 * are rewritten instead.
 *
 * <p>Files that were found well-formed are remembered in {@code target} by a hash of their text, so
 * that a second run only looks at what has changed.
 */
class FormatTest {

  /** Another version of the formatter starts with an empty memory. */
  private static final String FORMATTER =
      Path.of(Formatter.class.getProtectionDomain().getCodeSource().getLocation().getPath())
          .getFileName()
          .toString();

  private static final Path REMEMBERED =
      SourceTree.root().resolve("cluster-config/target/well-formed-by-" + FORMATTER + ".txt");

  private final Formatter formatter =
      new Formatter(JavaFormatterOptions.builder().formatJavadoc(true).build());

  @Test
  void everySourceIsFormatted() throws IOException {
    Set<String> known = remembered();
    Set<String> wellFormed = new ConcurrentSkipListSet<>();
    Set<String> different = new ConcurrentSkipListSet<>();

    SourceTree.all().parallelStream()
        .forEach(
            source -> {
              String found = hash(source.text());
              if (known.contains(found)) {
                wellFormed.add(found);
                return;
              }
              String formatted = format(source);
              if (formatted.equals(source.text())) {
                wellFormed.add(found);
              } else if (Boolean.getBoolean("format.write")) {
                write(source, formatted);
                wellFormed.add(hash(formatted));
              } else {
                different.add(source.path().toString());
              }
            });

    Files.write(REMEMBERED, wellFormed);
    assertThat(different)
        .as("to format them: mvn -q -pl cluster-config test -Dtest=FormatTest -Dformat.write=true")
        .isEmpty();
  }

  private String format(Source source) {
    try {
      String text = RemoveUnusedImports.removeUnusedImports(source.text());
      text = ImportOrderer.reorderImports(text, JavaFormatterOptions.Style.GOOGLE);
      return StringWrapper.wrap(formatter.formatSource(text), formatter);
    } catch (FormatterException e) {
      throw new IllegalStateException(source.path() + ": " + e.getMessage(), e);
    }
  }

  private static String hash(String text) {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(digest);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }

  private static void write(Source source, String formatted) {
    try {
      Files.writeString(SourceTree.root().resolve(source.path()), formatted);
    } catch (IOException e) {
      throw new IllegalStateException("cannot write " + source.path(), e);
    }
  }

  private static Set<String> remembered() throws IOException {
    return Files.exists(REMEMBERED)
        ? new HashSet<>(Files.readAllLines(REMEMBERED))
        : new HashSet<>();
  }
}
