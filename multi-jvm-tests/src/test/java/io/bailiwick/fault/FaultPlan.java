package io.bailiwick.fault;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;

/**
 * Turns one after the other without end, as the dice fall: the same dice, the same turns. One of
 * every {@link #ROUND} is quiet.
 */
public final class FaultPlan {
  static final int ROUND = 4;

  static final Duration LASTS_MIN = Duration.ofSeconds(20);
  static final Duration LASTS_MAX = Duration.ofSeconds(30);

  private final Random dice;
  private final int nodes;
  private final List<Integer> kinds = new ArrayList<>();
  private int turns;
  private int quiet;

  /**
   * What happens until the next turn.
   *
   * @param fault none if the turn is quiet
   */
  public record Turn(Optional<Fault> fault, Duration lasts) {}

  /**
   * @param nodes of the cluster
   */
  public FaultPlan(Random dice, int nodes) {
    this.dice = dice;
    this.nodes = nodes;
  }

  public Turn next() {
    if (turns % ROUND == 0) {
      quiet = turns + dice.nextInt(ROUND);
    }
    Duration lasts =
        Duration.ofMillis(dice.nextLong(LASTS_MIN.toMillis(), LASTS_MAX.toMillis() + 1));
    return new Turn(turns++ == quiet ? Optional.empty() : Optional.of(fault()), lasts);
  }

  /** Every kind once before any comes again, so that a long plan misses none. */
  private Fault fault() {
    if (kinds.isEmpty()) {
      kinds.addAll(IntStream.range(0, KINDS).boxed().toList());
      Collections.shuffle(kinds, dice);
    }
    return fault(kinds.removeFirst(), dice, nodes);
  }

  private static final int SKEW_MS_MAX = 300_000;

  private static final int KINDS = 14;

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
      case 10 -> new Fault.CrashDatabase();
      case 11 -> new Fault.Stop(node);
      case 12 -> new Fault.Skew(node, Duration.ofMillis(dice.nextInt(SKEW_MS_MAX)));
      case 13 -> new Fault.Skew(node, Duration.ofMillis(-dice.nextInt(SKEW_MS_MAX)));
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
