package io.bailiwick.journal;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One step of the schema: a file of statements that end with a semicolon at the end of a line, with
 * placeholders for what differs between the stores.
 *
 * @param version 1, 2, 3 …, without a gap
 * @param checksum SHA-256 of the file, in hexadecimal
 */
record SchemaMigration(int version, String name, String checksum, String text) {

  private static final String FOLDER = "/bailiwick/migration/";
  private static final Pattern FILE_NAME = Pattern.compile("V(\\d+)__(\\w+)\\.sql");
  private static final Pattern PLACEHOLDER = Pattern.compile("\\$\\{(\\w+)}");
  private static final Pattern STATEMENT_END = Pattern.compile(";[ \\t]*(\\R|$)");

  /** All that this server knows, in order, as the {@code index} of the folder lists them. */
  static List<SchemaMigration> all() {
    List<SchemaMigration> migrations = new ArrayList<>();
    for (String line : resource("index").lines().toList()) {
      String file = line.strip();
      if (!file.isEmpty() && !file.startsWith("#")) {
        migrations.add(read(file, migrations.size() + 1));
      }
    }
    return List.copyOf(migrations);
  }

  private static SchemaMigration read(String file, int versionExpected) {
    Matcher matcher = FILE_NAME.matcher(file);
    if (!matcher.matches() || Integer.parseInt(matcher.group(1)) != versionExpected) {
      throw new IllegalStateException(
          "expected V" + versionExpected + "__name.sql in " + FOLDER + "index, found " + file);
    }
    String text = resource(file).replace("\r\n", "\n");
    return new SchemaMigration(versionExpected, matcher.group(2), sha256(text), text);
  }

  /**
   * The statements with this store's words in the place of the placeholders; an unknown placeholder
   * is a bug.
   */
  List<String> statements(Map<String, String> placeholders) {
    String plain =
        text.lines()
            .filter(line -> !line.strip().startsWith("--"))
            .reduce("", (a, b) -> a + b + "\n");
    String filled =
        PLACEHOLDER
            .matcher(plain)
            .replaceAll(
                found -> {
                  String word = placeholders.get(found.group(1));
                  if (word == null) {
                    throw new IllegalStateException(
                        "unknown placeholder " + found.group() + " in migration " + version);
                  }
                  return Matcher.quoteReplacement(word);
                });
    return STATEMENT_END
        .splitAsStream(filled)
        .map(String::strip)
        .filter(statement -> !statement.isEmpty())
        .toList();
  }

  private static String resource(String name) {
    try (InputStream stream = SchemaMigration.class.getResourceAsStream(FOLDER + name)) {
      if (stream == null) {
        throw new IllegalStateException("missing resource " + FOLDER + name);
      }
      return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new IllegalStateException("unreadable resource " + FOLDER + name, e);
    }
  }

  private static String sha256(String text) {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(digest);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
