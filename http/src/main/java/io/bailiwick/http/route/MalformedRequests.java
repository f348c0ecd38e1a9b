package io.bailiwick.http.route;

import io.bailiwick.http.error.ErrorCode;
import io.bailiwick.http.error.Problem;
import io.bailiwick.http.trace.RequestIds;
import org.apache.pekko.event.LoggingAdapter;
import org.apache.pekko.http.ParsingErrorHandler;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.apache.pekko.http.scaladsl.model.ErrorInfo;
import org.apache.pekko.http.scaladsl.model.StatusCode;
import org.apache.pekko.http.scaladsl.settings.ServerSettings;

/**
 * Answers what is no HTTP request: a URI or headers that are too long or malformed, an unknown
 * method. Pekko makes it by its name in {@code pekko-http.conf}.
 */
public final class MalformedRequests extends ParsingErrorHandler {
  /** Under this name Pekko looks for the one instance, as Scala's compiler would call it. */
  public static final MalformedRequests MODULE$ = new MalformedRequests();

  private static final int UNKNOWN_METHOD = 501;
  private static final int UNKNOWN_VERSION = 505;

  private MalformedRequests() {}

  @Override
  public HttpResponse handle(
      StatusCode status, ErrorInfo error, LoggingAdapter log, ServerSettings settings) {
    // The list of statuses that clients know has no 501; the method is what is not allowed.
    int wire = status.intValue() == UNKNOWN_METHOD ? 400 : status.intValue();
    Problem problem =
        wire >= 500 && wire != UNKNOWN_VERSION
            ? Problem.of(wire, ErrorCode.INTERNAL_ERROR, "Internal error")
            : Problem.of(wire, ErrorCode.INVALID_REQUEST, "Malformed request: " + error.summary());
    return Responses.of(problem, RequestIds.of(null, null), null);
  }
}
