package io.bailiwick.journal;

/**
 * The store cannot be used; the message is one sentence for the operator. The server must not
 * start.
 */
public final class StoreOpenException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  StoreOpenException(String message) {
    super(message);
  }

  StoreOpenException(String message, Throwable cause) {
    super(message, cause);
  }
}
