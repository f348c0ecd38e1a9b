package io.bailiwick.journal;

/**
 * Why a write was not acknowledged. The entity that asked for it restarts and learns from the
 * journal what is there.
 */
public final class JournalWriteException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  /** What is known about the write, most harmless first. */
  public enum Reason {
    /** Not written: the writer has been closed. */
    CLOSED,
    /** Not written: too much is waiting already. */
    QUEUE_FULL,
    /** Not written: no connection to the store could be opened. */
    STORE_UNREACHABLE,
    /** Not written: the store refused a statement of this write. */
    REFUSED,
    /** Not written: another owner of the entity has used the sequence number. */
    RIVAL_WRITER,
    /** Not written: a write that this one builds on has failed, or its outcome is unknown. */
    PREREQUISITE_FAILED,
    /**
     * Nobody knows: the time ran out, or the connection was lost while the transaction was being
     * committed.
     */
    UNKNOWN_OUTCOME
  }

  private final Reason reason;

  JournalWriteException(Reason reason, String message, Throwable cause) {
    super(reason + ": " + message, cause);
    this.reason = reason;
  }

  /** What is known about the write. */
  public Reason reason() {
    return reason;
  }
}
