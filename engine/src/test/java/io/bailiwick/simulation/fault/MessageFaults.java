package io.bailiwick.simulation.fault;

import io.bailiwick.protocol.BookMessage;
import io.bailiwick.protocol.Effect;
import io.bailiwick.protocol.EntityId;
import io.bailiwick.protocol.EntityMessage;
import io.bailiwick.protocol.Findings;
import io.bailiwick.protocol.OperationId;
import io.bailiwick.protocol.ScopeMessage;
import io.bailiwick.protocol.Wish;
import io.bailiwick.reservation.ReservationCommand;
import io.bailiwick.scope.ScopePath;
import io.bailiwick.simulation.world.Knob;
import io.bailiwick.simulation.world.Rig;
import io.bailiwick.simulation.world.World;
import io.bailiwick.tenant.TenantSettings;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Faults of what is said. */
final class MessageFaults {

  private static final long OTHER_NUMBERS = 1_000_000;

  private MessageFaults() {}

  private record Delivery(EntityId to, OperationId operation) {}

  static final class NoRedelivery extends Rig {
    private final Set<Delivery> seen = new HashSet<>();

    @Override
    public List<EntityMessage> arriving(EntityId to, EntityMessage message, World world) {
      OperationId operation =
          switch (message) {
            case ScopeMessage.Apply apply -> apply.operation();
            default -> null;
          };
      return operation == null || seen.add(new Delivery(to, operation))
          ? List.of(message)
          : List.of();
    }
  }

  static final class AppliedTwice extends Rig {
    @Override
    public List<EntityMessage> arriving(EntityId to, EntityMessage message, World world) {
      if (!(message instanceof ScopeMessage.Apply apply)
          || !(apply.effect() instanceof Effect.Settle)) {
        return List.of(message);
      }
      OperationId operation = apply.operation();
      OperationId other =
          new OperationId(
              operation.tenant(),
              operation.book(),
              operation.incarnation(),
              operation.number() + OTHER_NUMBERS);
      return List.of(
          message,
          new ScopeMessage.Apply(
              other,
              apply.completedBelow(),
              apply.effect(),
              apply.reservation(),
              null,
              null,
              apply.atMs()));
    }
  }

  static final class NoWithdrawals extends Rig {
    @Override
    public List<EntityMessage> arriving(EntityId to, EntityMessage message, World world) {
      boolean isLost =
          message instanceof ScopeMessage.Withdraw || message instanceof BookMessage.Inquire;
      return isLost ? List.of() : List.of(message);
    }
  }

  static final class UndoLost extends Rig {
    @Override
    public List<EntityMessage> arriving(EntityId to, EntityMessage message, World world) {
      return message instanceof ScopeMessage.Undo ? List.of() : List.of(message);
    }
  }

  /** Scopes see one life of a book only, and what they answer is for its present one. */
  static final class IncarnationIgnored extends Rig {
    private final Map<EntityId, Long> latest = new HashMap<>();

    @Override
    public List<EntityMessage> arriving(EntityId to, EntityMessage message, World world) {
      return List.of(
          switch (message) {
            case ScopeMessage.Propose m ->
                new ScopeMessage.Propose(
                    ofOneLife(m.operation()),
                    m.wish(),
                    m.path(),
                    m.position(),
                    m.discovers(),
                    m.findings());
            case ScopeMessage.Withdraw m -> new ScopeMessage.Withdraw(ofOneLife(m.operation()));
            case ScopeMessage.Apply m ->
                new ScopeMessage.Apply(
                    ofOneLife(m.operation()),
                    m.completedBelow(),
                    m.effect(),
                    m.reservation(),
                    null,
                    null,
                    m.atMs());
            case BookMessage.Consented m ->
                new BookMessage.Consented(ofNow(m.operation()), m.findings());
            case BookMessage.Refused m ->
                new BookMessage.Refused(ofNow(m.operation()), m.refusal(), m.granted());
            case BookMessage.Busy m ->
                new BookMessage.Busy(ofNow(m.operation()), m.reason(), m.granted());
            case BookMessage.Applied m ->
                new BookMessage.Applied(ofNow(m.operation()), m.scope(), m.balance());
            case BookMessage.Unfit m -> new BookMessage.Unfit(ofNow(m.operation()), m.scope());
            case BookMessage.Undone m -> new BookMessage.Undone(ofNow(m.operation()), m.scope());
            case BookMessage.Inquire m ->
                new BookMessage.Inquire(
                    m.scope(), m.operations().stream().map(this::ofNow).toList());
            default -> message;
          });
    }

    private OperationId ofOneLife(OperationId operation) {
      latest.merge(operation.bookId(), operation.incarnation(), Long::max);
      return with(operation, 1);
    }

