package io.bailiwick.webhook.query;

import static io.bailiwick.query.ReadTables.answer;
import static io.bailiwick.webhook.query.WebhookCase.ACME;
import static org.assertj.core.api.Assertions.assertThat;

import io.bailiwick.journal.TestStore;
import io.bailiwick.projection.SqlStatement;
import io.bailiwick.projection.TableWrite;
import io.bailiwick.record.EventCategory;
import io.bailiwick.record.EventType;
import io.bailiwick.scope.Utilization;
import io.bailiwick.tenant.TenantId;
import io.bailiwick.webhook.EventSelection;
import io.bailiwick.webhook.WebhookCaller;
import io.bailiwick.webhook.WebhookCommand;
import io.bailiwick.webhook.WebhookOwner;
import io.bailiwick.webhook.WebhookReply;
import io.bailiwick.webhook.WebhookStatus;
import io.bailiwick.webhook.WebhookTerms;
import java.nio.file.Path;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What is watched is what subscriptions want to be told of, and the protocol's for everybody. */
class WantedUtilizationsTest {

  private static final TenantId OTHER = new TenantId("other");

  /** Subscriptions that say nothing of when they want to be told. */
  private static final SqlStatement MANY =
      SqlStatement.every(
          1,
          "INSERT INTO webhook (subscription_id, tenant, version, changes, url, event_types,"
              + " event_categories, signing_secret, headers, status, max_retries,"
              + " initial_delay_ms, backoff_multiplier, max_delay_ms, disable_after_failures,"
              + " consecutive_failures, created_at_ms, updated_at_ms, replay_queued) WITH RECURSIVE"
              + " n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ?) SELECT 'whsub_' ||"
              + " i, 'acme', 1, '', 'https://a.example/x', '', 'budget', '', '{}', 'ACTIVE', 5,"
              + " 1000, '2', 60000, 10, 0, 1, 1, FALSE FROM n");

  private static final SqlStatement COUNT_ROWS = SqlStatement.every(1, "ANALYZE webhook");

  @TempDir Path dataDir;

  @ParameterizedTest
  @EnumSource
  void whatSubscriptionsNameIsWatchedForThoseWhoseTheyAre(TestStore store) throws Exception {
    try (WebhookCase one = new WebhookCase(store, dataDir)) {
      WantedUtilizations wanted = new WantedUtilizations(one.tables.reads);
      assertThat(wanted.of(ACME)).as("nobody has looked yet").isNull();
      answer(wanted.refresh());
      assertThat(wanted.of(ACME)).isSameAs(Utilization.THRESHOLDS);

      String id = make(one, WebhookCase.OWNER, "{\"budget_utilization\":[0.5,0.123456,0.8]}");
      make(one, WebhookCase.OWNER, "{\"denial_rate_threshold\":0.25}");
      answer(wanted.refresh());
      assertThat(wanted.of(ACME)).containsExactly(123_456, 500_000, 800_000, 950_000, 1_000_000);
      assertThat(wanted.of(OTHER)).isSameAs(Utilization.THRESHOLDS);

      make(one, WebhookOwner.SYSTEM, "{\"budget_utilization\":[0.6]}");
      answer(wanted.refresh());
      assertThat(wanted.of(OTHER)).containsExactly(600_000, 800_000, 950_000, 1_000_000);
      assertThat(wanted.of(ACME)).contains(123_456, 600_000);

      one.ask(WebhookCase.become(id, WebhookStatus.PAUSED));
      answer(wanted.refresh());
      assertThat(wanted.of(ACME)).containsExactlyElementsOf(wanted.of(OTHER));
    }
  }

