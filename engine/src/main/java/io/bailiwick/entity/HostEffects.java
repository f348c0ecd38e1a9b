package io.bailiwick.entity;

import io.bailiwick.protocol.BookMessage;
import io.bailiwick.protocol.Caller;
import io.bailiwick.protocol.Effects;
import io.bailiwick.protocol.EntityId;
import io.bailiwick.protocol.EntityMessage;
import io.bailiwick.protocol.LookUp;
import io.bailiwick.protocol.Participant;
import io.bailiwick.protocol.ScopeMessage;
import io.bailiwick.record.Origin;
import io.bailiwick.reservation.ReservationId;
import io.bailiwick.reservation.UsedKey;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Carries out what one participant asks for. Lives as long as it, used by the host's thread. */
final class HostEffects<E, S> implements Effects<E> {

  private static final Logger LOG = LoggerFactory.getLogger(HostEffects.class);

  private final EntityId self;
  private final ActorContext<HostMessage> context;
  private final HostParts parts;
  private final Participant<E, S> participant;
  private final PendingWrites<E, S> writes;
  private final WaitingCallers callers;

  /** What others have written before this is durable. */
  private final long since;

  HostEffects(
      EntityId self,
      ActorContext<HostMessage> context,
      HostParts parts,
      Participant<E, S> participant,
      PendingWrites<E, S> writes,
      WaitingCallers callers) {
    this.self = self;
    this.context = context;
    this.parts = parts;
    this.participant = participant;
    this.writes = writes;
    this.callers = callers;
    this.since = parts.lookUps().moment();
  }

  @Override
  public void persist(E event) {
    persist(event, null);
  }

  @Override
  public void persist(E event, Origin by) {
    writes.add(event, participant.state(), by);
  }

  @Override
  public void send(EntityId to, EntityMessage message) {
    callers.passedOn(message);
    if (to.equals(self)) {
      context.getSelf().tell(new HostMessage.Deliver(message));
    } else {
      parts.post().send(to, message);
    }
  }

  @Override
  public void sendWhenDurable(EntityId to, EntityMessage message) {
    writes.whenDurable(() -> send(to, message));
  }

  @Override
  public void sendTied(EntityId to, EntityMessage message) {
    writes.whenQueued(
        ticket -> {
          if (ticket == null) {
            send(to, message);
          } else {
            callers.passedOn(message);
            parts.post().sendTied(to, message, ticket);
          }
        });
  }

  @Override
  public void sendWhenCurrent(EntityId to, EntityMessage message) {
    writes.whenCurrent(() -> send(to, message));
  }

  @Override
  public void reply(Caller to, Object reply) {
    callers.answered(to);
    if (!(to instanceof AskCaller caller)) {
      throw new IllegalArgumentException("not one of ours: " + to);
    }
    caller.reply(reply);
  }

  @Override
  public void replyWhenCurrent(Caller to, Object reply) {
    writes.whenCurrent(() -> reply(to, reply));
  }

  @Override
  public void lookUpKey(LookUp lookUp, String endpoint, String key) {
    writes.whenDurableUpTo(
        lookUp.newerCount(),
        () ->
            tellWhenFound(
                parts.lookUps().key(self.tenant(), since, new UsedKey(endpoint, key)),
                found -> new BookMessage.KeyLookedUp(lookUp.number(), found)));
  }

  @Override
  public void lookUpReservation(LookUp lookUp, ReservationId id) {
    writes.whenDurableUpTo(
        lookUp.newerCount(),
        () ->
            tellWhenFound(
                parts.lookUps().reservation(id),
                found -> new BookMessage.ReservationLookedUp(lookUp.number(), found)));
  }

  @Override
  public void endOwned(Origin origin) {
    var host = context.getSelf();
    writes.whenDurable(
        () ->
            parts
                .closeHook()
                .onClosed(self.tenant(), origin)
                .thenCompose(done -> parts.lookUps().ended(self.tenant(), origin))
                .whenComplete(
                    (ended, cause) -> {
                      if (cause != null) {
                        LOG.warn(
                            "the close of {} goes on later: {}", self.tenant(), cause.toString());
                      }
                      host.tell(
                          new HostMessage.Deliver(
                              new ScopeMessage.OwnedEnded(
                                  cause == null, ended, parts.clock().millis())));
                    }));
  }

  private <T> void tellWhenFound(CompletionStage<T> lookUp, Function<T, BookMessage> asMessage) {
    var host = context.getSelf();
    lookUp.whenComplete(
        (found, cause) -> {
          if (cause == null) {
            host.tell(new HostMessage.Deliver(asMessage.apply(found)));
          } else {
            // The operation ends at its own timeout, and its key may be sent again.
            LOG.warn("{} could not look into the tables: {}", self.text(), cause.toString());
          }
        });
  }
}
