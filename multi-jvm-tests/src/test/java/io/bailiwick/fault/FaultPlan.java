package io.bailiwick.fault;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;

/** Faults one after the other, as the dice fall: the same dice, the same faults. */
public record FaultPlan(List<Entry> entries) {
  private static final int LASTS_MS_MIN = 1_000;

  /**
   * @param lasts before the cluster is healed
   */
  public record Entry(Fault fault, Duration lasts) {}

  /**
   * @param nodes of the cluster
   * @param lastsMax of one fault
   */
  public static FaultPlan of(Random dice, int count, int nodes, Duration lastsMax) {
    List<Entry> entries = new ArrayList<>();
    List<Integer> kinds = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      // Every kind once before any comes again, so that a long plan misses none.
      if (kinds.isEmpty()) {
        kinds.addAll(IntStream.range(0, KINDS).boxed().toList());
        Collections.shuffle(kinds, dice);
      }
      long lastsMs = dice.nextLong(LASTS_MS_MIN, lastsMax.toMillis() + 1);
      entries.add(new Entry(fault(kinds.removeFirst(), dice, nodes), Duration.ofMillis(lastsMs)));
    }
    return new FaultPlan(entries);
  }

  private static final int KINDS = 11;

  private static Fault fault(int kind, Random dice, int nodes) {
    int node = dice.nextInt(nodes);
    return switch (kind) {
      case 0 -> new Fault.Kill(List.of(node));
      case 1 -> new Fault.Kill(some(dice, nodes));
      case 2 -> new Fault.Kill(IntStream.range(0, nodes).boxed().toList());
      case 3 -> new Fault.Pause(node);
      case 4 -> new Fault.Part(some(dice, nodes));
      case 5 -> new Fault.Mute(node);
      case 6 -> new Fault.Flap(node, 3, Duration.ofMillis(dice.nextInt(500, 3_000)));
      case 7 -> new Fault.SlowDatabase(node, Duration.ofMillis(dice.nextInt(10, 500)));
      case 8 -> new Fault.CutDatabase(node);
      case 9 -> new Fault.LoseCommits(node, 1 + dice.nextInt(5));
      case 10 -> dice.nextBoolean() ? new Fault.CrashDatabase() : new Fault.Stop(node);
      default -> throw new IllegalArgumentException("no kind " + kind);
    };
  }

  /** At least one, and not all. */
  private static List<Integer> some(Random dice, int nodes) {
    List<Integer> all = new ArrayList<>(IntStream.range(0, nodes).boxed().toList());
    Collections.shuffle(all, dice);
    return List.copyOf(all.subList(0, 1 + dice.nextInt(nodes - 1)));
  }
}
