package io.bailiwick.record;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;

/**
 * Ids of events and audit entries: when it was, so that ids are in the order of time; a step, for
 * what follows from each other within a millisecond; and a hash of what it is told of, so that
 * whoever tells it again gives it the same id. Opaque to clients.
 */
public final class RecordIds {

  public static final String EVENT = "evt_";
  public static final String AUDIT = "log_";

  /** Of base 36, up to the year 5000. */
  private static final int TIME_DIGITS = 9;

  /** No two of all that is ever told of have the same. */
  private static final int HASH_BYTES = 12;

  /** Of what has no order within its millisecond. */
  private static final int ANY_STEP = 5;

  private RecordIds() {}

  /**
   * An id.
   *
   * @param prefix {@link #EVENT} or {@link #AUDIT}
   * @param identity the same for what is told again, and for nothing else
   */
  public static String of(String prefix, long atMs, String identity) {
    return of(prefix, atMs, ANY_STEP, identity);
  }

  /**
   * The same for what has an order within its millisecond.
   *
   * @param step 0 to 9
   */
  public static String of(String prefix, long atMs, int step, String identity) {
    try {
      byte[] hash =
          MessageDigest.getInstance("SHA-256").digest(identity.getBytes(StandardCharsets.UTF_8));
      return beginning(prefix, atMs)
          + step
          + HexFormat.of().formatHex(Arrays.copyOf(hash, HASH_BYTES));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }

  /**
   * What all ids of a time begin with. Those of an earlier time are less, of a later one greater.
   */
  public static String beginning(String prefix, long atMs) {
    String time = Long.toString(Math.max(0, atMs), Character.MAX_RADIX);
    // Times that nothing happened at, beyond what the digits hold, are after all that did.
    return time.length() > TIME_DIGITS
        ? prefix + "~"
        : prefix + "0".repeat(TIME_DIGITS - time.length()) + time;
  }
}
