package io.bailiwick.http.canonical;

/** A value that has no canonical text. The message says why, for whoever sent it. */
public final class NotCanonicalException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  NotCanonicalException(String message) {
    super(message);
  }
}
