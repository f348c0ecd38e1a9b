package io.bailiwick.bench;

import java.io.IOException;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/**
 * Sends operations over one connection, repeats under the same key what has no known outcome, and
 * books what was answered. Used by one thread.
 */
final class Caller {
  /** A lifecycle's: longer than any pause of a server that is still worth measuring. */
  static final long SHORT_TTL_MS = 600_000;

  /** Of what is held until the end of a run. */
  static final long LONG_TTL_MS = 3_600_000;

  private static final int ATTEMPTS_MAX = 6;
  private static final long PAUSE_MS = 50;
  private static final String BUDGET_EXCEEDED = "BUDGET_EXCEEDED";
  private static final String ACTION =
      ",\"action\":{\"kind\":\"llm.completion\",\"name\":\"openai:gpt-4o\"}";

  /** Keys of this process are its own. */
  private static final String KEYS = Long.toString(System.nanoTime(), 36) + "-";

  private static final AtomicLong NEXT_KEY = new AtomicLong();

  private final LoadConnection connection;
  private final Tally tally;
  private final SplittableRandom random;

  Caller(LoadConnection connection, Tally tally, SplittableRandom random) {
    this.connection = connection;
    this.tally = tally;
    this.random = random;
  }

  Tally tally() {
    return tally;
  }

  /** From 0, below the bound. */
  int random(int bound) {
    return random.nextInt(bound);
  }

  /** What became of a reservation: its id, or null and whether the budget refused it. */
  record Reserved(String id, boolean isDenied) {}

  /** Reserves; the time counts from {@code startNs}. */
  Reserved reserve(Leaf leaf, long amount, long ttlMs, long startNs) {
    String body = "{" + key() + subject(leaf) + ACTION + amount("estimate", amount);
    int status =
        send(Operation.RESERVE, leaf, "/v1/reservations", body + ",\"ttl_ms\":" + ttlMs + "}");
    if (isSuccess(status)) {
      tally.done(Operation.RESERVE, startNs);
      tally.book().reserved(leaf.scope(), amount);
      return new Reserved(Scan.text(connection.body(), "reservation_id"), false);
    }
    if (status == 409 && BUDGET_EXCEEDED.equals(Scan.text(connection.body(), "error"))) {
      tally.done(Operation.DENIAL, startNs);
      return new Reserved(null, true);
    }
    fail(Operation.RESERVE, status);
    if (isUnknown(status)) {
      tally.book().reserveUnknown(leaf.scope(), amount);
    }
    return new Reserved(null, false);
  }

  /** Settles a reservation. Returns whether it is settled. */
  boolean commit(Leaf leaf, String id, long reserved, long actual) {
    long startNs = System.nanoTime();
    String body = "{" + key() + amount("actual", actual) + "}";
    int status = send(Operation.COMMIT, leaf, "/v1/reservations/" + id + "/commit", body);
    if (isSuccess(status)) {
      tally.done(Operation.COMMIT, startNs);
      tally.book().committed(leaf.scope(), reserved, actual);
      if (Scan.amount(connection.body(), "charged") != actual) {
        tally.wrongCharge();
      }
      return true;
    }
    fail(Operation.COMMIT, status);
    if (isUnknown(status)) {
      tally.book().commitUnknown(leaf.scope(), reserved, actual);
    }
    return false;
  }

  /** Gives a reservation back. */
  void release(Leaf leaf, String id, long reserved) {
    long startNs = System.nanoTime();
    String target = "/v1/reservations/" + id + "/release";
    int status = send(Operation.RELEASE, leaf, target, "{" + key() + "}");
    if (isSuccess(status)) {
      tally.done(Operation.RELEASE, startNs);
      tally.book().released(leaf.scope(), reserved);
    } else {
      fail(Operation.RELEASE, status);
      if (isUnknown(status)) {
        tally.book().releaseUnknown(leaf.scope(), reserved);
      }
    }
  }

  void decide(Leaf leaf, long amount, long startNs) {
    String body = "{" + key() + subject(leaf) + ACTION + amount("estimate", amount) + "}";
    int status = send(Operation.DECIDE, leaf, "/v1/decide", body);
    if (isSuccess(status)) {
      tally.done(Operation.DECIDE, startNs);
    } else {
      fail(Operation.DECIDE, status);
    }
  }

  void event(Leaf leaf, long amount, long startNs) {
    String body = "{" + key() + subject(leaf) + ACTION + amount("actual", amount) + "}";
    int status = send(Operation.EVENT, leaf, "/v1/events", body);
    if (isSuccess(status)) {
      tally.done(Operation.EVENT, startNs);
      tally.book().spent(leaf.scope(), amount);
    } else {
      fail(Operation.EVENT, status);
      if (isUnknown(status)) {
        tally.book().spendUnknown(leaf.scope(), amount);
      }
    }
  }

  void read(Operation operation, Leaf leaf, String target, long startNs) {
    int status = send(operation, leaf, target, null);
    if (isSuccess(status)) {
      tally.done(operation, startNs);
    } else {
      fail(operation, status);
    }
  }

  /** The status of the last attempt; 0 for no answer. */
  private int send(Operation operation, Leaf leaf, String target, String body) {
    String method = body == null ? "GET" : "POST";
    for (int attempt = 1; ; attempt++) {
      int status;
      try {
        status = connection.exchange(method, target, leaf.agentHeader(), body);
      } catch (IOException noAnswer) {
        status = 0;
      }
      boolean again = isUnknown(status) || status == 429;
      if (!again || attempt == ATTEMPTS_MAX) {
        return status;
      }
      fail(operation, status);
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(PAUSE_MS * attempt));
    }
  }

  private void fail(Operation operation, int status) {
    tally.error(operation, status == 0 ? "no answer" : Integer.toString(status));
  }

  private static boolean isSuccess(int status) {
    return status >= 200 && status < 300;
  }

  private static boolean isUnknown(int status) {
    return status == 0 || status >= 500;
  }

  private static String key() {
    return "\"idempotency_key\":\"" + KEYS + NEXT_KEY.getAndIncrement() + "\"";
  }

  private static String subject(Leaf leaf) {
    return ",\"subject\":" + leaf.subject();
  }

  private static String amount(String name, long amount) {
    return ",\"" + name + "\":{\"unit\":\"" + Site.UNIT + "\",\"amount\":" + amount + "}";
  }
}
