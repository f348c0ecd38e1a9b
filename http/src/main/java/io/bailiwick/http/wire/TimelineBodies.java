package io.bailiwick.http.wire;

import io.bailiwick.timeline.query.Timeline;
import java.io.IOException;

/** What is shown of a timeline. */
public final class TimelineBodies {
  private TimelineBodies() {}

  public static byte[] one(Timeline timeline) {
    return JsonText.object(
        json ->
            json.objects("items", timeline.items(), TimelineBodies::members)
                .flag("complete", timeline.isComplete()));
  }

  private static void members(JsonText json, Timeline.Item item) throws IOException {
    json.time("timestamp", item.atMs());
    switch (item) {
      case Timeline.OfDecision(var decision) ->
          json.text("type", "decision")
              .object("decision", one -> DecisionBodies.members(one, decision));
      case Timeline.OfEvent(var event) ->
          json.text("type", "event").object("event", one -> EventBodies.members(one, event));
      case Timeline.OfAudit(var entry) ->
          json.text("type", "audit_entry")
              .object("audit_entry", one -> AuditBodies.members(one, entry));
      case Timeline.OfDelivery(var delivery) ->
          json.text("type", "delivery")
              .object("delivery", one -> WebhookBodies.members(one, delivery));
    }
  }
}
