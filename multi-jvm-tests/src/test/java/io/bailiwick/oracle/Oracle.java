package io.bailiwick.oracle;

import java.util.List;

/** One invariant. */
@FunctionalInterface
public interface Oracle {
  /** All of them. */
  List<Oracle> ALL =
      List.of(
          new AcknowledgedIsThere(),
          new OneKeyOneEffect(),
          new LedgersAddUp(),
          new HoldsAddUp(),
          new MoneyIsAccountedFor(),
          new NeverOversubscribed(),
          new ExpiryHappens(),
          new OneTerminalState(),
          new RefusedLeavesNoTrace(),
          new NothingAfterClose());

  /** What breaks it, one line each; empty if nothing does. */
  List<String> violations(Observed observed);

  /** What breaks any of {@link #ALL}. */
  static List<String> violationsOfAll(Observed observed) {
    return violationsOf(ALL, observed);
  }

  /** What breaks any of these. */
  static List<String> violationsOf(List<Oracle> oracles, Observed observed) {
    return oracles.stream()
        .flatMap(
            oracle ->
                oracle.violations(observed).stream()
                    .map(line -> oracle.getClass().getSimpleName() + ": " + line))
        .toList();
  }
}
