package io.bailiwick.scope;

import io.bailiwick.amount.Unit;
import io.bailiwick.policy.Policy;
import io.bailiwick.record.Origin;
import io.bailiwick.reservation.ReservationId;
import io.bailiwick.tenant.Tenant;
import java.util.List;

/**
 * What has happened at a scope node. Figures in events are differences that were decided, not
 * rules. The origin of an event is null in a journal from before there were origins.
 */
public sealed interface ScopeEvent {

  long atMs();

  /** The tenant was made, or changed; only at a root. */
  record TenantSet(Tenant tenant, Origin origin, long atMs) implements ScopeEvent {}

  /**
   * Everything that the tenant owned is closed; only at a root.
   *
   * @param ended how much that was; null in a journal from before it was counted
   */
  record CloseCompleted(CloseCounts ended, long atMs) implements ScopeEvent {}

  /** A policy of the tenant was laid down, or changed; only at a root. */
  record PolicySet(Policy policy, Origin origin, long atMs) implements ScopeEvent {}

  /**
   * Utilizations that are told to be crossed are others from here on.
   *
   * @param utilizations millionths of the allocation, ascending, see {@link Utilization}
   */
  record ThresholdsSet(List<Integer> utilizations, long atMs) implements ScopeEvent {}

  /**
   * Ledgers are told to be spent too fast by other terms from here on.
   *
   * @param terms see {@link Burn}
   */
  record BurnTermsSet(List<BurnTerms> terms, long atMs) implements ScopeEvent {}

  /** A scope right below exists from now on. */
  record ChildAdded(ScopePath child, long atMs) implements ScopeEvent {}

  record LedgerOpened(Ledger ledger, Origin origin, long atMs) implements ScopeEvent {}

  /** Status or terms of a ledger, or its overdraft limit, are others now. */
  record LedgerChanged(Ledger ledger, Origin origin, long atMs) implements ScopeEvent {}

  /**
   * The allocation was moved.
   *
   * @param isSpentGiven whether a RESET_SPENT said what counts as spent; null where not known
   * @param idempotencyKey null when the request had none
   */
  record Funded(
      Unit unit,
      FundingOperation operation,
      Figures before,
      Figures after,
      Boolean isSpentGiven,
      String idempotencyKey,
      String payloadHash,
      Origin origin,
      long atMs)
      implements ScopeEvent {

    /** As its answer is remembered: without what only readers want. */
    Funded remembered() {
      return new Funded(
          unit, operation, before, after, null, idempotencyKey, payloadHash, null, atMs);
    }
  }

  /** This node and every ledger of it are closed. */
  record NodeClosed(Origin origin, long atMs) implements ScopeEvent {}

  /**
   * An amount is held for a reservation.
   *
   * @param origin null where nothing is told of it
   */
  record Held(
      Step step, ReservationId reservation, Unit unit, long amount, Origin origin, long atMs)
      implements ScopeEvent {}

  /**
   * A hold has ended, or there was none, and something was charged.
   *
   * @param released what had been held
   * @param spent charged to the allocation
   * @param indebted charged as debt
   * @param overLimit whether the ledger is over its limit by this
   * @param isOfClose whether the close of the tenant has released it; null is no
   * @param origin null where nothing is told of it
   */
  record Settled(
      Step step,
      ReservationId reservation,
      Unit unit,
      long released,
      long spent,
      long indebted,
      boolean overLimit,
      Boolean isOfClose,
      Origin origin,
      long atMs)
      implements ScopeEvent {}

  /**
   * Nothing of an operation is here any more, nor will be.
   *
   * @param unit of the hold that was taken back, or null when there was none
   * @param released what had been held
   */
  record TakenBack(Step step, ReservationId reservation, Unit unit, long released, long atMs)
      implements ScopeEvent {}

  /**
   * Which operation of which book, and what the book has finished.
   *
   * @param completedBelow operations with lower numbers are forgotten here
   */
  record Step(int book, long operation, long completedBelow) {}
}
