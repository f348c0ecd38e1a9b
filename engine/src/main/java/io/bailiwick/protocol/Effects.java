package io.bailiwick.protocol;

import io.bailiwick.record.Origin;
import io.bailiwick.reservation.ReservationId;

/**
 * What a participant wants done, in order. The host writes events in the order in which they were
 * persisted, any number of them in one atomic write.
 *
 * @param <E> the participant's events
 */
public interface Effects<E> {

  /** Adds to the next write. The participant has applied it already. */
  void persist(E event);

  /**
   * The same, with whoever asked for it. That is no part of the event: it is known while the event
   * is being written, to what follows from it then, and to nobody later.
   *
   * @param by null where nobody did, or nobody knows
   */
  default void persist(E event, Origin by) {
    persist(event);
  }

  /** Leaves at once. Says nothing that a crash could make untrue. */
  void send(EntityId to, EntityMessage message);

  /** Leaves when everything persisted so far is durable; at once if it is. */
  void sendWhenDurable(EntityId to, EntityMessage message);

  /**
   * Leaves when everything persisted so far is on its way to the disk, and is tied to it: what the
   * receiver persists because of it becomes durable together with that or later, and never without
   * it. A receiver that cannot be tied gets it when {@link #sendWhenDurable} would send.
   */
  void sendTied(EntityId to, EntityMessage message);

  /**
   * Leaves when everything persisted so far is durable, and when the journal has shown after this
   * call that no other owner has written to it. For what a participant concludes from all that it
   * knows: an owner that was overtaken does not know all.
   */
  void sendWhenCurrent(EntityId to, EntityMessage message);

  /** Answers at once: for what is durable already, and can never be otherwise. */
  void reply(Caller to, Object reply);

  /** Answers when {@link #sendWhenCurrent} would send. */
  void replyWhenCurrent(Caller to, Object reply);

  /**
   * Asks the tables for the kept answer of a key; answered by {@link BookMessage.KeyLookedUp}, or
   * not at all.
   *
   * @param endpoint the namespace of the key
   */
  void lookUpKey(LookUp lookUp, String endpoint, String key);

  /**
   * Asks the tables for a reservation that has left memory; answered by {@link
   * BookMessage.ReservationLookedUp}, or not at all.
   */
  void lookUpReservation(LookUp lookUp, ReservationId id);

  /**
   * Ends what a closed tenant owns outside its tree: its keys, for instance. Begins when everything
   * persisted so far is durable; always answered by {@link ScopeMessage.OwnedEnded}, unless this
   * node dies before. Doing it again changes nothing.
   *
   * @param origin of the close, or null
   */
  void endOwned(Origin origin);
}
