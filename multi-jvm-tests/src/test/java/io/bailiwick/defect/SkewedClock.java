package io.bailiwick.defect;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;

/**
 * The clock of a server whose machine has another time. By how much stands in a file, as
 * milliseconds in eight bytes: what is written there counts at once. Thread-safe.
 */
public final class SkewedClock implements InstantSource {
  /** Where the server finds the name of the file. */
  public static final String FILE = "bailiwick.tests.clock";

  private final InstantSource machine = InstantSource.system();
  private final MappedByteBuffer skewMs;

  private SkewedClock(MappedByteBuffer skewMs) {
    this.skewMs = skewMs;
  }

  /** What the server takes in place of the machine's. */
  public static InstantSource source() {
    try (FileChannel file = FileChannel.open(Path.of(System.getProperty(FILE)))) {
      return new SkewedClock(file.map(FileChannel.MapMode.READ_ONLY, 0, Long.BYTES));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public Instant instant() {
    return machine.instant().plusMillis(skewMs.getLong(0));
  }
}
