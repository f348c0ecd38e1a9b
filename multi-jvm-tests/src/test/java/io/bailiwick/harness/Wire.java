package io.bailiwick.harness;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * One direction between two ends, as faults leave it. What is sent while it is cut is neither lost
 * nor refused: it waits, as a network that swallows packets makes it wait. Thread-safe.
 */
public final class Wire {
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private boolean isCut;
  private Duration delay = Duration.ZERO;
  private String breaksAt = "";
  private int breaksLeft;

  /** Nothing passes from now on. */
  public void cut() {
    change(() -> isCut = true);
  }

  /** Every chunk takes this long more, one after the other. */
  public void slow(Duration more) {
    change(() -> delay = more);
  }

  /**
   * A connection breaks in place of passing on what contains {@code text}, that many times. What
   * comes in two parts is not seen.
   */
  public void breakAt(String text, int times) {
    change(
        () -> {
          breaksAt = text;
          breaksLeft = times;
        });
  }

  /** As good as new. */
  public void heal() {
    change(
        () -> {
          isCut = false;
          delay = Duration.ZERO;
          breaksLeft = 0;
        });
  }

  /** Whether everything that should break has broken. */
  public boolean isDoneBreaking() {
    lock.lock();
    try {
      return breaksLeft == 0;
    } finally {
      lock.unlock();
    }
  }

  private void change(Runnable what) {
    lock.lock();
    try {
      what.run();
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /**
   * Waits until a chunk may pass.
   *
   * @return false if the connection has to break instead
   */
  boolean passes(byte[] chunk, int length) throws InterruptedException {
    lock.lockInterruptibly();
    try {
      if (breaksLeft > 0
          && new String(chunk, 0, length, StandardCharsets.ISO_8859_1).contains(breaksAt)) {
        breaksLeft--;
        return false;
      }
      for (long leftNs = delay.toNanos(); leftNs > 0 && !delay.isZero(); ) {
        leftNs = changed.awaitNanos(leftNs);
      }
      while (isCut) {
        // Whoever waits is interrupted when the relay closes; the limit is for a forgotten one.
        if (!changed.await(10, TimeUnit.MINUTES)) {
          return false;
        }
      }
      return true;
    } finally {
      lock.unlock();
    }
  }
}
