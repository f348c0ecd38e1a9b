package io.bailiwick.harness;

import java.util.Random;
import java.util.concurrent.ThreadLocalRandom;

/** Where chance comes from: printed, and taken back from a system property. */
public final class Seed {
  private Seed() {}

  /** Of the property {@code name}, else a new one. */
  public static long of(String name) {
    String given = System.getProperty(name);
    long seed = given == null ? ThreadLocalRandom.current().nextLong() : Long.parseLong(given);
    System.out.println("seed: -D" + name + "=" + seed);
    return seed;
  }

  /** The dice of one of several that share a seed. */
  public static Random dice(long seed, int number) {
    return new Random(seed + 0x9E3779B97F4A7C15L * number);
  }
}
