package io.bailiwick.simulation;

import io.bailiwick.protocol.EntityId;
import io.bailiwick.protocol.EntityMessage;
import io.bailiwick.reservation.BookEvent;
import io.bailiwick.reservation.BookState;
import io.bailiwick.scope.ScopeEvent;
import io.bailiwick.scope.ScopeState;
import io.bailiwick.simulation.world.Call;
import io.bailiwick.simulation.world.Watcher;
import io.bailiwick.simulation.world.World;

/**
 * A number that differs where two runs differ in anything: by what is said, written and answered,
 * by when and in which order. The same on every machine and in every process.
 */
final class Fingerprint implements Watcher {

  private static final long FNV_PRIME = 0x100000001b3L;

  private long value = 0xcbf29ce484222325L;
  private World world;

  @Override
  public void begins(World theWorld) {
    world = theWorld;
  }

  @Override
  public void wrote(EntityId.OfBook book, BookEvent event, BookState before, BookState after) {
    add(event);
  }

  @Override
  public void wrote(EntityId.OfScope scope, ScopeEvent event, ScopeState before, ScopeState after) {
    add(event);
  }

  @Override
  public void said(EntityId from, Object live, EntityId to, EntityMessage message) {
    add(message);
  }

  @Override
  public void replied(Call call, Object reply) {
    add(reply);
  }

  private void add(Object what) {
    value = (value ^ what.toString().hashCode()) * FNV_PRIME;
    value = (value ^ world.nowMs()) * FNV_PRIME;
    value = (value ^ world.steps()) * FNV_PRIME;
  }

  long value() {
    return value;
  }
}
