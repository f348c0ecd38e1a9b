package io.bailiwick.simulation.fault;

import io.bailiwick.protocol.Caller;
import io.bailiwick.protocol.Effects;
import io.bailiwick.protocol.EntityId;
import io.bailiwick.protocol.EntityMessage;
import io.bailiwick.protocol.LookUp;
import io.bailiwick.protocol.Moment;
import io.bailiwick.protocol.Participant;
import io.bailiwick.record.Origin;
import io.bailiwick.reservation.ReservationId;

/** Stands between a participant and its host, and passes everything on. Faults override. */
class Between<E, S> implements Participant<E, S> {

  private Participant<E, S> real;

  Between(Participant<E, S> real) {
    this.real = real;
  }

  /** What the participant's wishes go through. */
  Effects<E> effects(Effects<E> host) {
    return host;
  }

  final Participant<E, S> real() {
    return real;
  }

  final void replace(Participant<E, S> other) {
    real = other;
  }

  @Override
  public void started(Moment now, Effects<E> host) {
    real.started(now, effects(host));
  }

  @Override
  public void receive(EntityMessage message, Moment now, Effects<E> host) {
    real.receive(message, now, effects(host));
  }

  @Override
  public void tick(Moment now, Effects<E> host) {
    real.tick(now, effects(host));
  }

  @Override
  public long nextTickMs() {
    return real.nextTickMs();
  }

  @Override
  public S state() {
    return real.state();
  }

  /** Passes every wish on. */
  static class Passing<E> implements Effects<E> {
    private final Effects<E> host;

    Passing(Effects<E> host) {
      this.host = host;
    }

    @Override
    public void persist(E event) {
      host.persist(event);
    }

    @Override
    public void send(EntityId to, EntityMessage message) {
      host.send(to, message);
    }

    @Override
    public void sendWhenDurable(EntityId to, EntityMessage message) {
      host.sendWhenDurable(to, message);
    }

    @Override
    public void sendTied(EntityId to, EntityMessage message) {
      host.sendTied(to, message);
    }

    @Override
    public void sendWhenCurrent(EntityId to, EntityMessage message) {
      host.sendWhenCurrent(to, message);
    }

    @Override
    public void reply(Caller to, Object reply) {
      host.reply(to, reply);
    }

    @Override
    public void replyWhenCurrent(Caller to, Object reply) {
      host.replyWhenCurrent(to, reply);
    }

    @Override
    public void lookUpKey(LookUp lookUp, String endpoint, String key) {
      host.lookUpKey(lookUp, endpoint, key);
    }

    @Override
    public void lookUpReservation(LookUp lookUp, ReservationId id) {
      host.lookUpReservation(lookUp, id);
    }

    @Override
    public void endOwned(Origin origin) {
      host.endOwned(origin);
    }
  }
}
