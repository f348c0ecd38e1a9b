package io.bailiwick.entity;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

/** Counts the entities in memory and what they have, and passes on what it sees. Thread-safe. */
final class LiveEntities implements EntityObserver {

  private final EntityObserver next;
  private final Map<String, LongAdder> live = new ConcurrentHashMap<>();
  private final LongAdder holds = new LongAdder();
  private final LongAdder unapplied = new LongAdder();

  LiveEntities(EntityObserver next) {
    this.next = next;
  }

  long live(String kind) {
    LongAdder count = live.get(kind);
    return count == null ? 0 : count.sum();
  }

  long holds() {
    return holds.sum();
  }

  long unapplied() {
    return unapplied.sum();
  }

  @Override
  public void recovered(String kind, long nanos) {
    live.computeIfAbsent(kind, ignored -> new LongAdder()).increment();
    next.recovered(kind, nanos);
  }

  @Override
  public void stopped(String kind) {
    live.computeIfAbsent(kind, ignored -> new LongAdder()).decrement();
    next.stopped(kind);
  }

  @Override
  public void written(String kind, int events, int waiting, long nanos) {
    next.written(kind, events, waiting, nanos);
  }

  @Override
  public void failed(String kind) {
    next.failed(kind);
  }

  @Override
  public void overflowed(String kind) {
    next.overflowed(kind);
  }

  @Override
  public void holdsMoved(int by) {
    holds.add(by);
    next.holdsMoved(by);
  }

  @Override
  public void unappliedMoved(int by) {
    unapplied.add(by);
    next.unappliedMoved(by);
  }

  @Override
  public void liveMoved(int by) {
    next.liveMoved(by);
  }

  @Override
  public void liveMax(long max) {
    next.liveMax(max);
  }

  @Override
  public void expired() {
    next.expired();
  }

  @Override
  public void overdraftIncurred() {
    next.overdraftIncurred();
  }

  @Override
  public void handedOver(long nanos) {
    next.handedOver(nanos);
  }

  @Override
  public void overdue(int books, int closes) {
    next.overdue(books, closes);
  }
}
