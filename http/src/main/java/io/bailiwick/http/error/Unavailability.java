package io.bailiwick.http.error;

/** Something that is needed for an answer did not answer itself. The message is for the client. */
public final class Unavailability extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public Unavailability(String message, Throwable cause) {
    super(message, cause);
  }
}
