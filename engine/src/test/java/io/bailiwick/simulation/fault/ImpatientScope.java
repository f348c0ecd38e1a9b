package io.bailiwick.simulation.fault;

import io.bailiwick.protocol.BookMessage;
import io.bailiwick.protocol.Effects;
import io.bailiwick.protocol.EntityId;
import io.bailiwick.protocol.EntityMessage;
import io.bailiwick.protocol.Moment;
import io.bailiwick.protocol.Participant;
import io.bailiwick.protocol.ScopeMessage;
import io.bailiwick.protocol.Wish;
import io.bailiwick.refusal.Refusal;
import io.bailiwick.refusal.RefusalCode;
import io.bailiwick.scope.Figures;
import io.bailiwick.scope.ScopeEvent;
import io.bailiwick.scope.ScopeState;

/** Refuses at once what would have to wait for undecided proposals. */
final class ImpatientScope extends Between<ScopeEvent, ScopeState> {

  private boolean hasSpoken;

  ImpatientScope(Participant<ScopeEvent, ScopeState> real) {
    super(real);
  }

  @Override
  public void receive(EntityMessage message, Moment now, Effects<ScopeEvent> host) {
    hasSpoken = false;
    super.receive(message, now, host);
    if (message instanceof ScopeMessage.Propose propose
        && propose.wish() instanceof Wish.Hold hold
        && !hasSpoken
        && state().ledger(hold.unit()) != null) {
      Refusal refusal = refusal(hold, state().ledger(hold.unit()).figures());
      host.send(
          propose.operation().bookId(),
          new BookMessage.Refused(propose.operation(), refusal, propose.findings().budgeted()));
    }
  }

  private static Refusal refusal(Wish.Hold hold, Figures figures) {
    return Refusal.of(RefusalCode.BUDGET_EXCEEDED, "not now")
        .with("unit", hold.unit().name())
        .with("requested", hold.amount())
        .with("remaining", figures.remaining())
        .with("reserved", figures.reserved())
        .with("spent", figures.spent())
        .with("allocated", figures.allocated())
        .with("debt", figures.debt());
  }

  @Override
  Effects<ScopeEvent> effects(Effects<ScopeEvent> host) {
    return new Passing<>(host) {
      @Override
      public void send(EntityId to, EntityMessage message) {
        hasSpoken = true;
        super.send(to, message);
      }

      @Override
      public void sendWhenDurable(EntityId to, EntityMessage message) {
        hasSpoken = true;
        super.sendWhenDurable(to, message);
      }
    };
  }
}
