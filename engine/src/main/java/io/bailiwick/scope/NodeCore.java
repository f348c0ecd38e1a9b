package io.bailiwick.scope;

import io.bailiwick.protocol.Effects;
import io.bailiwick.protocol.Moment;
import io.bailiwick.tenant.TenantStatus;
import java.util.List;

/**
 * What the parts of a node share: its state, the message's time, and the one way to change the
 * state. Used by one thread.
 */
final class NodeCore {

  private final ScopeLimits limits;
  private ScopeState state;
  private Effects<ScopeEvent> effects;
  private long atMs;
  private long elapsedMs;
  private List<Integer> wanted;
  private List<BurnTerms> wantedTerms;

  NodeCore(ScopeState recovered, ScopeLimits limits) {
    this.state = recovered;
    this.limits = limits;
  }

  /** A new message: stamps never go back behind what has been journalled. */
  void begin(Moment now, Effects<ScopeEvent> newEffects) {
    atMs = Math.max(now.dateMs(), state.lastAtMs());
    elapsedMs = now.elapsedMs();
    wanted = now.utilizations();
    wantedTerms = now.burns();
    effects = newEffects;
  }

  /** The utilizations that are told to be crossed by what the present message does. */
  List<Integer> thresholds() {
    return wanted == null ? state.alarms().utilizations() : wanted;
  }

  /** By which a ledger is told to be spent too fast by what the present message does. */
  private List<BurnTerms> terms() {
    return wantedTerms == null ? state.alarms().terms() : wantedTerms;
  }

  /** Applies an event and has it written. */
  void emit(ScopeEvent event) {
    state = state.apply(event);
    effects.persist(event);
  }

  /** {@link #emit} for an event that moves a ledger's figures. */
  void move(ScopeEvent event) {
    if (!thresholds().equals(state.alarms().utilizations())) {
      // The event may have an earlier stamp than the present message, but none before the last one.
      emit(new ScopeEvent.ThresholdsSet(thresholds(), state.lastAtMs()));
    }
    if (!terms().equals(state.alarms().terms())) {
      emit(new ScopeEvent.BurnTermsSet(terms(), state.lastAtMs()));
    }
    emit(event);
  }

  ScopeState state() {
    return state;
  }

  ScopeLimits limits() {
    return limits;
  }

  Effects<ScopeEvent> effects() {
    return effects;
  }

  /** The stamp of what the present message does: its date, but none before an earlier stamp. */
  long atMs() {
    return atMs;
  }

  /** What has elapsed at the present message, by which pauses are measured. */
  long elapsedMs() {
    return elapsedMs;
  }

  boolean isTenantClosed() {
    return state.tenant() != null && state.tenant().status() == TenantStatus.CLOSED;
  }

  boolean isTenantSuspended() {
    return state.tenant() != null && state.tenant().status() == TenantStatus.SUSPENDED;
  }
}
