package io.bailiwick.oracle;

import com.fasterxml.jackson.databind.JsonNode;
import io.bailiwick.harness.Clock;
import io.bailiwick.history.Operation.Kind;
import io.bailiwick.history.Outcome;
import io.bailiwick.oracle.CounterChecker.Step;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/**
 * I3, I9: what clients saw of each ledger can have happened one after the other on a counter that
 * never goes below zero, and every refusal is explained by what was there at some moment of it.
 */
public final class LinearizableCounter implements Oracle {
  private static final long NEVER_NS = Long.MAX_VALUE;

  @Override
  public List<String> violations(Observed observed) {
    Map<String, Long> held = new HashMap<>();
    for (Outcome outcome : observed.acknowledged(Kind.RESERVE)) {
      held.put(outcome.reservationId(), amount(outcome, "estimate"));
    }
    List<String> found = new ArrayList<>();
    for (String scope : observed.ledgers().keySet()) {
      CounterChecker.violations(
              observed.allocated().getOrDefault(scope, 0L), steps(scope, observed, held))
          .forEach(violation -> found.add(scope + " " + violation));
    }
    return found;
  }

  private static List<Step> steps(String scope, Observed observed, Map<String, Long> held) {
    List<Step> steps = new ArrayList<>();
    Set<String> ended = new HashSet<>();
    for (Outcome outcome : observed.history().of(observed.tenant())) {
      if (outcome.isUnknown()) {
        throw new IllegalArgumentException("not resolved: " + outcome);
      }
      if (!outcome.isAcknowledged()) {
        addRefusal(steps, scope, outcome);
      } else if (outcome.operation().kind() == Kind.CREDIT) {
        if (outcome.operation().scope().equals(scope)) {
          add(steps, outcome, amount(outcome, "amount"));
        }
      } else if (Observed.isOnPath(scope, outcome.operation().scope())) {
        addChange(steps, outcome, held, ended);
      }
    }
    addExpiries(steps, scope, observed, ended);
    return steps;
  }

  /** Only where the ledger itself is named as the one that had too little. */
  private static void addRefusal(List<Step> steps, String scope, Outcome outcome) {
    boolean isHere =
        outcome.operation().kind() == Kind.RESERVE
            && outcome.refusal().code().equals("BUDGET_EXCEEDED")
            && outcome.refusal().scope().equals(scope);
    if (isHere) {
      steps.add(
          Step.refused(
              outcome.span().fromNs(),
              outcome.span().toNs(),
              amount(outcome, "estimate"),
              outcome.operation().key() + " refused"));
    }
  }

  private static void addChange(
      List<Step> steps, Outcome outcome, Map<String, Long> held, Set<String> ended) {
    String id = outcome.reservationId();
    switch (outcome.operation().kind()) {
      case RESERVE -> add(steps, outcome, -held.get(id));
      case EVENT -> add(steps, outcome, -outcome.charged());
      case COMMIT, RELEASE -> {
        if (ended.add(id)) {
          add(steps, outcome, held.getOrDefault(id, 0L) - outcome.charged());
        }
      }
      case EXTEND, CREDIT, CLOSE -> {
        // Changes no amount on this path.
      }
    }
  }

  private static void add(List<Step> steps, Outcome outcome, long change) {
    steps.add(
        Step.adds(
            outcome.span().fromNs(), outcome.span().toNs(), change, outcome.operation().key()));
  }

  /**
   * Nobody asks for these, so that they may have come at any time after they were due by the
   * fastest clock.
   */
  private static void addExpiries(
      List<Step> steps, String scope, Observed observed, Set<String> ended) {
    long nowNs = System.nanoTime();
    long nowMs = Clock.nowMs();
    for (JsonNode row : observed.rows()) {
      if (Observed.status(row).equals("EXPIRED")
          && Observed.isOnPath(scope, row.path("scope_path").asText())
          && !ended.contains(Observed.id(row))) {
        long dueMs = row.path("expires_at_ms").asLong() - observed.fastest().toMillis();
        steps.add(
            Step.adds(
                nowNs - TimeUnit.MILLISECONDS.toNanos(nowMs - dueMs),
                NEVER_NS,
                row.path("reserved").path("amount").asLong(),
                Observed.id(row) + " expired"));
      }
    }
  }

  private static long amount(Outcome outcome, String member) {
    return outcome.operation().body().path(member).path("amount").asLong();
  }
}
