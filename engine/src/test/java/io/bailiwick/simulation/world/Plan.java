package io.bailiwick.simulation.world;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** What one run is made of: it follows from the seed, and can be made smaller. */
public final class Plan {

  private final long seed;
  private final Map<Knob, Integer> knobs;

  private Plan(long seed, Map<Knob, Integer> knobs) {
    this.seed = seed;
    this.knobs = knobs;
  }

  public static Plan of(long seed) {
    Chance chance = new Chance(seed * 0x9E3779B97F4A7C15L + 1);
    Map<Knob, Integer> knobs = new EnumMap<>(Knob.class);
    knobs.put(Knob.NODES, chance.of(1, 2, 3, 3, 4));
    knobs.put(Knob.TENANTS, chance.of(1, 1, 2, 2, 3, 4));
    knobs.put(Knob.BOOKS, chance.of(1, 2, 3));
    knobs.put(Knob.CLIENTS, (int) chance.between(2, 8));
    knobs.put(Knob.REQUESTS, (int) chance.between(4, 18));
    knobs.put(Knob.HASTE, chance.of(0, 0, 1));
    knobs.put(Knob.OPERATIONS, (int) chance.between(0, chance.of(5, 15, 50)));
    knobs.put(Knob.SCATTERED, chance.of(0, 0, 1));
    knobs.put(Knob.WRITE_MS, chance.of(1, 5, 30, 200));
    knobs.put(Knob.BATCH_MAX, chance.of(1, 2, 3, 100, 100));
    knobs.put(Knob.LATE_MS, chance.of(20, 300, 3_000));
    knobs.put(Knob.SNAPSHOT_EVERY, chance.of(0, 3, 10));
    knobs.put(Knob.CLOSES, chance.of(0, 0, 1, 2));
    knobs.put(Knob.SUSPENDS, chance.of(0, 0, 1));
    knobs.put(Knob.SUSPENSION_HARD, chance.of(0, 0, 1));
    knobs.put(Knob.RECENT_MAX, chance.of(1, 1, 2, 4, 1_000));
    knobs.put(Knob.RECENT_MS, chance.of(0, 50, 1_000, 100_000, 100_000));
    boolean isCalm = chance.permille(120);
    if (!isCalm) {
      weather(chance, knobs);
    }
    knobs.put(Knob.POLICIES, chance.of(0, 0, 4, 12));
    for (Knob knob : Knob.values()) {
      knobs.putIfAbsent(knob, knob.least());
    }
    return new Plan(seed, knobs);
  }

  private static void weather(Chance chance, Map<Knob, Integer> knobs) {
    knobs.put(Knob.LOST, chance.of(0, 0, 10, 60, 200));
    knobs.put(Knob.REPEATED, chance.of(0, 0, 20, 100));
    knobs.put(Knob.LATE, chance.of(0, 30, 100, 300));
    knobs.put(Knob.LOCAL_UNRELIABLE, chance.of(0, 1));
    knobs.put(Knob.WRITE_FAILS, chance.of(0, 0, 10, 50));
    knobs.put(Knob.WRITE_UNHEARD, chance.of(0, 0, 10, 50));
    knobs.put(Knob.CRASHES, chance.of(0, 0, 1, 2, 5));
    knobs.put(Knob.HAND_OFFS, chance.of(0, 0, 1, 4));
    knobs.put(Knob.ZOMBIES, chance.of(0, 0, 1, 3));
    knobs.put(Knob.RESTS, chance.of(0, 4, 20));
    knobs.put(Knob.SKEW_MS, chance.of(0, 100, 2_000));
    knobs.put(Knob.CLOCK_JUMPS, chance.of(0, 0, 1, 3));
    knobs.put(Knob.LOOK_UPS_LOST, chance.of(0, 0, 100, 300));
    knobs.put(Knob.IMPATIENT, chance.of(0, 0, 1));
  }

  public long seed() {
    return seed;
  }

  public int at(Knob knob) {
    return knobs.get(knob);
  }

  public boolean has(Knob knob) {
    return at(knob) > 0;
  }

  /** Nothing goes wrong but what clients and operators do to each other. */
  public boolean isCalm() {
    return !has(Knob.LOST)
        && !has(Knob.REPEATED)
        && !has(Knob.LATE)
        && !has(Knob.WRITE_FAILS)
        && !has(Knob.WRITE_UNHEARD)
        && !has(Knob.CRASHES)
        && !has(Knob.HAND_OFFS)
        && !has(Knob.ZOMBIES)
        && !has(Knob.RESTS)
        && !has(Knob.SKEW_MS)
        && !has(Knob.CLOCK_JUMPS);
  }

  /** Plans that differ in one thing, of which there is less. */
  public List<Plan> smaller() {
    List<Plan> smaller = new ArrayList<>();
    for (Knob knob : Knob.values()) {
      int value = at(knob);
      if (value > knob.least()) {
        smaller.add(with(knob, knob.least()));
        int half = (value + knob.least()) / 2;
        if (half > knob.least()) {
          smaller.add(with(knob, half));
        }
        if (value - 1 > half) {
          smaller.add(with(knob, value - 1));
        }
      }
    }
    return smaller;
  }

  public Plan with(Knob knob, int value) {
    Map<Knob, Integer> changed = new EnumMap<>(knobs);
    changed.put(knob, value);
    return new Plan(seed, changed);
  }

  @Override
  public String toString() {
    StringBuilder text = new StringBuilder("seed " + seed);
    knobs.forEach(
        (knob, value) -> {
          if (value > 0) {
            text.append(' ').append(knob).append('=').append(value);
          }
        });
    return text.toString();
  }
}
