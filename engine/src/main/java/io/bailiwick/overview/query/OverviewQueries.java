package io.bailiwick.overview.query;

import io.bailiwick.apikey.ScopeFilter;
import io.bailiwick.query.LedgerFilter;
import io.bailiwick.query.LedgerQueries;
import io.bailiwick.query.LedgerSort;
import io.bailiwick.query.ListReply;
import io.bailiwick.query.PageRequest;
import io.bailiwick.query.Reads;
import io.bailiwick.query.SortDirection;
import io.bailiwick.record.EventType;
import io.bailiwick.record.query.EventFilter;
import io.bailiwick.record.query.EventQueries;
import io.bailiwick.record.query.EventSort;
import io.bailiwick.record.query.EventView;
import io.bailiwick.scope.Ledger;
import io.bailiwick.webhook.WebhookSubscription;
import io.bailiwick.webhook.query.WebhookFilter;
import io.bailiwick.webhook.query.WebhookQueries;
import io.bailiwick.webhook.query.WebhookSort;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;

/**
 * The whole in one look. Its rows are those of the lists that operators have; its numbers are
 * counted on indexes. Thread-safe; never blocks.
 */
public final class OverviewQueries {

  private static final PageRequest PAGE = PageRequest.first(Overview.ROWS_MAX);

  private final OverviewCounts counts;
  private final LedgerQueries ledgers;
  private final WebhookQueries webhooks;
  private final EventQueries events;

  public OverviewQueries(Reads reads) {
    this.counts = new OverviewCounts(reads);
    this.ledgers = new LedgerQueries(reads);
    this.webhooks = new WebhookQueries(reads);
    this.events = new EventQueries(reads);
  }

  /**
   * How everything stands.
   *
   * @param nowMs up to when events count
   */
  public CompletionStage<Overview> look(long nowMs) {
    long fromMs = nowMs - Overview.WINDOW_S * 1_000L;
    // All at once: they are independent, and the slowest of them is what the whole takes.
    CompletionStage<Overview.Counts> counted = counts.count(fromMs, nowMs);
    CompletionStage<List<Ledger>> overLimit = ledgers(true, null);
    CompletionStage<List<Ledger>> indebted = ledgers(null, true);
    CompletionStage<List<WebhookSubscription>> failing = failing();
    CompletionStage<List<EventView>> denials = events(EventType.RESERVATION_DENIED, fromMs, nowMs);
    CompletionStage<List<EventView>> expiries =
        events(EventType.RESERVATION_EXPIRED, fromMs, nowMs);
    return counted.thenCompose(
        numbers ->
            overLimit.thenCompose(
                over ->
                    indebted.thenCompose(
                        owing ->
                            failing.thenCompose(
                                failed ->
                                    denials.thenCombine(
                                        expiries,
                                        (denied, expired) ->
                                            new Overview(
                                                nowMs, numbers, over, owing, failed, denied,
                                                expired))))));
  }

  private CompletionStage<List<Ledger>> ledgers(Boolean overLimit, Boolean hasDebt) {
    LedgerFilter filter =
        new LedgerFilter(
            null,
            Map.of(),
            null,
            null,
            null,
            overLimit,
            hasDebt,
            null,
            null,
            null,
            ScopeFilter.ALL);
    return ledgers
        .list(filter, LedgerSort.DEBT, SortDirection.DESC, PAGE)
        .thenApply(OverviewQueries::rows);
  }

  private CompletionStage<List<WebhookSubscription>> failing() {
    return webhooks
        .list(
            new WebhookFilter(null, null, null, null, ScopeFilter.ALL),
            WebhookSort.CONSECUTIVE_FAILURES,
            SortDirection.DESC,
            PAGE)
        .thenApply(OverviewQueries::rows)
        .thenApply(
            rows -> rows.stream().filter(row -> row.health().consecutiveFailures() > 0).toList());
  }

  private CompletionStage<List<EventView>> events(EventType type, long fromMs, long toMs) {
    EventFilter filter =
        new EventFilter(
            null,
            type.text(),
            null,
            null,
            null,
            null,
            null,
            fromMs,
            toMs,
            null,
            false,
            ScopeFilter.ALL);
    return events
        .list(filter, EventSort.TIMESTAMP, SortDirection.DESC, PAGE)
        .thenApply(OverviewQueries::rows);
  }

  private static <T> List<T> rows(ListReply<T> reply) {
    return switch (reply) {
      case ListReply.Page<T> page -> page.items();
      case ListReply.ForeignCursor<T> none -> throw new IllegalStateException(none.message());
    };
  }
}
