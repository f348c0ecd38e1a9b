package io.bailiwick.simulation.world;

import java.util.PriorityQueue;

/** What is to happen when. Time jumps from one entry to the next; equal times keep their order. */
public final class Agenda {

  private record Entry(long atMs, long order, Runnable work) implements Comparable<Entry> {
    @Override
    public int compareTo(Entry other) {
      return atMs == other.atMs ? Long.compare(order, other.order) : Long.compare(atMs, other.atMs);
    }
  }

  private final PriorityQueue<Entry> entries = new PriorityQueue<>();
  private long nowMs;
  private long nextOrder;

  Agenda(long startMs) {
    this.nowMs = startMs;
  }

  public void after(long delayMs, Runnable work) {
    entries.add(new Entry(nowMs + Math.max(0, delayMs), nextOrder++, work));
  }

  /** True time; no node knows it. */
  public long nowMs() {
    return nowMs;
  }

  long nextAtMs() {
    return entries.isEmpty() ? Long.MAX_VALUE : entries.peek().atMs();
  }

  void runNext() {
    Entry next = entries.poll();
    nowMs = Math.max(nowMs, next.atMs());
    next.work().run();
  }
}
