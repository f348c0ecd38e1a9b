package io.bailiwick.webhook;

/**
 * How a call of an endpoint went.
 *
 * @param responseStatus of HTTP, or null when there was no answer
 * @param responseTimeMs until the answer, or until it was given up; null when nothing was sent
 * @param error for people, or null for a success
 */
public record CallResult(Integer responseStatus, Long responseTimeMs, String error) {

  /** Nothing was sent. */
  public static CallResult notSent(String error) {
    return new CallResult(null, null, error);
  }

  public boolean isSuccess() {
    return error == null;
  }
}
