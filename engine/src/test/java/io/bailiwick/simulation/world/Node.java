package io.bailiwick.simulation.world;

import io.bailiwick.protocol.EntityId;
import io.bailiwick.protocol.EntityMessage;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A process: its clock and the entities that live on it. Dies with all of them. */
final class Node {

  private final World world;
  private final int number;
  private final Map<EntityId, Host<?, ?>> hosts = new LinkedHashMap<>();
  private boolean isAlive = true;
  private long clockErrorMs;

  Node(World world, int number) {
    this.world = world;
    this.number = number;
  }

  int number() {
    return number;
  }

  boolean isAlive() {
    return isAlive;
  }

  /** What its clock says. */
  long nowMs() {
    return world.nowMs() + clockErrorMs;
  }

  void setClockError(long errorMs) {
    clockErrorMs = errorMs;
  }

  Map<EntityId, Host<?, ?>> hosts() {
    return hosts;
  }

  /** A message has come in; this node may know another one as the owner by now. */
  void receive(EntityId to, EntityMessage message) {
    if (!isAlive) {
      return;
    }
    int owner = world.owners().asSeenFrom(number, to);
    if (owner != number) {
      world.network().forward(this, owner, to, message);
      return;
    }
    Host<?, ?> host = hosts.get(to);
    if (host == null) {
      host = world.newHost(this, to);
      hosts.put(to, host);
      host.start();
    }
    host.receive(message, null);
  }

  /** A message that builds on a write of this node has come to an entity that is awake here. */
  void receiveTied(EntityId to, EntityMessage message, Tie tie) {
    Host<?, ?> host = hosts.get(to);
    if (isAlive && host != null) {
      host.receive(message, tie);
    }
  }

  boolean isAwakeHere(EntityId id) {
    return hosts.containsKey(id);
  }

  void die() {
    isAlive = false;
    stopAll(new ArrayList<>(hosts.values()));
  }

  void comeBack() {
    isAlive = true;
  }

  void stopThoseOf(String shard) {
    stopAll(
        hosts.values().stream()
            .filter(host -> world.owners().shard(host.id()).equals(shard))
            .toList());
  }

  private static void stopAll(List<? extends Host<?, ?>> some) {
    some.forEach(Host::stop);
  }
}