  @ParameterizedTest
  @EnumSource
  void whoeverDoesNotSelectCrossingsWatchesNothing(TestStore store) throws Exception {
    try (WebhookCase one = new WebhookCase(store, dataDir)) {
      make(
          one,
          new EventSelection(List.of(EventType.BUDGET_FUNDED), List.of(EventCategory.TENANT)),
          WebhookCase.OWNER,
          "{\"budget_utilization\":[0.5]}");
      WantedUtilizations wanted = new WantedUtilizations(one.tables.reads);
      answer(wanted.refresh());
      assertThat(wanted.of(ACME)).isSameAs(Utilization.THRESHOLDS);
    }
  }

  @ParameterizedTest
  @EnumSource
  void ofVeryManyTheLowestAreWatchedAndWhatIsWatchedForEverybody(TestStore store) throws Exception {
    try (WebhookCase one = new WebhookCase(store, dataDir)) {
      for (int i = 0; i < 12; i++) {
        StringBuilder ten = new StringBuilder();
        for (int j = 0; j < 10; j++) {
          ten.append(j == 0 ? "" : ",").append("0.").append(1_000 + i * 10 + j);
        }
        make(one, WebhookCase.OWNER, "{\"budget_utilization\":[" + ten + "]}");
      }
      WantedUtilizations wanted = new WantedUtilizations(one.tables.reads);
      answer(wanted.refresh());
      assertThat(wanted.of(ACME))
          .hasSize(WantedUtilizations.UTILIZATIONS_MAX)
          .startsWith(100_000, 100_100)
          .containsAll(Utilization.THRESHOLDS)
          .isSorted();
    }
  }

  /** It is asked every few seconds, by every node. */
  @ParameterizedTest
  @EnumSource
  void whoeverNamesNothingIsNotLookedAt(TestStore store) throws Exception {
    try (WebhookCase one = new WebhookCase(store, dataDir)) {
      make(one, WebhookCase.OWNER, "{\"budget_utilization\":[0.5]}");
      one.tables.write(List.of(TableWrite.of(MANY, 5_000)));
      if (store == TestStore.POSTGRESQL) {
        one.tables.write(List.of(TableWrite.of(COUNT_ROWS)));
      }

      List<String> plan = plan(one, store);

      assertThat(plan).anyMatch(step -> step.contains("webhook_with_thresholds"));
      assertThat(plan).noneMatch(step -> step.contains("Seq Scan") || step.contains("TEMP B-TREE"));
      WantedUtilizations wanted = new WantedUtilizations(one.tables.reads);
      answer(wanted.refresh());
      assertThat(wanted.of(ACME)).contains(500_000);
    }
  }

  private static List<String> plan(WebhookCase one, TestStore store) throws Exception {
    String explain =
        switch (store) {
          case EMBEDDED -> "EXPLAIN QUERY PLAN ";
          case POSTGRESQL -> "EXPLAIN ";
        };
    int column = store == TestStore.EMBEDDED ? 4 : 1;
    return answer(
        one.tables.reads.ask(
            connection -> {
              try (Statement statement = connection.createStatement();
                  ResultSet row = statement.executeQuery(explain + WantedUtilizations.SELECT)) {
                List<String> steps = new ArrayList<>();
                while (row.next()) {
                  steps.add(row.getString(column));
                }
                return steps;
              }
            }));
  }

  private static String make(WebhookCase one, WebhookOwner owner, String thresholds)
      throws Exception {
    return make(
        one, new EventSelection(List.of(), List.of(EventCategory.BUDGET)), owner, thresholds);
  }

  private static String make(
      WebhookCase one, EventSelection selection, WebhookOwner owner, String thresholds)
      throws Exception {
    WebhookCommand.Create plain = WebhookCase.create(WebhookCaller.OPERATOR, "https://a.example/x");
    WebhookTerms terms = plain.terms();
    return ((WebhookReply.Created)
            one.ask(
                new WebhookCommand.Create(
                    WebhookCaller.OPERATOR,
                    owner,
                    new WebhookTerms(
                        terms.name(),
                        null,
                        terms.url(),
                        selection,
                        null,
                        thresholds,
                        terms.retryPolicy(),
                        10,
                        null),
                    plain.credentials())))
        .subscription()
        .id();
  }
}
