package io.bailiwick.simulation.world;

import java.util.List;
import java.util.SplittableRandom;

/**
 * One stream of chance. Streams are split by who draws, so that one of them can be made shorter.
 */
public final class Chance {

  private final SplittableRandom random;

  public Chance(long seed) {
    this.random = new SplittableRandom(seed);
  }

  private Chance(SplittableRandom random) {
    this.random = random;
  }

  public Chance split() {
    return new Chance(random.split());
  }

  /** True {@code permille} times in a thousand. */
  public boolean permille(int permille) {
    return permille > 0 && random.nextInt(1000) < permille;
  }

  /** 0 to {@code bound - 1}. */
  public int below(int bound) {
    return random.nextInt(bound);
  }

  /** Both ends included. */
  public long between(long least, long most) {
    return random.nextLong(least, most + 1);
  }

  public <T> T of(List<T> choices) {
    return choices.get(random.nextInt(choices.size()));
  }

  @SafeVarargs
  public final <T> T of(T... choices) {
    return choices[random.nextInt(choices.length)];
  }
}
