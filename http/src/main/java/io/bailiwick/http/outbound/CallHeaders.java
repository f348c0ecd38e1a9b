package io.bailiwick.http.outbound;

import io.bailiwick.http.trace.RequestIds;
import io.bailiwick.record.EventType;
import io.bailiwick.webhook.Endpoints;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.pekko.http.javadsl.model.HttpHeader;
import org.apache.pekko.http.javadsl.model.headers.RawHeader;

/** The headers of a call: ours, then those of the subscription, which cannot replace ours. */
final class CallHeaders {

  private CallHeaders() {}

  /**
   * Those of a probe.
   *
   * @param userAgent of this server
   */
  static List<HttpHeader> of(Endpoints.Probe probe, byte[] body, String userAgent) {
    List<HttpHeader> headers = new ArrayList<>();
    headers.add(RawHeader.create("X-Cycles-Event-Id", probe.eventId()));
    headers.add(RawHeader.create("X-Cycles-Event-Type", EventType.SYSTEM_WEBHOOK_TEST.text()));
    headers.add(
        RawHeader.create(
            Signature.HEADER, Signature.of(body, probe.credentials().signingSecret())));
    headers.add(RawHeader.create("X-Cycles-Trace-Id", probe.traceId()));
    headers.add(
        RawHeader.create(
            "traceparent", RequestIds.traceparent(probe.traceId(), probe.traceFlags())));
    headers.add(RawHeader.create("X-Request-Id", probe.requestId()));
    headers.add(RawHeader.create("User-Agent", userAgent));
    for (Map.Entry<String, String> header : probe.credentials().headers().entrySet()) {
      headers.add(RawHeader.create(header.getKey(), header.getValue()));
    }
    return headers;
  }
}
