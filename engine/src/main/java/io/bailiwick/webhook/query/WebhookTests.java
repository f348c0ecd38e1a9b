package io.bailiwick.webhook.query;

import io.bailiwick.projection.TableWrite;
import io.bailiwick.query.Reads;
import io.bailiwick.record.EventType;
import io.bailiwick.record.Origin;
import io.bailiwick.webhook.CallResult;
import io.bailiwick.webhook.Delivery;
import io.bailiwick.webhook.Endpoints;
import io.bailiwick.webhook.WebhookCommand;
import io.bailiwick.webhook.WebhookCredentials;
import io.bailiwick.webhook.WebhookReply;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;

/**
 * Sends probes, whatever the status of the subscription, and keeps each as a delivery. What is
 * stored of the subscription stays as it is.
 */
final class WebhookTests {

  private final Function<List<TableWrite>, CompletionStage<Void>> writes;
  private final WebhookVault vault;
  private final WebhookSecurityRow security;
  private final Endpoints endpoints;
  private final WebhookLook look;
  private final InstantSource clock;
  private final WebhookIds ids = new WebhookIds();

  /**
   * @param writes completes when they are durable
   */
  WebhookTests(
      Reads reads,
      Function<List<TableWrite>, CompletionStage<Void>> writes,
      WebhookVault vault,
      WebhookSecurityRow security,
      Endpoints endpoints,
      InstantSource clock) {
    this.writes = writes;
    this.vault = vault;
    this.security = security;
    this.endpoints = endpoints;
    this.look = new WebhookLook(reads);
    this.clock = clock;
  }

  CompletionStage<WebhookReply> test(WebhookCommand.Test test, Origin origin) {
    return look.may(
        test.caller(),
        test.id(),
        row -> {
          String eventId = ids.testEvent();
          long atMs = clock.millis();
          return call(row, test, eventId, atMs)
              .thenCompose(
                  result ->
                      writes
                          .apply(told(row, kept(test, eventId, atMs, result), origin))
                          .thenApply(written -> new WebhookReply.Tested(eventId, result)));
        });
  }

  private static List<TableWrite> told(WebhookRow row, Delivery kept, Origin origin) {
    List<TableWrite> all = new ArrayList<>();
    all.add(DeliveryWrites.probe(kept));
    all.addAll(
        WebhookAudits.tested(
            row.subscription(), kept.eventId(), kept.result(), origin, kept.completedAtMs()));
    return all;
  }

  private CompletionStage<CallResult> call(
      WebhookRow row, WebhookCommand.Test test, String eventId, long atMs) {
    WebhookCredentials credentials;
    try {
      credentials = row.credentials().open(test.id(), vault);
    } catch (WebhookVault.NotOpened e) {
      return CompletableFuture.completedFuture(
          CallResult.notSent("The signing secret is encrypted with another key and is lost"));
    }
    Endpoints.Probe probe =
        new Endpoints.Probe(
            row.subscription(),
            credentials,
            eventId,
            test.requestId(),
            test.traceId(),
            test.traceFlags(),
            atMs);
    return security.read().thenCompose(rules -> endpoints.probe(probe, rules));
  }

  private Delivery kept(WebhookCommand.Test test, String eventId, long atMs, CallResult result) {
    return new Delivery(
        ids.delivery(),
        test.id(),
        eventId,
        EventType.SYSTEM_WEBHOOK_TEST.text(),
        DeliveryWrites.statusOf(result.isSuccess()),
        atMs,
        Math.max(atMs, clock.millis()),
        1,
        result,
        null,
        test.traceId());
  }
}
