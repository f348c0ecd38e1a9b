package io.bailiwick.http.trace;

import java.util.HashMap;
import java.util.Map;
import org.slf4j.MDC;

/** Lines of the log that belong to a request: they carry its ids. */
public final class RequestLog {
  private RequestLog() {}

  /**
   * Runs {@code log} with the request's ids in the fields of whatever it logs.
   *
   * @param tenant of the key, or null
   */
  public static void with(RequestIds ids, String tenant, Runnable log) {
    Map<String, String> fields = new HashMap<>();
    fields.put("request_id", ids.requestId());
    fields.put("trace_id", ids.traceId());
    if (tenant != null) {
      fields.put("tenant", tenant);
    }
    MDC.setContextMap(fields);
    try {
      log.run();
    } finally {
      MDC.clear();
    }
  }
}
