package io.bailiwick.webhook.query;

import static io.bailiwick.query.ReadTables.answer;
import static org.assertj.core.api.Assertions.assertThat;

import io.bailiwick.journal.TestStore;
import io.bailiwick.projection.SqlStatement;
import io.bailiwick.projection.TableWrite;
import io.bailiwick.query.ListReply;
import io.bailiwick.query.PageRequest;
import io.bailiwick.record.EventType;
import io.bailiwick.refusal.RefusalCode;
import io.bailiwick.webhook.Delivery;
import io.bailiwick.webhook.DeliveryStatus;
import io.bailiwick.webhook.EventHistory.PastEvent;
import io.bailiwick.webhook.WebhookCaller;
import io.bailiwick.webhook.WebhookCommand;
import io.bailiwick.webhook.WebhookReply;
import io.bailiwick.webhook.WebhookStatus;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class WebhookReplaysTest {

  private static final SqlStatement END_ALL =
      SqlStatement.every(1, "UPDATE webhook_delivery SET status = ?");

  @TempDir Path dataDir;

  private static WebhookCommand.Replay replay(String id, int max) {
    return new WebhookCommand.Replay(WebhookCaller.OPERATOR, id, 0, 10_000, null, max);
  }

  private static void remember(WebhookCase one, int funded) {
    for (int i = 0; i < funded; i++) {
      one.past.add(new PastEvent("evt_" + i, EventType.BUDGET_FUNDED, null, "t".repeat(32), null));
    }
    one.past.add(new PastEvent("evt_other", EventType.BUDGET_FROZEN, null, null, null));
  }

  private static RefusalCode refusal(WebhookReply reply) {
    return ((WebhookReply.Refused) reply).refusal().code();
  }

  private static List<Delivery> deliveries(WebhookCase one, DeliveryFilter filter)
      throws Exception {
    return ((ListReply.Page<Delivery>)
            answer(new DeliveryQueries(one.tables.reads).list(filter, PageRequest.first(100))))
        .items();
  }

  @ParameterizedTest
  @EnumSource
  void whatIsSelectedIsQueued(TestStore store) throws Exception {
    try (WebhookCase one = new WebhookCase(store, dataDir)) {
      String id = one.made().subscription().id();
      remember(one, 3);

      assertThat(one.ask(replay(id, 3)))
          .isInstanceOfSatisfying(
              WebhookReply.Replayed.class,
              replayed -> {
                assertThat(replayed.queued()).isEqualTo(3);
                assertThat(replayed.replayId()).matches("replay_[0-9a-f]{12}");
              });
      assertThat(deliveries(one, new DeliveryFilter(id, DeliveryStatus.PENDING, null, null)))
          .hasSize(3)
          .allSatisfy(
              delivery -> {
                assertThat(delivery.attempts()).isZero();
                assertThat(delivery.eventType()).isEqualTo("budget.funded");
                assertThat(delivery.attemptedAtMs()).isEqualTo(1_000);
              });
      assertThat(deliveries(one, new DeliveryFilter(id, DeliveryStatus.FAILED, null, null)))
          .isEmpty();
      assertThat(deliveries(one, new DeliveryFilter(id, null, 1_001L, null))).isEmpty();
      assertThat(deliveries(one, new DeliveryFilter(id, null, 1_000L, 1_000L))).hasSize(3);
      assertThat(deliveries(one, new DeliveryFilter("whsub_0", null, null, null))).isEmpty();
    }
  }

  @ParameterizedTest
  @EnumSource
  void moreThanWantedIsNothing(TestStore store) throws Exception {
    try (WebhookCase one = new WebhookCase(store, dataDir)) {
      String id = one.made().subscription().id();
      remember(one, 3);
      assertThat(refusal(one.ask(replay(id, 2)))).isEqualTo(RefusalCode.INVALID_REQUEST);
      assertThat(one.rows("webhook_delivery")).isEmpty();
      assertThat(one.ask(replay(id, 3)))
          .as("a refusal holds nothing")
          .isInstanceOf(WebhookReply.Replayed.class);
    }
  }

  @ParameterizedTest
  @EnumSource
  void oneAtATimeUntilItsDeliveriesHaveEndedOrAnHourHasPassed(TestStore store) throws Exception {
    try (WebhookCase one = new WebhookCase(store, dataDir)) {
      String id = one.made().subscription().id();
      remember(one, 1);
      one.ask(replay(id, 10));
      assertThat(refusal(one.ask(replay(id, 10)))).isEqualTo(RefusalCode.REPLAY_IN_PROGRESS);

      one.tables.write(List.of(TableWrite.of(END_ALL, "RETRYING")));
      assertThat(refusal(one.ask(replay(id, 10)))).isEqualTo(RefusalCode.REPLAY_IN_PROGRESS);
      one.tables.write(List.of(TableWrite.of(END_ALL, "SUCCESS")));
      assertThat(one.ask(replay(id, 10))).isInstanceOf(WebhookReply.Replayed.class);

      one.nowMs.addAndGet(Duration.ofHours(1).toMillis() - 1);
      assertThat(refusal(one.ask(replay(id, 10)))).isEqualTo(RefusalCode.REPLAY_IN_PROGRESS);
      one.nowMs.addAndGet(1);
      assertThat(one.ask(replay(id, 10))).isInstanceOf(WebhookReply.Replayed.class);
    }
  }

  @ParameterizedTest
  @EnumSource
  void ofTwoAtOnceOneIsDone(TestStore store) throws Exception {
    try (WebhookCase one = new WebhookCase(store, dataDir)) {
      String id = one.made().subscription().id();
      remember(one, 2);
      CompletionStage<WebhookReply> first = one.webhooks.ask(replay(id, 10), null);
      CompletionStage<WebhookReply> second = one.webhooks.ask(replay(id, 10), null);
      List<WebhookReply> both = List.of(answer(first), answer(second));
      assertThat(both).filteredOn(WebhookReply.Replayed.class::isInstance).hasSize(1);
      assertThat(one.rows("webhook_delivery")).hasSize(2);
    }
  }

  @ParameterizedTest
  @EnumSource
  void whatIsPausedTakesNone(TestStore store) throws Exception {
    try (WebhookCase one = new WebhookCase(store, dataDir)) {
      String id = one.made().subscription().id();
      one.ask(WebhookCase.become(id, WebhookStatus.PAUSED));
      remember(one, 2);
      assertThat(((WebhookReply.Replayed) one.ask(replay(id, 10))).queued()).isZero();
      assertThat(one.rows("webhook_delivery")).isEmpty();
    }
  }

  @ParameterizedTest
  @EnumSource
  void whatIsPendingIsGivenUpWithItsWebhook(TestStore store) throws Exception {
    try (WebhookCase one = new WebhookCase(store, dataDir)) {
      String id = one.made().subscription().id();
      remember(one, 2);
      one.ask(replay(id, 10));
      one.ask(new WebhookCommand.Delete(WebhookCaller.OPERATOR, id));
      assertThat(deliveries(one, new DeliveryFilter(id, DeliveryStatus.FAILED, null, null)))
          .hasSize(2)
          .allSatisfy(delivery -> assertThat(delivery.completedAtMs()).isNotNull());
    }
  }
}
