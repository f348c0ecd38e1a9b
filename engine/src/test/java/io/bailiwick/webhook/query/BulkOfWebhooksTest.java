package io.bailiwick.webhook.query;

import static io.bailiwick.query.ReadTables.answer;
import static org.assertj.core.api.Assertions.assertThat;

import io.bailiwick.bulk.Bulk;
import io.bailiwick.bulk.BulkAction;
import io.bailiwick.bulk.BulkEnvelope;
import io.bailiwick.bulk.BulkOutcome.RowCode;
import io.bailiwick.bulk.BulkOutcome.SkipReason;
import io.bailiwick.bulk.BulkReply;
import io.bailiwick.bulk.BulkRow;
import io.bailiwick.bulk.BulkRows;
import io.bailiwick.bulk.query.StoredBulks;
import io.bailiwick.journal.TestStore;
import io.bailiwick.projection.SqlStatement;
import io.bailiwick.projection.TableWrite;
import io.bailiwick.record.Actor;
import io.bailiwick.record.Origin;
import io.bailiwick.webhook.WebhookCaller;
import io.bailiwick.webhook.WebhookCommand;
import io.bailiwick.webhook.WebhookPatch;
import io.bailiwick.webhook.WebhookReply;
import io.bailiwick.webhook.WebhookStatus;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Many subscriptions at once, through the changes of single ones. */
class BulkOfWebhooksTest {

  private static final SqlStatement SET_STATUS =
      SqlStatement.every(
          85, "UPDATE webhook SET status = ?, version = version + 1 WHERE subscription_id = ?");

  @TempDir Path dataDir;

  private static CompletionStage<Void> set(WebhookCase one, String id, WebhookStatus status) {
    return one.tables.writer.write(List.of(TableWrite.of(SET_STATUS, status.name(), id)));
  }

  /** Ids of one in each status, in the order of the statuses. */
  private static List<String> oneOfEach(WebhookCase one) throws Exception {
    List<String> ids = new ArrayList<>();
    for (WebhookStatus status : WebhookStatus.values()) {
      String id = one.made().subscription().id();
      answer(set(one, id, status));
      ids.add(id);
    }
    return ids;
  }

  private static BulkEnvelope bulk(WebhookCase one, BulkAction action, List<String> ids)
      throws Exception {
    StoredBulks bulks =
        new StoredBulks(
            one.tables.reads,
            one.tables.writer::write,
            null,
            null,
            one.webhooks,
            pause -> CompletableFuture.completedFuture(null),
            Duration.ofSeconds(5),
            one.clock);
    Origin origin =
        new Origin(
            Actor.ADMIN,
            null,
            null,
            null,
            "req-" + action,
            null,
            "bulkActionWebhooks",
            null,
            null,
            null);
    Bulk asked = new Bulk(action, "key-" + action, "hash", "{}", null, origin);
    List<BulkRow> rows = ids.stream().map(BulkRow::of).toList();
    BulkReply reply =
        answer(
            bulks.ask(
                asked,
                null,
                max -> CompletableFuture.completedFuture(new BulkRows(rows.size(), rows))));
    return ((BulkReply.Done) reply).envelope();
  }

  private static List<WebhookStatus> statuses(WebhookCase one, List<String> ids) throws Exception {
    List<WebhookStatus> statuses = new ArrayList<>();
    for (String id : ids) {
      statuses.add(one.stored(id).status());
    }
    return statuses;
  }

  /** Those that tell of these subscriptions under the id of a bulk action. */
  private static long told(WebhookCase one, String type, String correlation) throws Exception {
    return one.rows("event").stream()
        .filter(row -> row.contains(type) && row.contains(correlation))
        .count();
  }

  @ParameterizedTest
  @EnumSource
  void onlyWhatIsActiveIsPaused(TestStore store) throws Exception {
    try (WebhookCase one = new WebhookCase(store, dataDir)) {
      List<String> ids = oneOfEach(one);

      BulkEnvelope envelope = bulk(one, BulkAction.PAUSE, ids);

      assertThat(envelope.succeeded()).containsExactly(ids.get(0));
      assertThat(envelope.skipped())
          .containsExactly(
              new BulkEnvelope.SkippedRow(ids.get(1), SkipReason.ALREADY_IN_TARGET_STATE),
              new BulkEnvelope.SkippedRow(ids.get(2), SkipReason.ALREADY_IN_TARGET_STATE));
      assertThat(statuses(one, ids))
          .containsExactly(WebhookStatus.PAUSED, WebhookStatus.PAUSED, WebhookStatus.DISABLED);
      assertThat(told(one, "webhook.paused", "webhook_bulk_action:pause:req-PAUSE")).isEqualTo(1);
      assertThat(one.rows("audit_log").stream().filter(row -> row.contains("bulk-action")))
          .hasSize(1);
      String event =
          one.rows("event").stream()
              .filter(row -> row.contains("webhook.paused"))
              .findFirst()
              .orElseThrow();
      assertThat(one.rows("bulk_action").getFirst())
          .as("which the event names, in its last column")
          .contains(event.substring(event.lastIndexOf('|', event.length() - 2)));
    }
  }

