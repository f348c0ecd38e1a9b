package io.bailiwick.harness;

/** The connection broke before an answer was complete: whether it happened is not known. */
public final class NoAnswer extends RuntimeException {
  NoAnswer(Request request, Exception cause) {
    super("no answer to " + request.method() + " " + request.target(), cause);
  }
}
