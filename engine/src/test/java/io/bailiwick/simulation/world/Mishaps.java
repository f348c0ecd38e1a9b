package io.bailiwick.simulation.world;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** What happens to the nodes: crashes, moves, two owners at a time, clocks, entities that rest. */
public final class Mishaps {

  private static final int DETECTED_AFTER_MS = 2_500;
  private static final int DOWN_MS = 6_000;
  private static final int DISPUTE_MS = 6_000;
  private static final int JUMP_MS = 8_000;

  private final World world;
  private final Plan plan;
  private final Chance chance;

  public Mishaps(World world) {
    this.world = world;
    this.plan = world.plan();
    this.chance = new Chance(plan.seed() * 131 + 3);
  }

  /** Plans all of them for the next {@code spanMs}. */
  public void plan(long spanMs) {
    for (Node node : world.nodes()) {
      node.setClockError(chance.between(-plan.at(Knob.SKEW_MS), plan.at(Knob.SKEW_MS)));
    }
    plan(Knob.CRASHES, spanMs, this::crash);
    plan(Knob.HAND_OFFS, spanMs, this::handOff);
    plan(Knob.ZOMBIES, spanMs, this::dispute);
    plan(Knob.RESTS, spanMs, this::rest);
    plan(Knob.CLOCK_JUMPS, spanMs, this::jump);
  }

  private void plan(Knob knob, long spanMs, Runnable mishap) {
    for (int i = 0; i < plan.at(knob); i++) {
      world.after(
          chance.between(0, spanMs),
          () -> {
            if (!world.isCalm()) {
              mishap.run();
            }
          });
    }
  }

  private void crash() {
    Node node = chance.of(world.nodes());
    if (!node.isAlive()) {
      return;
    }
    node.die();
    world.note(() -> "node %d dies".formatted(node.number()));
    world.after(chance.between(300, DETECTED_AFTER_MS), () -> moveAllFrom(node));
    world.after(
        chance.between(300, DOWN_MS),
        () -> {
          if (!node.isAlive()) {
            node.comeBack();
            world.note(() -> "node %d is back".formatted(node.number()));
          }
        });
  }

  private void moveAllFrom(Node dead) {
    List<Integer> alive = world.reachable();
    if (dead.isAlive() || alive.isEmpty()) {
      return;
    }
    for (String shard : world.owners().shards()) {
      if (world.owners().owner(shard) == dead.number()) {
        move(shard, chance.of(alive));
      }
    }
  }

  private void move(String shard, int to) {
    world.nodes().stream()
        .filter(node -> node.number() != to)
        .forEach(node -> node.stopThoseOf(shard));
    world.owners().move(shard, to);
    world.note(() -> "%s is moved to node %d".formatted(shard, to));
  }

  private void handOff() {
    List<String> shards = world.owners().shards();
    List<Integer> alive = world.reachable();
    if (!shards.isEmpty() && !alive.isEmpty()) {
      move(chance.of(shards), chance.of(alive));
    }
  }

  /** A second owner begins, and the first one does not know. */
  private void dispute() {
    List<String> shards = world.owners().shards();
    List<Integer> alive = world.reachable();
    if (shards.isEmpty() || alive.size() < 2) {
      return;
    }
    String shard = chance.of(shards);
    int from = world.owners().owner(shard);
    int to = chance.of(alive);
    if (to == from || !alive.contains(from) || world.owners().isDisputed(shard)) {
      return;
    }
    Set<Integer> believers = new HashSet<>();
    world.nodes().stream()
        .map(Node::number)
        .filter(number -> chance.permille(400))
        .forEach(believers::add);
    world.owners().moveUnnoticed(shard, to, believers);
    world.note(
        () ->
            "%s moves from node %d to node %d, %s do not know"
                .formatted(shard, from, to, believers));
    world.after(
        chance.between(500, DISPUTE_MS),
        () -> {
          if (world.owners().settle(shard) == from) {
            world.node(from).stopThoseOf(shard);
            world.note(() -> "everybody knows that %s has moved".formatted(shard));
          }
        });
  }

  private void jump() {
    Node node = chance.of(world.nodes());
    long errorMs = chance.between(-JUMP_MS, JUMP_MS);
    node.setClockError(errorMs);
    world.note(() -> "the clock of node %d is wrong by %d ms".formatted(node.number(), errorMs));
  }

  private void rest() {
    List<Host<?, ?>> idle = new ArrayList<>();
    world
        .nodes()
        .forEach(node -> node.hosts().values().stream().filter(Host::isIdle).forEach(idle::add));
    if (idle.isEmpty()) {
      return;
    }
    Host<?, ?> host = chance.of(idle);
    host.stop();
    world.note(() -> "%s rests".formatted(host));
  }
}
