package io.bailiwick.webhook.query;

import static io.bailiwick.query.ReadTables.answer;
import static io.bailiwick.webhook.query.WebhookCase.ACME;
import static io.bailiwick.webhook.query.WebhookCase.origin;
import static org.assertj.core.api.Assertions.assertThat;

import io.bailiwick.apikey.ScopeFilter;
import io.bailiwick.journal.TestStore;
import io.bailiwick.query.ListReply;
import io.bailiwick.query.PageRequest;
import io.bailiwick.query.SortDirection;
import io.bailiwick.record.Actor;
import io.bailiwick.record.EventType;
import io.bailiwick.record.Origin;
import io.bailiwick.record.query.AuditFilter;
import io.bailiwick.record.query.AuditQueries;
import io.bailiwick.record.query.AuditSort;
import io.bailiwick.record.query.AuditView;
import io.bailiwick.record.query.EventFilter;
import io.bailiwick.record.query.EventQueries;
import io.bailiwick.record.query.EventSort;
import io.bailiwick.record.query.EventView;
import io.bailiwick.tenant.TenantStatus;
import io.bailiwick.webhook.EventHistory.PastEvent;
import io.bailiwick.webhook.WebhookCaller;
import io.bailiwick.webhook.WebhookCommand;
import io.bailiwick.webhook.WebhookOwner;
import io.bailiwick.webhook.WebhookPatch;
import io.bailiwick.webhook.WebhookSecurity;
import io.bailiwick.webhook.WebhookStatus;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What is told of webhooks is written with the change, and only if that has come to something. */
class WebhookRecordsTest {

  private static final WebhookCaller TENANT = new WebhookCaller(ACME, ScopeFilter.ALL);

  @TempDir Path dataDir;

  @ParameterizedTest
  @EnumSource
  void eachChangeIsToldOnceUnderItsIdAndNoChangeNever(TestStore store) throws Exception {
    try (WebhookCase one = new WebhookCase(store, dataDir)) {
      String id = one.made().subscription().id();
      assertThat(events(one)).singleElement().matches(event -> event.actorType() == null);
      assertThat(audits(one)).as("nobody is known to have made it").isEmpty();

      List<WebhookCommand> commands =
          List.of(
              WebhookCase.rename(id, "first"),
              WebhookCase.rename(id, "second"),
              patch(id, "third", "https://b.example/y", WebhookStatus.PAUSED),
              WebhookCase.become(id, WebhookStatus.PAUSED),
              WebhookCase.become(id, WebhookStatus.ACTIVE),
              new WebhookCommand.Delete(WebhookCaller.OPERATOR, id),
              new WebhookCommand.Delete(WebhookCaller.OPERATOR, id));
      for (int i = 0; i < commands.size(); i++) {
        one.nowMs.addAndGet(10);
        one.ask(commands.get(i), origin("r" + i));
      }

      assertThat(events(one).stream().map(EventView::eventType))
          .containsExactly(
              "webhook.created",
              "webhook.updated",
              "webhook.paused",
              "webhook.resumed",
              "webhook.deleted");
      assertThat(events(one).stream().map(EventView::correlationId))
          .containsExactly(
              "webhook_create:" + id,
              "webhook_update:" + id + ":r1",
              "webhook_update:" + id + ":r2",
              "webhook_update:" + id + ":r4",
              "webhook_delete:" + id);
      assertThat(events(one))
          .allMatch(event -> event.tenant().equals("acme") && event.scope() == null);
      assertThat(events(one).get(1).data())
          .isEqualTo(
              "{\"subscription_id\":\"%s\",\"tenant_id\":\"acme\",\"previous_status\":\"ACTIVE\",\"new_status\":\"ACTIVE\",\"changed_fields\":[\"name\"]}"
                  .formatted(id));
      assertThat(events(one).get(2).data())
          .contains("\"previous_status\":\"ACTIVE\"", "\"new_status\":\"PAUSED\"")
          .contains("\"changed_fields\":[\"name\",\"url\"]");
      assertThat(events(one).getLast().data())
          .contains("\"previous_status\":\"ACTIVE\"")
          .doesNotContain("new_status");

      assertThat(audits(one).stream().map(AuditView::requestId))
          .containsExactly("r1", "r2", "r4", "r5");
      assertThat(audits(one).stream().map(AuditView::status)).containsExactly(200, 200, 200, 204);
      assertThat(audits(one))
          .allMatch(row -> row.resourceType().equals("webhook") && row.resourceId().equals(id))
          .allMatch(row -> row.tenant().equals("acme"));
      assertThat(audits(one).get(1).metadata())
          .contains("\"actor_type\":\"admin\"")
          .contains("\"url\":\"https://a.example/x\"", "\"new_url\":\"https://b.example/y\"");
      assertThat(all(one)).noneMatch(row -> row.contains("t0ken") || row.contains("whsec_"));
    }
  }