  @ParameterizedTest
  @EnumSource
  void whatIsDisabledIsNotResumedWithOthers(TestStore store) throws Exception {
    try (WebhookCase one = new WebhookCase(store, dataDir)) {
      List<String> ids = oneOfEach(one);

      BulkEnvelope envelope = bulk(one, BulkAction.RESUME, ids);

      assertThat(envelope.succeeded()).containsExactly(ids.get(1));
      assertThat(envelope.skipped()).extracting(row -> row.id()).containsExactly(ids.get(0));
      assertThat(envelope.failed())
          .singleElement()
          .matches(row -> row.id().equals(ids.get(2)) && row.code() == RowCode.INVALID_TRANSITION);
      assertThat(statuses(one, ids))
          .containsExactly(WebhookStatus.ACTIVE, WebhookStatus.ACTIVE, WebhookStatus.DISABLED);
    }
  }

  @ParameterizedTest
  @EnumSource
  void whatIsGoneByThenIsSkippedAndTheRestIsDeletedAndTold(TestStore store) throws Exception {
    try (WebhookCase one = new WebhookCase(store, dataDir)) {
      List<String> ids = oneOfEach(one);
      one.ask(new WebhookCommand.Delete(WebhookCaller.OPERATOR, ids.get(1)));

      BulkEnvelope envelope = bulk(one, BulkAction.DELETE, ids);

      assertThat(envelope.succeeded()).containsExactly(ids.get(0), ids.get(2));
      assertThat(envelope.skipped())
          .containsExactly(new BulkEnvelope.SkippedRow(ids.get(1), SkipReason.ALREADY_DELETED));
      assertThat(one.rows("webhook")).isEmpty();
      assertThat(told(one, "webhook.deleted", "webhook_bulk_action:delete:req-DELETE"))
          .isEqualTo(2);
    }
  }

  /** Between the look at it and the write of it. */
  @ParameterizedTest
  @EnumSource
  void whatBecomesDisabledMeanwhileStaysDisabled(TestStore store) throws Exception {
    try (WebhookCase one = new WebhookCase(store, dataDir)) {
      String id = one.made().subscription().id();
      AtomicInteger writes = new AtomicInteger();
      WebhookChanges overtaken =
          one.changes(
              rows ->
                  writes.getAndIncrement() == 0
                      ? set(one, id, WebhookStatus.DISABLED)
                          .thenCompose(done -> one.tables.writer.write(rows))
                      : one.tables.writer.write(rows));

      WebhookReply reply =
          answer(
              overtaken.update(
                  new WebhookCommand.Update(
                      WebhookCaller.OPERATOR,
                      id,
                      WebhookPatch.ofStatus(WebhookStatus.PAUSED),
                      WebhookStatus.ACTIVE),
                  null));

      assertThat(((WebhookReply.Updated) reply).changedFields()).isEmpty();
      assertThat(((WebhookReply.Updated) reply).after().status()).isEqualTo(WebhookStatus.DISABLED);
      assertThat(one.stored(id).status()).isEqualTo(WebhookStatus.DISABLED);
      assertThat(writes).hasValue(1);
      assertThat(one.rows("event").stream().filter(row -> row.contains("webhook.paused")))
          .isEmpty();
    }
  }

  @ParameterizedTest
  @EnumSource
  void aSingleChangeStillGoesFromAnyStatus(TestStore store) throws Exception {
    try (WebhookCase one = new WebhookCase(store, dataDir)) {
      List<String> ids = oneOfEach(one);
      for (String id : ids) {
        one.ask(WebhookCase.become(id, WebhookStatus.PAUSED));
      }
      assertThat(statuses(one, ids)).containsOnly(WebhookStatus.PAUSED);
      assertThat(Stream.of(WebhookStatus.values())).hasSameSizeAs(ids);
    }
  }
}
