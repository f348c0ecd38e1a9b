package io.bailiwick.scope;

import io.bailiwick.amount.OveragePolicy;
import io.bailiwick.amount.Unit;
import io.bailiwick.protocol.OperationId;
import io.bailiwick.protocol.ScopeMessage;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Proposals at one scope that their books have not decided: what is set aside for those that this
 * scope granted, and those that wait for them. In memory only; a restart forgets all of it, and the
 * protocol is right all the same. All its times are elapsed time. Used by one thread.
 */
final class Undecided {

  /**
   * What is set aside for a proposal.
   *
   * @param policy null for a hold
   * @param isShort for a spend, whether less remained than was wanted
   */
  record Aside(
      OperationId operation,
      Unit unit,
      long amount,
      OveragePolicy policy,
      boolean isShort,
      long sinceMs) {}

  /** A proposal that can be neither granted nor refused before others are decided. */
  record Waiting(ScopeMessage.Propose proposal, long sinceMs) {
    Unit unit() {
      return proposal.wish().unit();
    }
  }

  private final Map<OperationId, Aside> asides = new LinkedHashMap<>();
  private final Map<OperationId, Waiting> waiting = new LinkedHashMap<>();
  private final Map<Integer, Long> incarnations = new HashMap<>();

  /** The sum of the holds among the asides, by unit: most proposals are holds, and many. */
  private final long[] held = new long[Unit.values().length];

  /** How many asides are spends, whose order counts. */
  private int spends;

  /** How many wait, by unit. */
  private final int[] waitingOf = new int[Unit.values().length];

  /** Whether a later life of the book has been heard of. */
  boolean isOfEarlierLife(OperationId operation) {
    return operation.incarnation() < incarnations.getOrDefault(operation.book(), 0L);
  }

  /** Takes notice of a life of a book. Returns whether something of an earlier one was let go. */
  boolean heardOf(OperationId operation) {
    Long known = incarnations.get(operation.book());
    if (known != null && known >= operation.incarnation()) {
      return false;
    }
    incarnations.put(operation.book(), operation.incarnation());
    List<OperationId> earlier = asides.keySet().stream().filter(this::isOfEarlierLife).toList();
    earlier.forEach(this::removeAside);
    List<OperationId> waited = waiting.keySet().stream().filter(this::isOfEarlierLife).toList();
    waited.forEach(this::stopWaiting);
    return !waited.isEmpty() || !earlier.isEmpty();
  }

  boolean knows(OperationId operation) {
    return asides.containsKey(operation) || waiting.containsKey(operation);
  }

  void setAside(Aside aside) {
    asides.put(aside.operation(), aside);
    count(aside, 1);
  }

  void wait(Waiting proposal) {
    waiting.put(proposal.proposal().operation(), proposal);
    waitingOf[proposal.unit().ordinal()]++;
  }

  /** Forgets the proposal. Returns what was set aside for it, or null. */
  Aside remove(OperationId operation) {
    stopWaiting(operation);
    return removeAside(operation);
  }

  private Aside removeAside(OperationId operation) {
    Aside aside = asides.remove(operation);
    if (aside != null) {
      count(aside, -1);
    }
    return aside;
  }

  private void count(Aside aside, int sign) {
    if (aside.policy() == null) {
      held[aside.unit().ordinal()] += sign * aside.amount();
    } else {
      spends += sign;
    }
  }

  /** The proposal no longer waits; what is set aside for it stays. */
  void stopWaiting(OperationId operation) {
    Waiting waited = waiting.remove(operation);
    if (waited != null) {
      waitingOf[waited.unit().ordinal()]--;
    }
  }

  /** How many are granted and undecided, or wait. */
  int count() {
    return asides.size() + waiting.size();
  }

  int waitingCount() {
    return waiting.size();
  }

  boolean hasWaiting(Unit unit) {
    return waitingOf[unit.ordinal()] > 0;
  }

  /** Those that wait, in the order in which they came. */
  List<Waiting> waiting() {
    return List.copyOf(waiting.values());
  }

  /** The figures as they would be if everything set aside came true. */
  Figures ifAllCameTrue(Ledger ledger) {
    Figures figures = ledger.figures().hold(held[ledger.unit().ordinal()]);
    if (spends > 0) {
      for (Aside aside : asides.values()) {
        if (aside.unit() == ledger.unit() && aside.policy() != null) {
          figures = spend(figures, aside);
        }
      }
    }
    return figures;
  }

  /** The earliest time at which something has been undecided or waiting for the given times. */
  long nextDueMs(long inquiryAfterMs, long waitMaxMs) {
    long due = Long.MAX_VALUE;
    if (!asides.isEmpty()) {
      due = asides.values().iterator().next().sinceMs() + inquiryAfterMs;
    }
    if (!waiting.isEmpty()) {
      due = Math.min(due, waiting.values().iterator().next().sinceMs() + waitMaxMs);
    }
    return due;
  }

  /** Removes and returns those that have waited since {@code sinceMs} or longer. */
  List<Waiting> removeWaitingSince(long sinceMs) {
    List<Waiting> old = new ArrayList<>();
    for (Waiting one : waiting.values()) {
      if (one.sinceMs() > sinceMs) {
        break;
      }
      old.add(one);
    }
    old.forEach(one -> stopWaiting(one.proposal().operation()));
    return old;
  }

  /**
   * The asides from {@code sinceMs} or before, by book; they count as new from {@code nowMs} on.
   */
  Map<Integer, List<OperationId>> toInquire(long sinceMs, long nowMs) {
    Map<Integer, List<OperationId>> byBook = new LinkedHashMap<>();
    List<Aside> old = new ArrayList<>();
    for (Aside aside : asides.values()) {
      if (aside.sinceMs() > sinceMs) {
        break;
      }
      old.add(aside);
    }
    for (Aside aside : old) {
      OperationId operation = aside.operation();
      byBook.computeIfAbsent(operation.book(), book -> new ArrayList<>()).add(operation);
      asides.remove(operation);
      asides.put(
          operation,
          new Aside(
              operation, aside.unit(), aside.amount(), aside.policy(), aside.isShort(), nowMs));
    }
    return byBook;
  }

  private static Figures spend(Figures figures, Aside aside) {
    if (aside.policy() == OveragePolicy.ALLOW_WITH_OVERDRAFT && figures.overdraftLimit() > 0) {
      long fromFunds = Math.min(aside.amount(), figures.available());
      return figures.charge(fromFunds, aside.amount() - fromFunds, false);
    }
    return figures.charge(aside.amount(), 0, aside.isShort());
  }
}
