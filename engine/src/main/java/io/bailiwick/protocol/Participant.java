package io.bailiwick.protocol;

/**
 * A book or a scope node: durable state, what it is in the middle of, and the rules. It does
 * nothing by itself: a host feeds it messages one at a time, and carries out what it asks for. The
 * host is an actor, or the simulation.
 *
 * <p>It decides against its state including what is not durable yet, so it never waits for the
 * disk; {@link Effects} keeps what must wait. After a failed write, and when a call throws {@link
 * Overtaken}, the host throws it away and makes a new one from the journal.
 *
 * @param <E> its events
 * @param <S> its durable state, immutable
 */
public interface Participant<E, S> {

  /** Called once, after the journal has been replayed and before any message. */
  void started(Moment now, Effects<E> effects);

  /** Takes one message, or the news of an earlier question. */
  void receive(EntityMessage message, Moment now, Effects<E> effects);

  /** The time at {@link #nextTickMs} has come; also harmless at any other time. */
  void tick(Moment now, Effects<E> effects);

  /**
   * When it wants {@link #tick} next: what will have elapsed then ({@link Moment}), or {@link
   * Long#MAX_VALUE}. Asked after every call.
   */
  long nextTickMs();

  /** State after all events so far, those that are not durable included. */
  S state();
}
