package io.bailiwick.scope;

import io.bailiwick.protocol.Effects;
import io.bailiwick.tenant.TenantStatus;

/**
 * What the parts of a node share: its state, the message's time, and the one way to change the
 * state. Used by one thread.
 */
final class NodeCore {

  private final ScopeLimits limits;
  private ScopeState state;
  private Effects<ScopeEvent> effects;
  private long atMs;

  NodeCore(ScopeState recovered, ScopeLimits limits) {
    this.state = recovered;
    this.limits = limits;
  }

  /** A new message: time never goes back behind what has been journalled. */
  void begin(long nowMs, Effects<ScopeEvent> newEffects) {
    atMs = Math.max(nowMs, state.lastAtMs());
    effects = newEffects;
  }

  /** Applies an event and has it written. */
  void emit(ScopeEvent event) {
    state = state.apply(event);
    effects.persist(event);
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

  /** The time of the present message, ms. */
  long atMs() {
    return atMs;
  }

  boolean isTenantClosed() {
    return state.tenant() != null && state.tenant().status() == TenantStatus.CLOSED;
  }

  boolean isTenantSuspended() {
    return state.tenant() != null && state.tenant().status() == TenantStatus.SUSPENDED;
  }
}
