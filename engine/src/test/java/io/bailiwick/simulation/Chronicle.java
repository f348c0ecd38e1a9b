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
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/** Writes down what happens, for somebody who wants to know why a run failed. */
final class Chronicle implements Watcher {

  private static final int LINES_MAX = 200_000;

  private final List<String> lines = new ArrayList<>();
  private World world;

  @Override
  public void begins(World theWorld) {
    world = theWorld;
  }

  @Override
  public void wrote(EntityId.OfBook book, BookEvent event, BookState before, BookState after) {
    write("journal  %s %s", book.text(), event);
  }

  @Override
  public void wrote(EntityId.OfScope scope, ScopeEvent event, ScopeState before, ScopeState after) {
    write("journal  %s %s", scope.scope(), event);
  }

  @Override
  public void said(EntityId from, Object live, EntityId to, EntityMessage message) {
    write("says     %s to %s: %s", from.text(), to.text(), message);
  }

  @Override
  public void invoked(Call call) {
    write("asks     %s at node %d: %s", call, call.node(), call.request());
  }

  @Override
  public void replied(Call call, Object reply) {
    write("answers  %s: %s", call, reply);
  }

  @Override
  public void heard(Call call, Object reply) {
    if (reply == null) {
      write("gives up %s", call);
    }
  }

  @Override
  public void noted(Supplier<String> what) {
    write("         %s", what.get());
  }

  private void write(String format, Object... values) {
    if (lines.size() < LINES_MAX) {
      lines.add("%7d %6d ".formatted(world.nowMs(), world.steps()) + format.formatted(values));
    }
  }

  List<String> lines() {
    return lines;
  }
}
