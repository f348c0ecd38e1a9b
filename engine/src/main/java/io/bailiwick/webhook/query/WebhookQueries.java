package io.bailiwick.webhook.query;

import io.bailiwick.query.Conditions;
import io.bailiwick.query.ListReply;
import io.bailiwick.query.Listing;
import io.bailiwick.query.Matches;
import io.bailiwick.query.PageRequest;
import io.bailiwick.query.Reads;
import io.bailiwick.query.SortDirection;
import io.bailiwick.record.EventType;
import io.bailiwick.webhook.WebhookSubscription;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/** Subscriptions to look at. Thread-safe; never blocks. */
public final class WebhookQueries {

  /** To gather more takes longer than to ask a page's worth of subscriptions, one by one. */
  private static final int MANY = 2_000;

  private static final String COUNT_OF_TYPE =
      "SELECT COUNT(*) FROM (SELECT 1 FROM webhook_event_type WHERE event_type = ? LIMIT ?) AS"
          + " named";

  private static final String IS_OF_TYPE =
      "subscription_id IN (SELECT subscription_id FROM webhook_event_type WHERE event_type = ?)";

  /** Compared, and not an {@code EXISTS}, which PostgreSQL may turn into a look at all of them. */
  private static final String HAS_TYPE =
      "(SELECT 1 FROM webhook_event_type WHERE event_type = ? AND"
          + " webhook_event_type.subscription_id = webhook.subscription_id) = 1";

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
    return reads.ask(
        connection ->
            listing(filter, sort, direction, isTypeOfMany(connection, filter.eventType()))
                .page(connection, page));
  }

  /** Ids of the subscriptions that the list with this filter shows, at most {@code max}. */
  public CompletionStage<Matches<String>> matching(WebhookFilter filter, int max) {
    return reads.ask(
        connection ->
            Matches.read(
                connection,
                "webhook",
                "subscription_id",
                conditions(filter, false),
                "subscription_id",
                max,
                row -> row.getString("subscription_id")));
  }

  /** Whether a type is named by so many that they are not gathered before a page is looked for. */
  private static boolean isTypeOfMany(Connection connection, EventType type) throws SQLException {
    if (type == null) {
      return false;
    }
    try (PreparedStatement select = connection.prepareStatement(COUNT_OF_TYPE)) {
      select.setString(1, type.text());
      select.setInt(2, MANY);
      try (ResultSet row = select.executeQuery()) {
        row.next();
        return row.getInt(1) == MANY;
      }
    }
  }

  /**
   * @param isTypeOfMany whether each subscription is asked for the type of the filter, and those
   *     that have it are not looked up first
   */
  private static Conditions conditions(WebhookFilter filter, boolean isTypeOfMany) {
    return new Conditions()
        .andIfGiven("tenant = ?", filter.owner() == null ? null : filter.owner().text())
        .andIfGiven("status = ?", filter.status() == null ? null : filter.status().name())
        .andIfGiven(
            isTypeOfMany ? HAS_TYPE : IS_OF_TYPE,
            filter.eventType() == null ? null : filter.eventType().text())
        .andSearch(filter.search(), List.of("subscription_id"), List.of("url"))
        .andReachedBy("scope_filter", filter.reachedBy());
  }

  static Listing<WebhookSubscription> listing(
      WebhookFilter filter, WebhookSort sort, SortDirection direction, boolean isTypeOfMany) {
    return new Listing<>(
        "webhook",
        WebhookRow.COLUMNS,
        conditions(filter, isTypeOfMany),
        filter.search() == null ? sortedBy(sort) : besideIndexes(sort),
        sort == WebhookSort.CONSECUTIVE_FAILURES,
        direction,
        List.of("subscription_id"),
        Listing.fingerprint(filter, sort, direction),
        WebhookRow::read);
  }

  /**
   * A search that finds next to nothing would take an index for the order, and look each
   * subscription up. An expression is in no index: the search is one walk, and what it finds is
   * sorted.
   */
  private static String besideIndexes(WebhookSort sort) {
    return sortedBy(sort) + (sort == WebhookSort.CONSECUTIVE_FAILURES ? " + 0" : " || ''");
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
