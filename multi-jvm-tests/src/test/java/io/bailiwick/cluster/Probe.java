package io.bailiwick.cluster;

import io.bailiwick.harness.Bodies;
import io.bailiwick.harness.Clock;
import io.bailiwick.harness.NoAnswer;
import io.bailiwick.harness.Reply;
import io.bailiwick.harness.Tenancy;
import io.bailiwick.history.Span;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;

/**
 * One client of one tenant that debits one unit after the other, each under a key of its own that
 * it repeats until it is answered, and remembers every try.
 */
final class Probe {
  private static final int PAUSE_MS = 50;

  private final Tenancy tenancy;
  private final String below;
  private final List<Try> tries = new CopyOnWriteArrayList<>();
  private volatile int granted;

  /**
   * @param status of the answer; 0 if there was none
   */
  record Try(String key, int status, Span span) {
    boolean isSuccess() {
      return status != 0 && status < 300;
    }
  }

  Probe(Tenancy tenancy, String below) {
    this.tenancy = tenancy;
    this.below = below;
  }

  /** Goes on until told otherwise, and then until its last debit is answered. */
  Probe run(BooleanSupplier goesOn, String name) {
    boolean isAnswered = true;
    while (goesOn.getAsBoolean() || !isAnswered) {
      isAnswered = attempt(name + "-" + granted).isSuccess();
      if (isAnswered) {
        granted++;
      }
      Clock.awaitPast(Clock.nowMs() + PAUSE_MS);
    }
    return this;
  }

  private Try attempt(String key) {
    long fromNs = System.nanoTime();
    int status;
    try {
      Reply reply = tenancy.agent().event(Bodies.event(key, tenancy.scope(below), 1));
      status = reply.status();
    } catch (NoAnswer none) {
      status = 0;
    }
    Try done = new Try(key, status, Span.since(fromNs));
    tries.add(done);
    return done;
  }

  /** From one success to the next. */
  Duration longestOutage() {
    List<Try> granted = tries.stream().filter(Try::isSuccess).toList();
    return IntStream.range(1, granted.size())
        .mapToObj(i -> granted.get(i - 1).span().until(granted.get(i).span()).length())
        .max(Duration::compareTo)
        .orElse(Duration.ZERO);
  }

  Tenancy tenancy() {
    return tenancy;
  }

  List<Try> tries() {
    return tries;
  }

  /** How many debits have succeeded. */
  int granted() {
    return granted;
  }
}
