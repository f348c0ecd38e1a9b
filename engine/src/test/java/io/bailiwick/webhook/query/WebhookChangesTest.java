package io.bailiwick.webhook.query;

import static io.bailiwick.query.ReadTables.answer;
import static io.bailiwick.webhook.query.WebhookCase.ACME;
import static org.assertj.core.api.Assertions.assertThat;

import io.bailiwick.apikey.ScopeFilter;
import io.bailiwick.journal.TestStore;
import io.bailiwick.projection.TableWrite;
import io.bailiwick.refusal.RefusalCode;
import io.bailiwick.tenant.TenantId;
import io.bailiwick.tenant.TenantStatus;
import io.bailiwick.webhook.WebhookCaller;
import io.bailiwick.webhook.WebhookCommand;
import io.bailiwick.webhook.WebhookPatch;
import io.bailiwick.webhook.WebhookReply;
import io.bailiwick.webhook.WebhookStatus;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeMap;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class WebhookChangesTest {

  private static final WebhookCaller TENANT = new WebhookCaller(ACME, ScopeFilter.ALL);
  private static final WebhookCaller STRANGER =
      new WebhookCaller(new TenantId("other"), ScopeFilter.ALL);

  @TempDir Path dataDir;

  private static RefusalCode refusal(WebhookReply reply) {
    assertThat(reply).isInstanceOf(WebhookReply.Refused.class);
    return ((WebhookReply.Refused) reply).refusal().code();
  }

  /** Writes after something else was done, the first time only. */
  private static Function<List<TableWrite>, CompletionStage<Void>> after(
      WebhookCase one, java.util.function.Supplier<CompletionStage<?>> first) {
    AtomicInteger writes = new AtomicInteger();
    return rows ->
        writes.getAndIncrement() == 0
            ? first.get().thenCompose(done -> one.tables.writer.write(rows))
            : one.tables.writer.write(rows);
  }

  @ParameterizedTest
  @EnumSource
  void whatIsMadeIsThereAndNoSecretCanBeReadInTheDatabase(TestStore store) throws Exception {
    try (WebhookCase one = new WebhookCase(store, dataDir)) {
      WebhookReply.Created made = one.made();

      assertThat(made.signingSecret()).matches("whsec_[A-Za-z0-9_-]{43}");
      assertThat(one.stored(made.subscription().id())).isEqualTo(made.subscription());
      assertThat(one.rows("webhook")).hasSize(1);
      assertThat(one.rows("webhook").getFirst())
          .doesNotContain(made.signingSecret())
          .doesNotContain("t0ken")
          .contains("X-Token");
      assertThat(one.rows("webhook_event_type")).hasSize(2);
    }
  }

  @ParameterizedTest
  @EnumSource
  void changesOfDifferentMembersAtOnceAreBothThere(TestStore store) throws Exception {
    try (WebhookCase one = new WebhookCase(store, dataDir)) {
      String id = one.made().subscription().id();
      WebhookChanges renaming =
          one.changes(after(one, () -> one.webhooks.ask(WebhookCase.describe(id, "other"), null)));

      WebhookReply.Updated renamed =
          (WebhookReply.Updated) answer(renaming.update(WebhookCase.rename(id, "second"), null));

      assertThat(renamed.changedFields()).containsExactly("name");
      assertThat(renamed.before().terms().description()).isEqualTo("other");
      assertThat(one.stored(id).terms().name()).isEqualTo("second");
      assertThat(one.stored(id).terms().description()).isEqualTo("other");
    }
  }

  @ParameterizedTest
  @EnumSource
  void whoWasOvertakenAfterHisWriteIsNotDoneTwice(TestStore store) throws Exception {
    try (WebhookCase one = new WebhookCase(store, dataDir)) {
      String id = one.made().subscription().id();
      AtomicInteger writes = new AtomicInteger();
      WebhookChanges renaming =
          one.changes(
              rows -> {
                writes.incrementAndGet();
                // Another name is there before this one looks again.
                return one.tables
                    .writer
                    .write(rows)
                    .thenCompose(done -> one.webhooks.ask(WebhookCase.rename(id, "third"), null))
                    .thenApply(done -> null);
              });

      answer(renaming.update(WebhookCase.rename(id, "second"), null));

      assertThat(writes).hasValue(1);
      assertThat(one.stored(id).terms().name()).isEqualTo("third");
    }
  }

  /** What an event and an audit entry tell of has happened, and its maker hears that. */
  @ParameterizedTest
  @EnumSource
  void whatWasDeletedRightAfterItsChangeHasBeenChanged(TestStore store) throws Exception {
    try (WebhookCase one = new WebhookCase(store, dataDir)) {
      String id = one.made().subscription().id();
      var delete = new WebhookCommand.Delete(TENANT, id);
      WebhookChanges overtaken =
          one.changes(
              rows ->
                  one.tables
                      .writer
                      .write(rows)
                      .thenCompose(done -> one.webhooks.ask(delete, null))
                      .thenApply(done -> null));

      assertThat(answer(overtaken.update(WebhookCase.rename(id, "second"), null)))
          .isInstanceOf(WebhookReply.Updated.class);
    }
  }

  @ParameterizedTest
  @EnumSource
  void whoIsDeletedBeforeHisWriteIsNotFound(TestStore store) throws Exception {
    try (WebhookCase one = new WebhookCase(store, dataDir)) {
      String id = one.made().subscription().id();
      var delete = new WebhookCommand.Delete(TENANT, id);
      WebhookChanges late = one.changes(after(one, () -> one.webhooks.ask(delete, null)));

      assertThat(refusal(answer(late.update(WebhookCase.rename(id, "second"), null))))
          .isEqualTo(RefusalCode.WEBHOOK_NOT_FOUND);
    }
  }

  @ParameterizedTest
  @EnumSource
  void aChangeReplacesTheTypesThatItIsFoundBy(TestStore store) throws Exception {
    try (WebhookCase one = new WebhookCase(store, dataDir)) {
      String id = one.made().subscription().id();
      WebhookPatch patch =
          new WebhookPatch(
              null,
              null,
              null,
              List.of(io.bailiwick.record.EventType.BUDGET_FROZEN),
              null,
              null,
              null,
              null,
              null,
              null,
              null,
              null,
              null);
      one.ask(new WebhookCommand.Update(TENANT, id, patch));

      assertThat(one.rows("webhook_event_type")).singleElement().asString().contains("frozen");
    }
  }

  @ParameterizedTest
  @EnumSource
  void theSecretsThatAreNotChangedStay(TestStore store) throws Exception {
    try (WebhookCase one = new WebhookCase(store, dataDir)) {
      WebhookReply.Created made = one.made();
      String id = made.subscription().id();
      one.ask(WebhookCase.rename(id, "second"));
      one.ask(new WebhookCommand.Test(TENANT, id, "req-1", "0".repeat(31) + "1", "01"));

      assertThat(one.probed.credentials().signingSecret()).isEqualTo(made.signingSecret());
      assertThat(one.probed.credentials().headers()).containsEntry("X-Token", "t0ken");
      assertThat(one.rows("webhook_delivery")).singleElement().asString().contains("|SUCCESS|");
    }
  }

  @ParameterizedTest
  @EnumSource
  void aSecretOfAnotherKeyIsLostAndCanBeReplaced(TestStore store) throws Exception {
    try (WebhookCase one = new WebhookCase(store, dataDir)) {
      String id = one.made().subscription().id();
      one.tables.write(
          List.of(
              TableWrite.of(
                  io.bailiwick.projection.SqlStatement.every(
                      1, "UPDATE webhook SET signing_secret = ?"),
                  "enc:AAAA")));
      one.ask(new WebhookCommand.Test(TENANT, id, "req-1", "0".repeat(31) + "1", "01"));
      assertThat(one.probed).isNull();
      assertThat(one.rows("webhook_delivery")).singleElement().asString().contains("|FAILED|");
      assertThat(refusal(one.ask(WebhookCase.rename(id, "second"))))
          .isEqualTo(RefusalCode.INVALID_REQUEST);

      WebhookPatch anew =
          new WebhookPatch(
              null,
              null,
              null,
              null,
              null,
              null,
              null,
              "n3w",
              new TreeMap<>(),
              null,
              null,
              null,
              null);
      one.ask(new WebhookCommand.Update(TENANT, id, anew));
      one.ask(new WebhookCommand.Test(TENANT, id, "req-2", "0".repeat(31) + "1", "01"));
      assertThat(one.probed.credentials().signingSecret()).isEqualTo("n3w");
    }
  }

  @ParameterizedTest
  @EnumSource
  void anotherTenantsIsNotThere(TestStore store) throws Exception {
    try (WebhookCase one = new WebhookCase(store, dataDir)) {
      String id = one.made().subscription().id();
      WebhookPatch nothing = WebhookCase.rename(id, "x").patch();
      for (WebhookCommand command :
          List.of(
              new WebhookCommand.Update(STRANGER, id, nothing),
              new WebhookCommand.Delete(STRANGER, id),
              new WebhookCommand.Test(STRANGER, id, "r", "t", "01"),
              new WebhookCommand.Delete(TENANT, "whsub_0"))) {
        assertThat(refusal(one.ask(command))).isEqualTo(RefusalCode.WEBHOOK_NOT_FOUND);
      }
      assertThat(one.stored(id).terms().name()).isEqualTo("first");
      assertThat(one.probed).isNull();
    }
  }

  @ParameterizedTest
  @EnumSource
  void whatMustNotBeCalledIsNotStored(TestStore store) throws Exception {
    try (WebhookCase one = new WebhookCase(store, dataDir)) {
      assertThat(refusal(one.ask(WebhookCase.create(TENANT, WebhookCase.FORBIDDEN_URL))))
          .isEqualTo(RefusalCode.WEBHOOK_URL_INVALID);
      assertThat(one.rows("webhook")).isEmpty();
    }
  }

  @ParameterizedTest
  @EnumSource
  void aSuspendedTenantChangesNothingButItsOperatorMay(TestStore store) throws Exception {
    try (WebhookCase one = new WebhookCase(store, dataDir)) {
      String id = one.made().subscription().id();
      one.tables.tenant("acme", TenantStatus.SUSPENDED);
      assertThat(refusal(one.ask(WebhookCase.create(TENANT, "https://a.example"))))
          .isEqualTo(RefusalCode.TENANT_SUSPENDED);
      assertThat(refusal(one.ask(new WebhookCommand.Delete(TENANT, id))))
          .isEqualTo(RefusalCode.TENANT_SUSPENDED);
      assertThat(one.ask(WebhookCase.become(id, WebhookStatus.PAUSED)))
          .isInstanceOf(WebhookReply.Updated.class);
    }
  }

  @ParameterizedTest
  @EnumSource
  void onlyOneOfSeveralDeletes(TestStore store) throws Exception {
    try (WebhookCase one = new WebhookCase(store, dataDir)) {
      String id = one.made().subscription().id();
      one.ask(new WebhookCommand.Test(TENANT, id, "r", "t", "01"));
      assertThat(one.ask(new WebhookCommand.Delete(TENANT, id)))
          .isInstanceOf(WebhookReply.Deleted.class);
      assertThat(refusal(one.ask(new WebhookCommand.Delete(TENANT, id))))
          .isEqualTo(RefusalCode.WEBHOOK_NOT_FOUND);
      assertThat(one.rows("webhook")).isEmpty();
      assertThat(one.rows("webhook_event_type")).isEmpty();
    }
  }

  @ParameterizedTest
  @EnumSource
  void aDeletionDecidedOnAnOldVersionBeginsAnew(TestStore store) throws Exception {
    try (WebhookCase one = new WebhookCase(store, dataDir)) {
      String id = one.made().subscription().id();
      WebhookChanges deleting =
          one.changes(after(one, () -> one.webhooks.ask(WebhookCase.rename(id, "second"), null)));
      WebhookReply.Deleted deleted =
          (WebhookReply.Deleted)
              answer(deleting.delete(new WebhookCommand.Delete(TENANT, id), null));
      assertThat(deleted.before().terms().name()).isEqualTo("second");
      assertThat(one.rows("webhook")).isEmpty();
    }
  }
}
