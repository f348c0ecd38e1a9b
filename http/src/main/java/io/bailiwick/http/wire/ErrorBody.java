package io.bailiwick.http.wire;

import io.bailiwick.http.error.Problem;
import io.bailiwick.http.trace.RequestIds;
import java.util.Map;

/** The body of an error, the same on every plane. */
public final class ErrorBody {
  private ErrorBody() {}

  public static byte[] of(Problem problem, RequestIds ids) {
    return JsonText.object(
        json -> {
          json.constant("error", problem.code())
              .text("message", problem.getMessage())
              .text("request_id", ids.requestId())
              .text("trace_id", ids.traceId());
          if (!problem.details().isEmpty()) {
            json.object(
                "details",
                details -> {
                  for (Map.Entry<String, Object> figure : problem.details().entrySet()) {
                    details.figure(figure.getKey(), figure.getValue());
                  }
                });
          }
        });
  }
}
