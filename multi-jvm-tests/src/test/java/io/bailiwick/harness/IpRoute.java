package io.bailiwick.harness;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** The command {@code ip} of iproute2. */
final class IpRoute {
  private static final int WITHIN_S = 10;

  private IpRoute() {}

  /**
   * Runs it, on this machine.
   *
   * @param words a format, whose words are arguments
   * @throws IllegalStateException with what it said, if it fails
   * @throws UncheckedIOException if there is none
   */
  static void run(String words, Object... values) {
    execute(List.of(), words.formatted(values));
  }

  /** The same in a namespace. */
  static void in(String namespace, String words, Object... values) {
    execute(List.of("-n", namespace), words.formatted(values));
  }

  private static void execute(List<String> where, String words) {
    List<String> command = new ArrayList<>(List.of("ip"));
    command.addAll(where);
    command.addAll(List.of(words.split(" ")));
    try {
      Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
      boolean isOver = process.waitFor(WITHIN_S, TimeUnit.SECONDS);
      if (!isOver) {
        process.destroyForcibly();
      }
      // No more than a line or two, which wait in the pipe.
      String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      if (!isOver || process.exitValue() != 0) {
        throw new IllegalStateException(String.join(" ", command) + ": " + said.strip());
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }
}
