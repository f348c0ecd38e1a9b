package io.bailiwick.bench;

import io.bailiwick.harness.Workers;
import java.io.IOException;
import java.time.Duration;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;

/** Repeats a turn over many connections at once, a thread and one request in flight for each. */
final class Driver {
  /** For threads to be there and wait. */
  private static final long LEAD_NS = TimeUnit.MILLISECONDS.toNanos(100);

  /** After the window: an answer may take 30 s, and be asked for six times. */
  private static final Duration DRAIN = Duration.ofMinutes(5);

  /** For a number of turns. */
  private static final Duration COUNTED_WITHIN = Duration.ofHours(12);

  private static final long SEED = 42;

  private final Target target;
  private final Plan plan;
  private final Supplier<Turn> turns;
  private final long originNs = System.nanoTime() + LEAD_NS;
  private final long fromNs;
  private final long toNs;
  private final Schedule schedule;
  private final AtomicLong left;

  private Driver(Target target, Plan plan, Supplier<Turn> turns) {
    this.target = target;
    this.plan = plan;
    this.turns = turns;
    this.fromNs = plan.isCounted() ? System.nanoTime() : originNs + plan.warmUp().toNanos();
    this.toNs = fromNs + (plan.isCounted() ? COUNTED_WITHIN : plan.window()).toNanos();
    this.schedule = plan.isOpen() ? new Schedule(originNs, plan.ratePerSecond()) : null;
    this.left = new AtomicLong(plan.count());
  }

  /**
   * What came of it.
   *
   * @param unstarted turns of an open loop that no connection was free for until the window closed
   */
  record Measured(double seconds, Tally tally, Usage before, Usage after, long unstarted) {}

  /**
   * Runs until the plan is fulfilled and nothing is in flight. Each connection has a turn of its
   * own.
   */
  static Measured run(Target target, Plan plan, Supplier<Turn> turns) {
    return new Driver(target, plan, turns).run();
  }

  private Measured run() {
    Workers<Tally> workers = Workers.start(plan.connections(), this::connection);
    awaitNs(fromNs);
    Usage before = target.used();
    long endNs;
    Tally all = new Tally(fromNs, toNs);
    Usage after;
    if (plan.isCounted()) {
      workers.await(COUNTED_WITHIN).forEach(all::addAll);
      endNs = System.nanoTime();
      after = target.used();
    } else {
      awaitNs(toNs);
      endNs = toNs;
      after = target.used();
      workers.await(DRAIN).forEach(all::addAll);
    }
    return new Measured((endNs - fromNs) / 1e9, all, before, after, unstarted());
  }

  private Tally connection(int number) throws IOException {
    Tally tally = new Tally(fromNs, toNs);
    try (LoadConnection connection = target.connection(number)) {
      Caller caller = new Caller(connection, tally, new SplittableRandom(SEED + number));
      Turn turn = turns.get();
      boolean goesOn = true;
      while (goesOn && isMore()) {
        long startNs = schedule == null ? System.nanoTime() : schedule.takeNs();
        if (schedule != null && startNs - toNs >= 0) {
          break;
        }
        awaitNs(startNs);
        goesOn = turn.take(caller, startNs);
      }
    }
    return tally;
  }

  private boolean isMore() {
    return plan.isCounted() ? left.getAndDecrement() > 0 : System.nanoTime() - toNs < 0;
  }

  private long unstarted() {
    long count = 0;
    while (schedule != null && schedule.takeNs() - toNs < 0) {
      count++;
    }
    return count;
  }

  private static void awaitNs(long timeNs) {
    for (long leftNs = timeNs - System.nanoTime();
        leftNs > 0;
        leftNs = timeNs - System.nanoTime()) {
      LockSupport.parkNanos(leftNs);
    }
  }
}
