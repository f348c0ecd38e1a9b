package io.bailiwick.http.auth;

import io.bailiwick.http.error.ErrorCode;
import io.bailiwick.http.error.Problem;
import java.net.InetAddress;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.SequencedMap;
import java.util.function.LongSupplier;

/**
 * How often each address has failed to say who it is. Whoever fails more often within a minute is
 * told to wait instead of what was wrong (governance, rate limits: 429 {@code LIMIT_EXCEEDED} with
 * {@code Retry-After}). Successes are neither counted nor refused: many clients may share an
 * address behind a proxy, and one of them must not shut the others out. Of IPv6 a network of 64
 * bits is one address, as whoever has one of them has them all. Thread-safe; never blocks for long.
 *
 * <p>It does not make wrong keys cheap: each is still looked up, or a right one would not be known.
 */
public final class FailedAttempts {

  /** Addresses that are counted at once, some hundred bytes each; the oldest are forgotten. */
  static final int SOURCES_MAX = 10_000;

  private static final long WINDOW_MS = 60_000;

  /** Of an IPv6 address, those that say whose network it is. */
  private static final int NETWORK_BYTES = 8;

  private final int perMinuteMax;
  private final LongSupplier elapsedMs;
  private final SequencedMap<String, Window> sources = new LinkedHashMap<>();

  private static final class Window {
    private final long endMs;
    private long failures;

    private Window(long endMs) {
      this.endMs = endMs;
    }
  }

  /**
   * @param perMinuteMax of one address that are told what was wrong; 0 for all
   * @param elapsedMs since some moment
   */
  public FailedAttempts(int perMinuteMax, LongSupplier elapsedMs) {
    this.perMinuteMax = perMinuteMax;
    this.elapsedMs = elapsedMs;
  }

  /**
   * What to answer to one more failure.
   *
   * @param address of the other end of the connection
   * @param failed what was wrong
   * @return the same, or that there have been too many
   */
  Problem judged(String address, Problem failed) {
    long waitMs = perMinuteMax == 0 ? 0 : waitMs(source(address));
    return waitMs == 0
        ? failed
        : Problem.of(
                ErrorCode.LIMIT_EXCEEDED,
                "More than %d failed authentications from this address within a minute"
                    .formatted(perMinuteMax))
            .withHeader("Retry-After", Long.toString(Math.ceilDiv(waitMs, 1_000)))
            .withBadKey(failed.badKey());
  }

  private synchronized long waitMs(String source) {
    long nowMs = elapsedMs.getAsLong();
    Window window = sources.get(source);
    if (window == null || nowMs >= window.endMs) {
      // The newest comes last.
      sources.remove(source);
      if (sources.size() >= SOURCES_MAX) {
        sources.pollFirstEntry();
      }
      window = new Window(nowMs + WINDOW_MS);
      sources.put(source, window);
    }
    window.failures++;
    return window.failures <= perMinuteMax ? 0 : window.endMs - nowMs;
  }

  private static String source(String address) {
    if (address.indexOf(':') < 0) {
      return address;
    }
    // A link's name may follow; it says nothing of whose network it is.
    int link = address.indexOf('%');
    byte[] bytes =
        InetAddress.ofLiteral(link < 0 ? address : address.substring(0, link)).getAddress();
    return HexFormat.of().formatHex(bytes, 0, Math.min(bytes.length, NETWORK_BYTES));
  }

  /** Addresses that are counted now. */
  synchronized int size() {
    return sources.size();
  }
}
