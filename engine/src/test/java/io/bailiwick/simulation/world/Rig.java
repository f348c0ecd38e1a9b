package io.bailiwick.simulation.world;

import io.bailiwick.protocol.EntityId;
import io.bailiwick.protocol.EntityMessage;
import io.bailiwick.protocol.Participant;
import java.util.List;

/**
 * The machinery around the participants, as it should be. Deliberate faults override one thing. One
 * object for one run.
 */
public class Rig {

  /** What the host is given instead of the participant. */
  public <E, S> Participant<E, S> participant(EntityId id, Participant<E, S> real, World world) {
    return real;
  }

  /** What a host reads from the journal. */
  public <S> S recovered(EntityId id, S beforeLastWrite, S state) {
    return state;
  }

  /** What is kept as a snapshot of {@code state}. */
  public <S> S snapshot(S state) {
    return state;
  }

  /** Whether a write with a number that is taken fails. */
  public boolean fences() {
    return true;
  }

  /** Whether a host takes a write for durable that it was told has failed. */
  public boolean trustsFailedWrites() {
    return false;
  }

  public boolean repliesEarly() {
    return false;
  }

  public boolean sendsEarly() {
    return false;
  }

  /** Whether a write is kept back that builds on one that failed. */
  public boolean heedsTies() {
    return true;
  }

  /** Whether the tables are asked before they have what the memory has not. */
  public boolean looksUpEarly() {
    return false;
  }

  public boolean sweeps() {
    return true;
  }

  public boolean findsInTables() {
    return true;
  }

  /**
   * Whether a recovered state is compared with what was written. Faults of the journal say no, to
   * be caught by what follows.
   */
  public boolean comparesStates() {
    return true;
  }

  /** How many of the events of a batch are really written. */
  public int written(int events) {
    return events;
  }

  public EntityId route(EntityId to, EntityMessage message) {
    return to;
  }

  /** What arrives when {@code message} does. */
  public List<EntityMessage> arriving(EntityId to, EntityMessage message, World world) {
    return List.of(message);
  }

  public Object reply(Object reply, World world) {
    return reply;
  }
}
