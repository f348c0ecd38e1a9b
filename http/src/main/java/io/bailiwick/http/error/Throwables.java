package io.bailiwick.http.error;

import io.bailiwick.query.QueryFailedException;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import org.apache.pekko.http.scaladsl.model.EntityStreamSizeException;

/** The one place where whatever was thrown becomes an error of the wire. */
public final class Throwables {
  /** A store that is away or an owner that moves is often back as soon as this. */
  private static final String RETRY_AFTER_S = "1";

  private Throwables() {}

  /** What a client is told of {@code thrown}. Nothing of its text, unless it was meant for it. */
  public static Problem problem(Throwable thrown) {
    return switch (cause(thrown)) {
      case Problem problem -> problem;
      case EntityStreamSizeException tooLarge ->
          Problem.of(
              413,
              ErrorCode.INVALID_REQUEST,
              "The body is larger than %d bytes".formatted(tooLarge.limit()));
      case TimeoutException timeout -> unavailable("No answer in time");
      case Unavailability unavailable -> unavailable(unavailable.getMessage());
      case QueryFailedException unread -> unavailable("The store does not answer");
      default -> Problem.of(ErrorCode.INTERNAL_ERROR, "Internal error");
    };
  }

  /** Whether {@code thrown} is a fault of ours that somebody should look at. */
  public static boolean isBug(Throwable thrown) {
    return problem(thrown).status() == 500;
  }

  /** No answer; nothing is known of what happened. */
  public static Problem unavailable(String reason) {
    return Problem.of(
            503, ErrorCode.INTERNAL_ERROR, reason + "; repeat with the same idempotency key")
        .withHeader("Retry-After", RETRY_AFTER_S);
  }

  /** Without what futures put around it. */
  public static Throwable cause(Throwable thrown) {
    Throwable cause = thrown;
    while ((cause instanceof CompletionException || cause instanceof ExecutionException)
        && cause.getCause() != null) {
      cause = cause.getCause();
    }
    return cause;
  }
}