  @ParameterizedTest
  @EnumSource
  void whoIsOvertakenTellsOnlyWhatComesOfItInTheEnd(TestStore store) throws Exception {
    try (WebhookCase one = new WebhookCase(store, dataDir)) {
      String id = one.made().subscription().id();
      int[] writes = {0};
      WebhookChanges overtaken =
          one.changes(
              rows ->
                  writes[0]++ == 0
                      ? one.webhooks
                          .ask(WebhookCase.rename(id, "other"), origin("other"))
                          .thenCompose(done -> one.tables.writer.write(rows))
                      : one.tables.writer.write(rows));
      answer(overtaken.update(WebhookCase.describe(id, "mine"), origin("mine")));

      assertThat(writes[0]).isEqualTo(2);
      assertThat(audits(one).stream().map(AuditView::requestId))
          .containsExactlyInAnyOrder("other", "mine");
      assertThat(events(one)).hasSize(3);
    }
  }

  @ParameterizedTest
  @EnumSource
  void oneOfSeveralChangesHasTheirIdAndNoEntryOfItsOwn(TestStore store) throws Exception {
    try (WebhookCase one = new WebhookCase(store, dataDir)) {
      String id = one.made().subscription().id();
      Origin bulk = origin("r").partOf("webhook_bulk_action:pause:r");
      one.nowMs.addAndGet(10);
      one.ask(WebhookCase.become(id, WebhookStatus.PAUSED), bulk);
      one.nowMs.addAndGet(10);
      one.ask(new WebhookCommand.Delete(WebhookCaller.OPERATOR, id), bulk);

      assertThat(audits(one)).isEmpty();
      assertThat(events(one).stream().map(EventView::correlationId))
          .containsExactly(
              "webhook_create:" + id, "webhook_bulk_action:pause:r", "webhook_bulk_action:pause:r");
    }
  }

  @ParameterizedTest
  @EnumSource
  void whoActsAndForWhomIsTold(TestStore store) throws Exception {
    try (WebhookCase one = new WebhookCase(store, dataDir)) {
      String id = one.made().subscription().id();
      one.ask(
          new WebhookCommand.Update(TENANT, id, WebhookCase.rename(id, "x").patch()),
          by(Actor.API_KEY, "key_1"));
      one.ask(WebhookCase.rename(id, "y"), by(Actor.ADMIN_ON_BEHALF_OF, null));
      WebhookCommand.Create ours = WebhookCase.create(WebhookCaller.OPERATOR, "https://o.example");
      one.ask(
          new WebhookCommand.Create(
              ours.caller(), WebhookOwner.SYSTEM, ours.terms(), ours.credentials()),
          by(Actor.ADMIN, null));
      answer(one.webhooks.secure(WebhookSecurity.DEFAULT, by(Actor.ADMIN, null)));

      List<AuditView> told = audits(one);
      assertThat(told.stream().map(AuditView::tenant))
          .containsExactlyInAnyOrder("acme", "acme", "__admin__", "__admin__");
      assertThat(told)
          .filteredOn(row -> row.keyId() != null && row.keyId().equals("key_1"))
          .singleElement()
          .matches(row -> row.metadata().contains("\"actor_type\":\"api_key\""));
      assertThat(told)
          .filteredOn(row -> row.metadata().contains("\"actor_type\":\"admin_on_behalf_of\""))
          .hasSize(1);
      assertThat(told)
          .filteredOn(row -> row.resourceType().equals("config"))
          .singleElement()
          .matches(row -> row.resourceId().equals("webhook-security"))
          .matches(row -> row.metadata().contains("\"allow_http\":false"))
          .matches(row -> row.metadata().contains("\"before\":{\"blocked_cidr_ranges\":["));
      assertThat(events(one).stream().map(EventView::tenant))
          .containsExactlyInAnyOrder("acme", "acme", "acme", "__system__");
    }
  }

