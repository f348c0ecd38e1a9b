package io.bailiwick.webhook.query;

import io.bailiwick.projection.TableWrite;
import io.bailiwick.query.Reads;
import io.bailiwick.record.Origin;
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

  /** A replay that selects. */
  private record Task(
      WebhookSubscription webhook, WebhookCommand.Replay replay, String replayId, Origin origin) {

    String id() {
      return webhook.id();
    }

    /** What is told of it. */
    List<TableWrite> audited(int selected, long atMs) {
      return origin == null
          ? List.of()
          : WebhookAudits.replayed(webhook, replay, replayId, selected, origin, atMs);
    }
  }

  /**
   * @param origin is kept with what is told of it; null where none is known
   */
  CompletionStage<WebhookReply> replay(WebhookCommand.Replay replay, Origin origin) {
    return look.may(
        replay.caller(),
        replay.id(),
        row -> {
          WebhookSubscription webhook = row.subscription();
          Task task = new Task(webhook, replay, ids.replay(), origin);
          return history
              .find(ReplayRules.wanted(webhook, replay), ReplayRules.SCANNED_MAX + 1)
              .thenCompose(
                  candidates ->
                      switch (ReplayRules.select(
                          webhook,
                          StoredThresholds.wishes(webhook.terms().thresholds()),
                          replay,
                          candidates)) {
                        case ReplayRules.Selection.Refused(var refusal) ->
                            WebhookLook.done(WebhookLook.refused(refusal));
                        case ReplayRules.Selection.Selected(var events) -> hold(task, events);
                      });
        });
  }

  private CompletionStage<WebhookReply> hold(Task task, List<PastEvent> events) {
    if (task.webhook().status() != WebhookStatus.ACTIVE) {
      return noneTaken(task);
    }
    long nowMs = clock.millis();
    TableWrite begin =
        DeliveryWrites.beginReplay(
            task.id(), task.replayId(), nowMs, nowMs + QUEUED_WITHIN.toMillis());
    return writes
        .apply(List.of(begin))
        .thenCompose(written -> look.row(task.id()))
        .thenCompose(
            now -> {
              if (now.isEmpty()) {
                return WebhookLook.done(WebhookLook.notFound(task.id()));
              }
              if (now.get().isOfClosedTenant()) {
                return WebhookLook.done(
                    WebhookLook.refused(
                        WebhookLook.closed(task.webhook().owner().tenant().orElseThrow())));
              }
              if (task.replayId().equals(now.get().replayId())) {
                return queue(task, events);
              }
              return now.get().subscription().status() == WebhookStatus.ACTIVE
                  ? WebhookLook.done(inProgress(task.id()))
                  : noneTaken(task);
            });
  }

  private CompletionStage<WebhookReply> queue(Task task, List<PastEvent> events) {
    long nowMs = clock.millis();
    List<TableWrite> queued =
        events.stream()
            .map(
                event ->
                    DeliveryWrites.replayed(
                        ids.delivery(), event, task.id(), task.replayId(), nowMs))
            .collect(Collectors.toList());
    queued.add(DeliveryWrites.endReplay(task.id(), task.replayId(), nowMs + OVER_AFTER.toMillis()));
    queued.addAll(task.audited(events.size(), nowMs));
    return writes
        .apply(queued)
        .thenCompose(written -> count(task.replayId()))
        .thenApply(count -> new WebhookReply.Replayed(task.replayId(), count));
  }

  /** What is not ACTIVE takes nothing, which is no error. */
  private CompletionStage<WebhookReply> noneTaken(Task task) {
    WebhookReply reply = new WebhookReply.Replayed(task.replayId(), 0);
    List<TableWrite> told = task.audited(0, clock.millis());
    return told.isEmpty()
        ? WebhookLook.done(reply)
        : writes.apply(told).thenApply(written -> reply);
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
