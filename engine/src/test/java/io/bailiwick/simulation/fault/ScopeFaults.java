package io.bailiwick.simulation.fault;

import io.bailiwick.protocol.EntityId;
import io.bailiwick.protocol.Participant;
import io.bailiwick.scope.ScopeEvent;
import io.bailiwick.scope.ScopeState;
import io.bailiwick.simulation.world.Rig;
import io.bailiwick.simulation.world.World;

/** Faults of scope nodes. */
final class ScopeFaults {

  private ScopeFaults() {}

  /** Puts something between each scope and its host. */
  private abstract static class OfScopes extends Rig {
    abstract Participant<ScopeEvent, ScopeState> between(
        Participant<ScopeEvent, ScopeState> real, World world);

    @Override
    @SuppressWarnings("unchecked")
    public <E, S> Participant<E, S> participant(EntityId id, Participant<E, S> real, World world) {
      return id instanceof EntityId.OfScope
          ? (Participant<E, S>) between((Participant<ScopeEvent, ScopeState>) real, world)
          : real;
    }
  }

  static final class Trusting extends OfScopes {
    @Override
    Participant<ScopeEvent, ScopeState> between(
        Participant<ScopeEvent, ScopeState> real, World world) {
      return new TrustingScope(real, World.scopeLimits(world.plan()));
    }
  }

  static final class NoWaiting extends OfScopes {
    @Override
    Participant<ScopeEvent, ScopeState> between(
        Participant<ScopeEvent, ScopeState> real, World world) {
      return new ImpatientScope(real);
    }
  }
}
