package io.bailiwick.http.wire;

import io.bailiwick.record.EventType;
import io.bailiwick.webhook.Endpoints;

/** The event of a probe, as every event is told to a receiver (governance, Event). */
public final class ProbeBody {

  private ProbeBody() {}

  public static byte[] of(Endpoints.Probe probe) {
    String subscription = probe.subscription().id();
    EventType type = EventType.SYSTEM_WEBHOOK_TEST;
    return JsonText.object(
        json ->
            json.text("event_id", probe.eventId())
                .text("event_type", type.text())
                .text("category", type.category().text())
                .time("timestamp", probe.atMs())
                .text("tenant_id", probe.subscription().owner().text())
                .text("source", "bailiwick")
                .object(
                    "data",
                    data ->
                        data.text("component", "webhook")
                            .text("message", "A test of webhook " + subscription)
                            .text("severity", "info")
                            .text("subscription_id", subscription)
                            .flag("test", true))
                .text("request_id", probe.requestId())
                .text("trace_id", probe.traceId()));
  }
}
