package io.bailiwick.bench;

import java.util.List;

/** The turns that workloads are made of. */
final class Turns {
  /** What a reservation is for, and what is spent of it: 500 to 1500 units. */
  private static final int AMOUNT_MIN = 500;

  private static final int AMOUNT_RANGE = 1_001;

  private Turns() {}

  /** Reserves at a random scope, and commits no more than that. */
  static Turn lifecycle(List<Leaf> leaves) {
    return (caller, startNs) -> {
      long estimate = amount(caller);
      long actual = estimate / 2 + caller.random((int) (estimate / 2));
      return lifecycle(random(caller, leaves), estimate, actual).take(caller, startNs);
    };
  }

  /** Reserves so much, and commits so much of it. */
  static Turn lifecycle(Leaf leaf, long estimate, long actual) {
    return (caller, startNs) -> {
      Caller.Reserved reserved = caller.reserve(leaf, estimate, Caller.SHORT_TTL_MS, startNs);
      if (reserved.id() != null && caller.commit(leaf, reserved.id(), estimate, actual)) {
        caller.tally().done(Operation.LIFECYCLE, startNs);
      }
      noteDenial(caller, reserved);
      return true;
    };
  }

  /** Reserves, and leaves it at that. */
  static Turn reserve(List<Leaf> leaves) {
    return (caller, startNs) -> {
      Leaf leaf = random(caller, leaves);
      noteDenial(caller, caller.reserve(leaf, amount(caller), Caller.LONG_TTL_MS, startNs));
      return true;
    };
  }

  static Turn decide(List<Leaf> leaves) {
    return (caller, startNs) -> {
      caller.decide(random(caller, leaves), amount(caller), startNs);
      return true;
    };
  }

  static Turn event(List<Leaf> leaves) {
    return (caller, startNs) -> {
      caller.event(random(caller, leaves), amount(caller), startNs);
      return true;
    };
  }

  /** Asks the same again and again, with the key of a scope's tenant. */
  static Turn read(Operation operation, Leaf leaf, String target) {
    return (caller, startNs) -> {
      caller.read(operation, leaf, target, startNs);
      return true;
    };
  }

  /** Where there is plenty, a refusal is an error. */
  private static void noteDenial(Caller caller, Caller.Reserved reserved) {
    if (reserved.isDenied()) {
      caller.tally().error(Operation.RESERVE, "409");
    }
  }

  private static Leaf random(Caller caller, List<Leaf> leaves) {
    return leaves.size() == 1 ? leaves.getFirst() : leaves.get(caller.random(leaves.size()));
  }

  private static long amount(Caller caller) {
    return AMOUNT_MIN + caller.random(AMOUNT_RANGE);
  }
}
