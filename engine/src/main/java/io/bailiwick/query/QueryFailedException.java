package io.bailiwick.query;

/** The tables could not be asked. Says nothing about what is in them; asking again may help. */
public final class QueryFailedException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  QueryFailedException(String message, Throwable cause) {
    super(message, cause);
  }
}
