package io.bailiwick.http.wire;

import io.bailiwick.record.query.EventView;
import java.io.IOException;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;

/** What is shown of canonical events. */
public final class EventBodies {
  /** Of a table of events. */
  public static final List<String> COLUMNS =
      List.of(
          "event_id",
          "event_type",
          "category",
          "timestamp",
          "tenant_id",
          "scope",
          "actor_type",
          "actor_key_id",
          "actor_source_ip",
          "source",
          "data",
          "correlation_id",
          "request_id",
          "trace_id",
          "metadata");

  private EventBodies() {}

  /** In the order of the columns; null where something is absent. */
  public static List<String> cells(EventView event) {
    return Arrays.asList(
        event.eventId(),
        event.eventType(),
        event.category(),
        Instant.ofEpochMilli(event.atMs()).toString(),
        event.tenant(),
        event.scope(),
        event.actorType(),
        event.keyId(),
        event.sourceIp(),
        event.source(),
        event.data(),
        event.correlationId(),
        event.requestId(),
        event.traceId(),
        event.metadata());
  }

  public static byte[] one(EventView event) {
    return JsonText.object(json -> members(json, event));
  }

  public static byte[] list(List<EventView> events, String nextCursor) {
    return JsonText.object(
        json -> {
          json.objects("events", events, EventBodies::members);
          Pages.write(json, nextCursor);
        });
  }

  static void members(JsonText json, EventView event) throws IOException {
    json.text("event_id", event.eventId())
        .text("event_type", event.eventType())
        .text("category", event.category())
        .time("timestamp", event.atMs())
        .text("tenant_id", event.tenant())
        .text("scope", event.scope());
    if (event.actorType() != null) {
      json.object(
          "actor",
          actor ->
              actor
                  .text("type", event.actorType())
                  .text("key_id", event.keyId())
                  .text("source_ip", event.sourceIp()));
    }
    json.text("source", event.source())
        .kept("data", event.data())
        .text("correlation_id", event.correlationId())
        .text("request_id", event.requestId())
        .text("trace_id", event.traceId())
        .kept("metadata", event.metadata());
  }
}
