package io.bailiwick.http.wire;

import io.bailiwick.record.EventCategory;
import io.bailiwick.record.EventType;
import io.bailiwick.webhook.CallResult;
import io.bailiwick.webhook.Delivery;
import io.bailiwick.webhook.HeaderRules;
import io.bailiwick.webhook.RetryPolicy;
import io.bailiwick.webhook.WebhookHealth;
import io.bailiwick.webhook.WebhookReply;
import io.bailiwick.webhook.WebhookSecurity;
import io.bailiwick.webhook.WebhookSubscription;
import io.bailiwick.webhook.WebhookTerms;
import java.io.IOException;
import java.util.List;

/** What is told of webhooks. The signing secret is in one answer only, header values in none. */
public final class WebhookBodies {
  private WebhookBodies() {}

  public static byte[] created(WebhookReply.Created reply) {
    return JsonText.object(
        json ->
            json.object("subscription", one -> members(one, reply.subscription()))
                .text("signing_secret", reply.signingSecret()));
  }

  public static byte[] one(WebhookSubscription subscription) {
    return JsonText.object(json -> members(json, subscription));
  }

  public static byte[] list(List<WebhookSubscription> subscriptions, String nextCursor) {
    return JsonText.object(
        json -> {
          json.objects("subscriptions", subscriptions, WebhookBodies::members);
          Pages.write(json, nextCursor);
        });
  }

  private static void members(JsonText json, WebhookSubscription subscription) throws IOException {
    WebhookTerms terms = subscription.terms();
    json.text("subscription_id", subscription.id())
        .text("tenant_id", subscription.owner().text())
        .text("name", terms.name())
        .text("description", terms.description())
        .text("url", terms.url())
        .texts("event_types", terms.selection().types().stream().map(EventType::text).toList())
        .texts(
            "event_categories",
            terms.selection().categories().stream().map(EventCategory::text).toList())
        .text("scope_filter", terms.scopePattern() == null ? null : terms.scopePattern().text())
        .kept("thresholds", terms.thresholds());
    if (!subscription.headerNames().isEmpty()) {
      json.object("headers", headers -> masked(headers, subscription.headerNames()));
    }
    WebhookHealth health = subscription.health();
    json.constant("status", subscription.status())
        .object("retry_policy", policy -> members(policy, terms.retryPolicy()))
        .integer("disable_after_failures", (long) terms.disableAfterFailures())
        .integer("consecutive_failures", (long) health.consecutiveFailures())
        .time("created_at", subscription.createdAtMs())
        .time("updated_at", subscription.updatedAtMs())
        .time("last_triggered_at", health.lastTriggeredAtMs())
        .time("last_success_at", health.lastSuccessAtMs())
        .time("last_failure_at", health.lastFailureAtMs())
        .kept("metadata", terms.metadata());
  }

  private static void masked(JsonText json, List<String> names) throws IOException {
    for (String name : names) {
      json.text(name, HeaderRules.MASK);
    }
  }

  private static void members(JsonText json, RetryPolicy policy) throws IOException {
    json.integer("max_retries", (long) policy.maxRetries())
        .integer("initial_delay_ms", policy.initialDelayMs())
        .number("backoff_multiplier", policy.backoffMultiplier())
        .integer("max_delay_ms", policy.maxDelayMs());
  }

  public static byte[] tested(WebhookReply.Tested reply) {
    CallResult result = reply.result();
    return JsonText.object(
        json ->
            json.flag("success", result.isSuccess())
                .integer("response_status", asLong(result.responseStatus()))
                .integer("response_time_ms", result.responseTimeMs())
                .text("error_message", result.error())
                .text("event_id", reply.eventId()));
  }

  /**
   * @param completionSeconds how long deliveries may take, roughly
   */
  public static byte[] replayed(WebhookReply.Replayed reply, long completionSeconds) {
    return JsonText.object(
        json ->
            json.text("replay_id", reply.replayId())
                .integer("events_queued", (long) reply.queued())
                .integer("estimated_completion_seconds", completionSeconds));
  }

  public static byte[] deliveries(List<Delivery> deliveries, String nextCursor) {
    return JsonText.object(
        json -> {
          json.objects("deliveries", deliveries, WebhookBodies::members);
          Pages.write(json, nextCursor);
        });
  }

  static void members(JsonText json, Delivery delivery) throws IOException {
    CallResult result = delivery.result();
    json.text("delivery_id", delivery.id())
        .text("subscription_id", delivery.subscriptionId())
        .text("event_id", delivery.eventId())
        .text("event_type", delivery.eventType())
        .constant("status", delivery.status())
        .time("attempted_at", delivery.attemptedAtMs())
        .time("completed_at", delivery.completedAtMs())
        .integer("attempts", (long) delivery.attempts())
        .integer("response_status", asLong(result.responseStatus()))
        .integer("response_time_ms", result.responseTimeMs())
        .text("error_message", result.error())
        .time("next_retry_at", delivery.nextRetryAtMs())
        .text("trace_id", delivery.traceId());
  }

  public static byte[] security(WebhookSecurity security) {
    return JsonText.object(
        json ->
            json.texts("blocked_cidr_ranges", security.blockedRanges())
                .texts("allowed_url_patterns", security.allowedUrls())
                .flag("allow_http", security.allowsHttp()));
  }

  private static Long asLong(Integer value) {
    return value == null ? null : Long.valueOf(value);
  }
}
