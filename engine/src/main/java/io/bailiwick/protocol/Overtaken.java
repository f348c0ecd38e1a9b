package io.bailiwick.protocol;

/**
 * Thrown by a participant that is told of something which cannot have happened without its own
 * journal saying so: another owner has written after it. The host does what it does after a failed
 * write: throws the participant away and makes a new one from the journal.
 */
public final class Overtaken extends RuntimeException {

  private static final long serialVersionUID = 1L;

  public Overtaken(String message) {
    super(message);
  }
}