    private OperationId ofNow(OperationId operation) {
      return with(operation, latest.getOrDefault(operation.bookId(), 1L));
    }

    private static OperationId with(OperationId operation, long incarnation) {
      return new OperationId(operation.tenant(), operation.book(), incarnation, operation.number());
    }
  }

  static final class RefusalIgnored extends Rig {
    @Override
    public List<EntityMessage> arriving(EntityId to, EntityMessage message, World world) {
      if (!(message instanceof BookMessage.Refused refused) || refused.granted().isEmpty()) {
        return List.of(message);
      }
      Object unit = refused.refusal().details().get("unit");
      Findings findings = Findings.none(0).withSettings(TenantSettings.NONE);
      for (var scope : refused.granted()) {
        for (var ledger : world.scopeState(scope).ledgers()) {
          if (ledger.unit().name().equals(unit)) {
            findings = findings.withLedger(ledger.balance(), null, Long.MAX_VALUE, Long.MAX_VALUE);
          }
        }
      }
      return List.of(new BookMessage.Consented(refused.operation(), findings));
    }
  }

  static final class PolicyIgnored extends Rig {
    @Override
    public List<EntityMessage> arriving(EntityId to, EntityMessage message, World world) {
      return message instanceof BookMessage.Consented consented
          ? List.of(
              new BookMessage.Consented(
                  consented.operation(),
                  consented.findings().withRules(null, consented.findings().expiry())))
          : List.of(message);
    }
  }

  static final class CompletedBelowTooHigh extends Rig {
    @Override
    public List<EntityMessage> arriving(EntityId to, EntityMessage message, World world) {
      return message instanceof ScopeMessage.Apply apply
          ? List.of(
              new ScopeMessage.Apply(
                  apply.operation(),
                  apply.operation().number() + 2,
                  apply.effect(),
                  apply.reservation(),
                  null,
                  null,
                  apply.atMs()))
          : List.of(message);
    }
  }

  /** A book that is asked to close is said to be closed, and goes on. */
  static final class ClosesEarly extends Rig {
    @Override
    public EntityId route(EntityId to, EntityMessage message) {
      return message instanceof BookMessage.Close
          ? new EntityId.OfScope(ScopePath.root(to.tenant()))
          : to;
    }

    @Override
    public List<EntityMessage> arriving(EntityId to, EntityMessage message, World world) {
      if (!(message instanceof BookMessage.Close)) {
        return List.of(message);
      }
      List<EntityMessage> closed = new ArrayList<>();
      for (int book = 0; book < world.plan().at(Knob.BOOKS); book++) {
        closed.add(new ScopeMessage.BookClosed(book, 0L));
      }
      return closed;
    }
  }

  /** Requests go to one book and the other in turn. */
  static final class TwoBooks extends Rig {
    private int count;

    @Override
    public EntityId route(EntityId to, EntityMessage message) {
      boolean isNew =
          message instanceof BookMessage.Ask ask
              && !(ask.command() instanceof ReservationCommand.OfReservation);
      return isNew ? new EntityId.OfBook(to.tenant(), count++ % 2) : to;
    }
  }

  static final class ChargesTooMuch extends Rig {
    @Override
    public List<EntityMessage> arriving(EntityId to, EntityMessage message, World world) {
      boolean isCharge =
          message instanceof ScopeMessage.Apply apply
              && apply.effect() instanceof Effect.Settle settle
              && settle.charged() > 0
              && !((EntityId.OfScope) to).scope().isRoot();
      return isCharge ? List.of(more((ScopeMessage.Apply) message)) : List.of(message);
    }

    private static ScopeMessage.Apply more(ScopeMessage.Apply apply) {
      Effect.Settle settle = (Effect.Settle) apply.effect();
      return new ScopeMessage.Apply(
          apply.operation(),
          apply.completedBelow(),
          new Effect.Settle(settle.unit(), settle.charged() + 1, settle.overage()),
          apply.reservation(),
          null,
          null,
          apply.atMs());
    }
  }

  static final class OneScopeForgotten extends Rig {
    @Override
    public List<EntityMessage> arriving(EntityId to, EntityMessage message, World world) {
      boolean isTurned =
          message instanceof ScopeMessage.Propose propose
              && propose.wish() instanceof Wish.Hold
              && propose.findings().balances().size() == 1;
      if (!isTurned) {
        return List.of(message);
      }
      ScopeMessage.Propose propose = (ScopeMessage.Propose) message;
      Findings none = Findings.none(propose.findings().granted());
      return List.of(
          new ScopeMessage.Propose(
              propose.operation(),
              propose.wish(),
              propose.path(),
              propose.position(),
              propose.discovers(),
              none.withSettings(propose.findings().settings())
                  .withRules(propose.findings().governing(), propose.findings().expiry())));
    }
  }
}
