package io.bailiwick.entity;

import io.bailiwick.journal.WriteTicket;
import io.bailiwick.protocol.EntityMessage;

/** What a host can be told: messages for its participant, and news about itself. */
sealed interface HostMessage {

  /**
   * Something for the participant.
   *
   * @param prerequisite a write of the sender without which nothing that follows from the message
   *     may become durable; null when all of that is durable already
   */
  record Deliver(EntityMessage message, WriteTicket prerequisite) implements HostMessage {
    Deliver(EntityMessage message) {
      this(message, null);
    }
  }

  /** A write waits for the disk, and others may build on it. */
  record Queued(WriteTicket ticket) implements HostMessage {}

  /**
   * The journal has been read.
   *
   * @param state after its last event
   * @param sequenceNumber of its last row; 0 when it is empty
   */
  record Recovered(Object state, long sequenceNumber) implements HostMessage {}

  /**
   * The write in flight is durable.
   *
   * @param sequenceNumber of its row
   */
  record Written(long sequenceNumber) implements HostMessage {}

  /** The look at the journal has found nobody else's write. */
  record Alone() implements HostMessage {}

  /** The journal could not be read or written; what is in it is not known. */
  record JournalFailed(Throwable cause) implements HostMessage {}

  /** The participant wanted to be called about now. */
  record Tick() implements HostMessage {}

  /** Time to see whether anybody has asked for anything. */
  record IdleLook() implements HostMessage {}

  /** A host that has failed has been silent for long enough. */
  record Rested() implements HostMessage {}

  /** From sharding: the entity moves, is idle, or the node goes. */
  record Stop() implements HostMessage {}

  /** The last writes took too long. */
  record StopOverdue() implements HostMessage {}
}
