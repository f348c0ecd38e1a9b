package io.bailiwick.harness;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;

/**
 * What a node takes for the time of its machine, if it was started with the agent for it. Used by
 * one thread.
 */
public final class MachineClock {
  private final Path file;
  private Duration skew;
  private Duration fastest = Duration.ZERO;

  /** It is right. */
  MachineClock(Path file) {
    this.file = file;
    try {
      Files.createDirectories(file.getParent());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    set(Duration.ZERO);
  }

  Path file() {
    return file;
  }

  /** Jumps to so much after the time of the tests, or before it if it is negative. */
  public void set(Duration by) {
    if (by.equals(skew)) {
      return;
    }
    try {
      Files.write(
          file,
          ByteBuffer.allocate(Long.BYTES).putLong(by.toMillis()).array(),
          StandardOpenOption.CREATE,
          StandardOpenOption.WRITE);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    skew = by;
    if (by.compareTo(fastest) > 0) {
      fastest = by;
    }
  }

  /** How far it has ever been before the time of the tests; zero if it never was. */
  public Duration fastest() {
    return fastest;
  }

  /** What it was until now does not matter any more. */
  void forget() {
    fastest = skew.isNegative() ? Duration.ZERO : skew;
  }
}
