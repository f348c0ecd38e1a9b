package io.bailiwick.webhook.query;

import io.bailiwick.projection.TableWrite;
import io.bailiwick.query.Reads;
import io.bailiwick.refusal.Refusal;
import io.bailiwick.refusal.RefusalCode;
import io.bailiwick.webhook.EventHistory;
import io.bailiwick.webhook.EventHistory.PastEvent;
import io.bailiwick.webhook.ReplayRules;
import io.bailiwick.webhook.WebhookCommand;
import io.bailiwick.webhook.WebhookReply;
import io.bailiwick.webhook.WebhookStatus;
import io.bailiwick.webhook.WebhookSubscription;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Queues events of the past: selects all of them or refuses, then holds the subscription so that
 * nobody else replays to it, and queues what was selected in one write.
 */
final class WebhookReplays {

  /** Longer than a write can take; after it the hold of a node that has died is over. */
  private static final Duration QUEUED_WITHIN = Duration.ofMinutes(1);

  /** Deliveries end before this, unless nobody delivers. */
  private static final Duration OVER_AFTER = Duration.ofHours(1);

  private static final String COUNT = "SELECT count(*) FROM webhook_delivery WHERE replay_id = ?";

  private final Reads reads;
  private final Function<List<TableWrite>, CompletionStage<Void>> writes;
  private final EventHistory history;
  private final WebhookLook look;
  private final InstantSource clock;
  private final WebhookIds ids = new WebhookIds();

  /**
   * @param writes completes when they are durable
   */
  WebhookReplays(
      Reads reads,
      Function<List<TableWrite>, CompletionStage<Void>> writes,
      EventHistory history,
      InstantSource clock) {
    this.reads = reads;
    this.writes = writes;
    this.history = history;
    this.look = new WebhookLook(reads);
    this.clock = clock;
  }

  CompletionStage<WebhookReply> replay(WebhookCommand.Replay replay) {
    return look.may(
        replay.caller(),
        replay.id(),
        row -> {
          WebhookSubscription subscription = row.subscription();
          return history
              .between(
                  subscription.owner(), replay.fromMs(), replay.toMs(), ReplayRules.SCANNED_MAX + 1)
              .thenCompose(
                  candidates ->
                      switch (ReplayRules.select(subscription, replay, candidates)) {
                        case ReplayRules.Selection.Refused(var refusal) ->
                            WebhookLook.done(WebhookLook.refused(refusal));
                        case ReplayRules.Selection.Selected(var events) -> hold(row, events);
                      });
        });
  }

  private CompletionStage<WebhookReply> hold(WebhookRow row, List<PastEvent> events) {
    String replayId = ids.replay();
    String id = row.subscription().id();
    if (row.subscription().status() != WebhookStatus.ACTIVE) {
      return WebhookLook.done(new WebhookReply.Replayed(replayId, 0));
    }
    long nowMs = clock.millis();
    TableWrite begin =
        DeliveryWrites.beginReplay(id, replayId, nowMs, nowMs + QUEUED_WITHIN.toMillis());
    return writes
        .apply(List.of(begin))
        .thenCompose(written -> look.row(id))
        .thenCompose(
            now -> {
              if (now.isEmpty()) {
                return WebhookLook.done(WebhookLook.notFound(id));
              }
              if (now.get().isOfClosedTenant()) {
                return WebhookLook.done(
                    WebhookLook.refused(
                        WebhookLook.closed(row.subscription().owner().tenant().orElseThrow())));
              }
              if (replayId.equals(now.get().replayId())) {
                return queue(id, replayId, events);
              }
              return WebhookLook.done(
                  now.get().subscription().status() == WebhookStatus.ACTIVE
                      ? inProgress(id)
                      : new WebhookReply.Replayed(replayId, 0));
            });
  }

  private CompletionStage<WebhookReply> queue(String id, String replayId, List<PastEvent> events) {
    long nowMs = clock.millis();
    List<TableWrite> queued =
        events.stream()
            .map(event -> DeliveryWrites.replayed(ids.delivery(), event, id, replayId, nowMs))
            .collect(Collectors.toList());
    queued.add(DeliveryWrites.endReplay(id, replayId, nowMs + OVER_AFTER.toMillis()));
    return writes
        .apply(queued)
        .thenCompose(written -> count(replayId))
        .thenApply(count -> new WebhookReply.Replayed(replayId, count));
  }

  /** A subscription that was paused meanwhile has taken none. */
  private CompletionStage<Integer> count(String replayId) {
    return reads.ask(
        connection -> {
          try (PreparedStatement select = connection.prepareStatement(COUNT)) {
            select.setString(1, replayId);
            try (ResultSet row = select.executeQuery()) {
              row.next();
              return row.getInt(1);
            }
          }
        });
  }

  private static WebhookReply inProgress(String id) {
    return WebhookLook.refused(
        Refusal.of(
            RefusalCode.REPLAY_IN_PROGRESS,
            "A replay to %s is in progress; it ends with its last delivery".formatted(id)));
  }
}