  @ParameterizedTest
  @EnumSource
  void probesAndReplaysAreAuditedWithWhatBecameOfThem(TestStore store) throws Exception {
    try (WebhookCase one = new WebhookCase(store, dataDir)) {
      String id = one.made().subscription().id();
      one.ask(new WebhookCommand.Test(TENANT, id, "r", "a".repeat(32), "01"), origin("test"));
      for (int i = 0; i < 2; i++) {
        one.past.add(new PastEvent("evt_" + i, EventType.BUDGET_FUNDED, null, null, null));
      }
      WebhookCommand.Replay replay =
          new WebhookCommand.Replay(WebhookCaller.OPERATOR, id, 0, 10_000, null, 10);
      one.nowMs.addAndGet(10);
      one.ask(replay, origin("replay"));
      one.nowMs.addAndGet(10);
      one.ask(replay, origin("refused"));
      one.ask(WebhookCase.become(id, WebhookStatus.PAUSED));
      one.nowMs.addAndGet(10);
      one.ask(replay, origin("paused"));

      List<AuditView> told = audits(one);
      assertThat(told.stream().map(AuditView::requestId))
          .containsExactly("test", "replay", "paused");
      assertThat(told.stream().map(AuditView::status)).containsExactly(200, 202, 202);
      assertThat(told.get(0).metadata())
          .contains("\"success\":true", "\"response_status\":200", "\"event_id\":\"evt_test_");
      assertThat(told.get(1).metadata()).contains("\"events_queued\":2", "\"replay_id\":\"replay_");
      assertThat(told.get(2).metadata()).contains("\"events_queued\":0");
      assertThat(events(one).stream().map(EventView::eventType))
          .containsExactly("webhook.created", "webhook.paused");
    }
  }

  @ParameterizedTest
  @EnumSource
  void aReplayThatIsOvertakenByAPauseSaysSo(TestStore store) throws Exception {
    try (WebhookCase one = new WebhookCase(store, dataDir)) {
      String id = one.made().subscription().id();
      List<PastEvent> past =
          List.of(new PastEvent("evt_1", EventType.BUDGET_FUNDED, null, null, null));
      int[] writes = {0};
      WebhookReplays overtaken =
          new WebhookReplays(
              one.tables.reads,
              rows ->
                  writes[0]++ == 1
                      ? one.webhooks
                          .ask(WebhookCase.become(id, WebhookStatus.PAUSED), null)
                          .thenCompose(done -> one.tables.writer.write(rows))
                      : one.tables.writer.write(rows),
              (wanted, limit) -> CompletableFuture.completedFuture(past),
              one.clock);
      answer(
          overtaken.replay(
              new WebhookCommand.Replay(WebhookCaller.OPERATOR, id, 0, 10_000, null, 10),
              origin("r")));

      assertThat(one.rows("webhook_delivery")).isEmpty();
      assertThat(audits(one))
          .singleElement()
          .matches(row -> row.metadata().contains("\"events_queued\":0"));
    }
  }

