package io.bailiwick.webhook.query;

import io.bailiwick.query.Conditions;
import io.bailiwick.query.ListReply;
import io.bailiwick.query.Listing;
import io.bailiwick.query.Matches;
import io.bailiwick.query.PageRequest;
import io.bailiwick.query.Reads;
import io.bailiwick.query.SortDirection;
import io.bailiwick.webhook.WebhookSubscription;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/** Subscriptions to look at. Thread-safe; never blocks. */
public final class WebhookQueries {

  private final Reads reads;

  public WebhookQueries(Reads reads) {
    this.reads = reads;
  }

  public CompletionStage<Optional<WebhookSubscription>> byId(String id) {
    return reads.ask(connection -> WebhookRow.byId(connection, id).map(WebhookRow::subscription));
  }

  /** A page of subscriptions. */
  public CompletionStage<ListReply<WebhookSubscription>> list(
      WebhookFilter filter, WebhookSort sort, SortDirection direction, PageRequest page) {
    return reads.ask(connection -> listing(filter, sort, direction).page(connection, page));
  }

  /** Ids of the subscriptions that the list with this filter shows, at most {@code max}. */
  public CompletionStage<Matches<String>> matching(WebhookFilter filter, int max) {
    return reads.ask(
        connection ->
            Matches.read(
                connection,
                "webhook",
                "subscription_id",
                conditions(filter),
                "subscription_id",
                max,
                row -> row.getString("subscription_id")));
  }

  private static Conditions conditions(WebhookFilter filter) {
    return new Conditions()
        .andIfGiven("tenant = ?", filter.owner() == null ? null : filter.owner().text())
        .andIfGiven("status = ?", filter.status() == null ? null : filter.status().name())
        .andIfGiven(
            "subscription_id IN (SELECT subscription_id FROM webhook_event_type WHERE event_type ="
                + " ?)",
            filter.eventType() == null ? null : filter.eventType().text())
        .andSearch(filter.search(), List.of("subscription_id"), List.of("url"))
        .andReachedBy("scope_filter", filter.reachedBy());
  }

  static Listing<WebhookSubscription> listing(
      WebhookFilter filter, WebhookSort sort, SortDirection direction) {
    return new Listing<>(
        "webhook",
        WebhookRow.COLUMNS,
        conditions(filter),
        sortedBy(sort),
        sort == WebhookSort.CONSECUTIVE_FAILURES,
        direction,
        List.of("subscription_id"),
        Listing.fingerprint(filter, sort, direction),
        WebhookRow::read);
  }

  private static String sortedBy(WebhookSort sort) {
    return switch (sort) {
      case URL -> "url";
      case TENANT_ID -> "tenant";
      case STATUS -> "status";
      case CONSECUTIVE_FAILURES -> "consecutive_failures";
    };
  }
}
