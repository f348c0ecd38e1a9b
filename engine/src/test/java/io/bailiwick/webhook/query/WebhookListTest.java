package io.bailiwick.webhook.query;

import static io.bailiwick.query.ReadTables.answer;
import static org.assertj.core.api.Assertions.assertThat;

import io.bailiwick.apikey.ScopeFilter;
import io.bailiwick.journal.TestStore;
import io.bailiwick.projection.SqlStatement;
import io.bailiwick.projection.TableWrite;
import io.bailiwick.query.ListReply;
import io.bailiwick.query.PageRequest;
import io.bailiwick.query.SortDirection;
import io.bailiwick.record.EventType;
import io.bailiwick.webhook.WebhookCaller;
import io.bailiwick.webhook.WebhookOwner;
import io.bailiwick.webhook.WebhookStatus;
import io.bailiwick.webhook.WebhookSubscription;
import java.nio.file.Path;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class WebhookListTest {

  private static final WebhookFilter ALL =
      new WebhookFilter(null, null, null, null, ScopeFilter.ALL);
  private static final int WEBHOOKS = 25;

  @TempDir Path dataDir;

  private static List<String> ids(
      WebhookCase one, WebhookFilter filter, WebhookSort sort, SortDirection direction)
      throws Exception {
    WebhookQueries queries = new WebhookQueries(one.tables.reads);
    List<String> ids = new ArrayList<>();
    String cursor = null;
    do {
      ListReply.Page<WebhookSubscription> page =
          (ListReply.Page<WebhookSubscription>)
              answer(queries.list(filter, sort, direction, new PageRequest(cursor, 4)));
      page.items().forEach(item -> ids.add(item.id()));
      cursor = page.nextCursor();
    } while (cursor != null);
    return ids;
  }

  private static void fill(WebhookCase one) throws Exception {
    SqlStatement failures =
        SqlStatement.every(
            1, "UPDATE webhook SET consecutive_failures = ? WHERE subscription_id = ?");
    for (int i = 0; i < WEBHOOKS; i++) {
      String url = "https://a.example/" + i % 7;
      var made =
          (io.bailiwick.webhook.WebhookReply.Created)
              one.ask(WebhookCase.create(WebhookCaller.OPERATOR, url));
      String id = made.subscription().id();
      one.tables.write(List.of(TableWrite.of(failures, (long) (i % 3), id)));
      if (i % 5 == 0) {
        one.ask(WebhookCase.become(id, WebhookStatus.PAUSED));
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void everyOrderIsWalkedWithoutGapsOrRepetitions(TestStore store) throws Exception {
    try (WebhookCase one = new WebhookCase(store, dataDir)) {
      fill(one);
      for (WebhookSort sort : WebhookSort.values()) {
        for (SortDirection direction : SortDirection.values()) {
          List<String> ids = ids(one, ALL, sort, direction);
          assertThat(ids).as("%s %s", sort, direction).hasSize(WEBHOOKS).doesNotHaveDuplicates();
        }
      }
      List<String> most = ids(one, ALL, WebhookSort.CONSECUTIVE_FAILURES, SortDirection.DESC);
      assertThat(one.stored(most.getFirst()).health().consecutiveFailures()).isEqualTo(2);
      assertThat(one.stored(most.getLast()).health().consecutiveFailures()).isZero();
    }
  }

  @ParameterizedTest
  @EnumSource
  void filtersAreAllAsked(TestStore store) throws Exception {
    try (WebhookCase one = new WebhookCase(store, dataDir)) {
      fill(one);
      assertThat(
              count(one, new WebhookFilter(WebhookCase.OWNER, null, null, null, ALL.reachedBy())))
          .isEqualTo(WEBHOOKS);
      assertThat(
              count(one, new WebhookFilter(WebhookOwner.SYSTEM, null, null, null, ALL.reachedBy())))
          .isZero();
      assertThat(
              count(
                  one, new WebhookFilter(null, WebhookStatus.PAUSED, null, null, ALL.reachedBy())))
          .isEqualTo(5);
      assertThat(
              count(
                  one,
                  new WebhookFilter(null, null, EventType.BUDGET_FUNDED, null, ALL.reachedBy())))
          .isEqualTo(WEBHOOKS);
      assertThat(
              count(
                  one,
                  new WebhookFilter(null, null, EventType.BUDGET_FROZEN, null, ALL.reachedBy())))
          .isZero();
      assertThat(count(one, new WebhookFilter(null, null, null, "EXAMPLE/3", ALL.reachedBy())))
          .isEqualTo(4);
      assertThat(count(one, new WebhookFilter(null, null, null, "%", ALL.reachedBy()))).isZero();
      assertThat(
              count(
                  one,
                  new WebhookFilter(null, null, null, null, new ScopeFilter(List.of("app:chat")))))
          .as("a narrow key sees no webhook of everything")
          .isZero();
    }
  }

  private static int count(WebhookCase one, WebhookFilter filter) throws Exception {
    return new HashSet<>(ids(one, filter, WebhookSort.URL, SortDirection.ASC)).size();
  }

  @ParameterizedTest
  @CsvSource({
    "consecutive_failures, DESC",
    "consecutive_failures, ASC",
    "url, DESC",
    "url, ASC",
    "status, DESC",
    "status, ASC",
    "tenant, DESC",
    "tenant, ASC"
  })
  void everyOrderIsThatOfAnIndex(String column, SortDirection direction) throws Exception {
    String order = " ORDER BY %s %s, subscription_id LIMIT 51".formatted(column, direction);
    assertThat(plan("SELECT name, subscription_id FROM webhook" + order))
        .noneMatch(step -> step.contains("TEMP B-TREE"))
        .anyMatch(step -> step.contains("USING INDEX webhook_by_"));
  }

  @Test
  void filtersAreServedByIndexes() throws Exception {
    assertThat(plan("SELECT name FROM webhook WHERE tenant = ? ORDER BY url DESC, subscription_id"))
        .anyMatch(step -> step.startsWith("SEARCH webhook USING INDEX webhook_by_tenant"));
    assertThat(
            plan(
                "SELECT name FROM webhook WHERE subscription_id IN (SELECT subscription_id FROM"
                    + " webhook_event_type WHERE event_type = ?)"))
        .anyMatch(step -> step.startsWith("SEARCH webhook_event_type"))
        .anyMatch(step -> step.startsWith("SEARCH webhook USING INDEX"));
    for (String condition : List.of("", " AND status = ?", " AND attempted_at_ms >= ?")) {
      assertThat(
              plan(
                  "SELECT error_message FROM webhook_delivery WHERE subscription_id = ?"
                      + condition
                      + " ORDER BY attempted_at_ms DESC, delivery_id"))
          .as(condition)
          .noneMatch(step -> step.contains("TEMP B-TREE"));
    }
    assertThat(plan(StoredWebhooks.SELECT_LEFT.formatted(">")))
        .anyMatch(step -> step.contains("webhook_live"));
  }

  private List<String> plan(String sql) throws Exception {
    try (WebhookCase one = new WebhookCase(TestStore.EMBEDDED, dataDir)) {
      return answer(
          one.tables.reads.ask(
              connection -> {
                try (Statement statement = connection.createStatement();
                    ResultSet row =
                        statement.executeQuery("EXPLAIN QUERY PLAN " + sql.replace("?", "1"))) {
                  List<String> steps = new ArrayList<>();
                  while (row.next()) {
                    steps.add(row.getString("detail"));
                  }
                  return steps;
                }
              }));
    }
  }

  /** Whichever way subscriptions of a type are found, they are the same. */
  @ParameterizedTest
  @EnumSource
  void aTypeOfManyFindsWhatATypeOfFewDoes(TestStore store) throws Exception {
    try (WebhookCase one = new WebhookCase(store, dataDir)) {
      fill(one);
      List<Integer> found = new ArrayList<>();
      for (EventType type : EventType.values()) {
        WebhookFilter filter = new WebhookFilter(null, null, type, null, ScopeFilter.ALL);
        List<List<WebhookSubscription>> pages = new ArrayList<>();
        for (boolean isTypeOfMany : new boolean[] {false, true}) {
          var page =
              (ListReply.Page<WebhookSubscription>)
                  answer(
                      one.tables.reads.ask(
                          connection ->
                              WebhookQueries.listing(
                                      filter, WebhookSort.URL, SortDirection.DESC, isTypeOfMany)
                                  .page(connection, PageRequest.first(200))));
          pages.add(page.items());
        }
        assertThat(pages.getFirst()).as("%s", type).isEqualTo(pages.getLast());
        found.add(pages.getFirst().size());
      }
      assertThat(found).contains(0, WEBHOOKS);
    }
  }
}