  @ParameterizedTest
  @EnumSource
  void aCloseTellsOfEachWebhookOnceHoweverOftenItIsInterrupted(TestStore store) throws Exception {
    try (WebhookCase one = new WebhookCase(store, dataDir)) {
      int count = WebhooksOfClosed.DISABLED_AT_ONCE + 3;
      List<String> made = new ArrayList<>();
      for (int i = 0; i < count; i++) {
        made.add(one.made().subscription().id());
      }
      one.ask(WebhookCase.become(made.getFirst(), WebhookStatus.PAUSED));
      one.tables.tenant("acme", TenantStatus.CLOSED);
      Origin close = origin("close");
      // The first part is written, and nobody hears of it; two go on with the rest at once.
      WebhooksOfClosed interrupted =
          new WebhooksOfClosed(
              one.tables.reads,
              rows ->
                  one.tables
                      .writer
                      .write(rows)
                      .thenCompose(
                          done ->
                              CompletableFuture.failedFuture(new IllegalStateException("lost"))),
              one.clock);
      assertThat(interrupted.disableAll(ACME, close).toCompletableFuture())
          .failsWithin(java.time.Duration.ofSeconds(20));
      List<CompletionStage<Void>> both =
          List.of(one.webhooks.disableAllOf(ACME, close), one.webhooks.disableAllOf(ACME, close));
      for (CompletionStage<Void> each : both) {
        answer(each);
      }
      answer(one.webhooks.disableAllOf(ACME, close));

      List<String> cascade =
          one.rows("event").stream()
              .filter(row -> row.contains("webhook.disabled_via_tenant_cascade"))
              .toList();
      assertThat(cascade).hasSize(count);
      assertThat(cascade).allMatch(row -> row.contains("|tenant_close_cascade:acme:close|"));
      assertThat(cascade).filteredOn(row -> row.contains("\"prior_status\":\"PAUSED\"")).hasSize(1);
      List<String> entries = one.rows("audit_log");
      assertThat(entries).hasSize(count);
      for (String id : made) {
        assertThat(entries).filteredOn(row -> row.contains('|' + id + '|')).hasSize(1);
        assertThat(cascade).filteredOn(row -> row.contains('"' + id + '"')).hasSize(1);
      }
      assertThat(entries)
          .allMatch(row -> row.contains("|tenant_close_cascade|") && row.contains("|close|"));
    }
  }

  private static WebhookCommand.Update patch(
      String id, String name, String url, WebhookStatus status) {
    return new WebhookCommand.Update(
        WebhookCaller.OPERATOR,
        id,
        new WebhookPatch(
            name, null, url, null, null, null, null, null, null, null, null, status, null));
  }

  private static Origin by(Actor actor, String keyId) {
    return new Origin(actor, keyId, null, null, "r", null, "op", null, null, null);
  }

  private static List<String> all(WebhookCase one) throws Exception {
    List<String> all = new ArrayList<>(one.rows("event"));
    all.addAll(one.rows("audit_log"));
    return all;
  }

  /** But for the tenant's own. */
  private static List<EventView> events(WebhookCase one) throws Exception {
    var page =
        answer(
            new EventQueries(one.tables.reads)
                .list(
                    EventFilter.ALL,
                    EventSort.TIMESTAMP,
                    SortDirection.ASC,
                    PageRequest.first(100)));
    return ((ListReply.Page<EventView>) page)
        .items().stream().filter(event -> event.category().equals("webhook")).toList();
  }

  private static List<AuditView> audits(WebhookCase one) throws Exception {
    var page =
        answer(
            new AuditQueries(one.tables.reads)
                .list(
                    AuditFilter.ALL,
                    AuditSort.TIMESTAMP,
                    SortDirection.ASC,
                    PageRequest.first(100)));
    return ((ListReply.Page<AuditView>) page).items();
  }
}
