package io.bailiwick.simulation.world;

import io.bailiwick.protocol.EntityId;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** Which node owns which shard, and which nodes have not heard of it yet. */
final class Owners {

  /** Some nodes still take another one for the owner. */
  private record Stale(int owner, Set<Integer> believers) {}

  private final boolean isScattered;
  private final int nodes;
  private final Map<String, Integer> owners = new TreeMap<>();
  private final Map<String, Stale> stale = new HashMap<>();

  Owners(Plan plan) {
    this.isScattered = plan.has(Knob.SCATTERED);
    this.nodes = plan.at(Knob.NODES);
  }

  String shard(EntityId id) {
    return isScattered ? id.text() : id.tenant().value();
  }

  int asSeenFrom(int node, EntityId id) {
    String shard = shard(id);
    int owner = owner(shard);
    Stale old = stale.get(shard);
    return old != null && old.believers().contains(node) ? old.owner() : owner;
  }

  int owner(String shard) {
    return owners.computeIfAbsent(shard, key -> Math.floorMod(key.hashCode(), nodes));
  }

  /** All shards that have been asked for. */
  Map<String, Integer> all() {
    return Map.copyOf(owners);
  }

  java.util.List<String> shards() {
    return java.util.List.copyOf(owners.keySet());
  }

  void move(String shard, int to) {
    owners.put(shard, to);
    stale.remove(shard);
  }

  /** {@code believers} go on taking the present owner for it. */
  void moveUnnoticed(String shard, int to, Set<Integer> believers) {
    int before = owner(shard);
    Set<Integer> all = new HashSet<>(believers);
    all.add(before);
    all.remove(to);
    owners.put(shard, to);
    stale.put(shard, new Stale(before, all));
  }

  boolean isDisputed(String shard) {
    return stale.containsKey(shard);
  }

  /** Everybody has heard of the owner. Returns who was taken for it, or -1. */
  int settle(String shard) {
    Stale old = stale.remove(shard);
    return old == null ? -1 : old.owner();
  }
}
