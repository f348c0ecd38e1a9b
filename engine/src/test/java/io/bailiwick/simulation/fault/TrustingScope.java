package io.bailiwick.simulation.fault;

import io.bailiwick.protocol.BookMessage;
import io.bailiwick.protocol.Effect;
import io.bailiwick.protocol.Effects;
import io.bailiwick.protocol.EntityId;
import io.bailiwick.protocol.EntityMessage;
import io.bailiwick.protocol.Moment;
import io.bailiwick.protocol.Participant;
import io.bailiwick.protocol.ScopeMessage;
import io.bailiwick.scope.ScopeEvent;
import io.bailiwick.scope.ScopeLimits;
import io.bailiwick.scope.ScopeNode;
import io.bailiwick.scope.ScopeState;

/** Holds whatever was consented to, without looking again whether it fits. */
final class TrustingScope extends Between<ScopeEvent, ScopeState> {

  private final ScopeLimits limits;
  private ScopeMessage.Apply apply;
  private ScopeState before;
  private boolean isInTheWay;
  private long nowMs;

  TrustingScope(Participant<ScopeEvent, ScopeState> real, ScopeLimits limits) {
    super(real);
    this.limits = limits;
  }

  @Override
  public void receive(EntityMessage message, Moment now, Effects<ScopeEvent> host) {
    apply = message instanceof ScopeMessage.Apply one ? one : null;
    nowMs = now.dateMs();
    before = state();
    isInTheWay = false;
    super.receive(message, now, host);
  }

  @Override
  Effects<ScopeEvent> effects(Effects<ScopeEvent> host) {
    return new Passing<>(host) {
      @Override
      public void persist(ScopeEvent event) {
        isInTheWay =
            event instanceof ScopeEvent.TakenBack
                && apply != null
                && apply.effect() instanceof Effect.Hold
                && before.ledger(apply.effect().unit()) != null;
        if (!isInTheWay) {
          super.persist(event);
        }
      }

      @Override
      public void sendWhenDurable(EntityId to, EntityMessage message) {
        if (isInTheWay && message instanceof BookMessage.Unfit) {
          holdAllTheSame(to, host);
        } else {
          super.sendWhenDurable(to, message);
        }
      }
    };
  }

  private void holdAllTheSame(EntityId book, Effects<ScopeEvent> host) {
    Effect.Hold hold = (Effect.Hold) apply.effect();
    ScopeEvent.Step step =
        new ScopeEvent.Step(
            apply.operation().book(), apply.operation().number(), apply.completedBelow());
    ScopeEvent event =
        new ScopeEvent.Held(
            step,
            apply.reservation(),
            hold.unit(),
            hold.amount(),
            null,
            Math.max(nowMs, before.lastAtMs()));
    ScopeState after = before.apply(event);
    host.persist(event);
    host.sendWhenDurable(
        book,
        new BookMessage.Applied(
            apply.operation(), after.path(), after.ledger(hold.unit()).balance()));
    replace(new ScopeNode(after, limits));
  }
}
