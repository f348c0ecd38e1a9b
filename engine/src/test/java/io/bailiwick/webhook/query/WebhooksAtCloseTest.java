package io.bailiwick.webhook.query;

import static io.bailiwick.query.ReadTables.answer;
import static io.bailiwick.webhook.query.WebhookCase.ACME;
import static org.assertj.core.api.Assertions.assertThat;

import io.bailiwick.journal.TestStore;
import io.bailiwick.projection.SqlStatement;
import io.bailiwick.projection.TableWrite;
import io.bailiwick.refusal.RefusalCode;
import io.bailiwick.tenant.TenantStatus;
import io.bailiwick.webhook.WebhookCaller;
import io.bailiwick.webhook.WebhookCommand;
import io.bailiwick.webhook.WebhookReply;
import io.bailiwick.webhook.WebhookStatus;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Nothing of a closed tenant changes, however close the race. */
class WebhooksAtCloseTest {

  /** A write of another node that did not see the close, which came between. */
  private static final SqlStatement UNSEEN =
      SqlStatement.every(1, "UPDATE webhook SET status = 'ACTIVE' WHERE subscription_id = ?");

  @TempDir Path dataDir;

  private static void isClosed(WebhookReply reply) {
    assertThat(reply).isInstanceOf(WebhookReply.Refused.class);
    assertThat(((WebhookReply.Refused) reply).refusal().code())
        .isEqualTo(RefusalCode.TENANT_CLOSED);
  }

  private static void close(WebhookCase one) {
    try {
      one.tables.closedTenant("acme", WebhookCase.origin("close"));
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  /** The close comes between the look and the write. */
  private static Function<List<TableWrite>, CompletionStage<Void>> closedBeforeTheWrite(
      WebhookCase one) {
    return rows ->
        CompletableFuture.runAsync(() -> close(one))
            .thenCompose(done -> one.tables.writer.write(rows));
  }

  /** The close comes after the write, and its disabling was before it. */
  private static Function<List<TableWrite>, CompletionStage<Void>> closedAfterTheWrite(
      WebhookCase one) {
    return rows ->
        one.tables
            .writer
            .write(rows)
            .thenCompose(done -> CompletableFuture.runAsync(() -> close(one)));
  }

  @ParameterizedTest
  @EnumSource
  void nothingIsMadeBesideAClose(TestStore store) throws Exception {
    try (WebhookCase one = new WebhookCase(store, dataDir)) {
      WebhookCommand.Create create =
          WebhookCase.create(WebhookCaller.OPERATOR, "https://a.example/x");
      isClosed(answer(one.changes(closedBeforeTheWrite(one)).create(create, null)));
      assertThat(one.rows("webhook")).isEmpty();
      assertThat(one.rows("webhook_event_type")).isEmpty();
    }
  }

  @ParameterizedTest
  @EnumSource
  void whatGotInBesideACloseIsDisabled(TestStore store) throws Exception {
    try (WebhookCase one = new WebhookCase(store, dataDir)) {
      WebhookCommand.Create create =
          WebhookCase.create(WebhookCaller.OPERATOR, "https://a.example/x");
      isClosed(answer(one.changes(closedAfterTheWrite(one)).create(create, null)));
      assertThat(one.rows("webhook")).singleElement().asString().contains("|DISABLED|");
      assertThat(one.rows("event"))
          .as("as a part of the close, whoever has found it")
          .filteredOn(row -> row.contains("webhook.disabled_via_tenant_cascade"))
          .singleElement()
          .asString()
          .contains("|tenant_close_cascade:acme:close|");
      assertThat(answer(one.webhooks.closedWithWebhooks("", 10))).isEmpty();
    }
  }

  @ParameterizedTest
  @EnumSource
  void whatGotInBesideACloseThatGoesOnIsLeftToIt(TestStore store) throws Exception {
    try (WebhookCase one = new WebhookCase(store, dataDir)) {
      WebhookCommand.Create create =
          WebhookCase.create(WebhookCaller.OPERATOR, "https://a.example/x");
      WebhookChanges beside =
          one.changes(
              rows ->
                  one.tables
                      .writer
                      .write(rows)
                      .thenCompose(
                          done ->
                              CompletableFuture.runAsync(
                                  () -> {
                                    try {
                                      one.tables.tenant("acme", TenantStatus.CLOSED);
                                    } catch (Exception e) {
                                      throw new IllegalStateException(e);
                                    }
                                  })));
      isClosed(answer(beside.create(create, null)));
      assertThat(one.rows("webhook")).singleElement().asString().contains("|ACTIVE|");
      assertThat(answer(one.webhooks.closedWithWebhooks("", 10)))
          .as("its close is not complete")
          .isEmpty();

      answer(one.webhooks.disableAllOf(ACME, WebhookCase.origin("close")));
      assertThat(one.rows("webhook")).singleElement().asString().contains("|DISABLED|");
      assertThat(one.rows("event"))
          .filteredOn(row -> row.contains("|tenant_close_cascade:acme:close|"))
          .hasSize(1);
    }
  }

  @ParameterizedTest
  @EnumSource
  void aChangeBesideACloseEnablesNothing(TestStore store) throws Exception {
    try (WebhookCase one = new WebhookCase(store, dataDir)) {
      String id = one.made().subscription().id();
      WebhookCommand.Update rename = WebhookCase.rename(id, "second");
      isClosed(answer(one.changes(closedBeforeTheWrite(one)).update(rename, null)));
      assertThat(one.stored(id).terms().name()).isEqualTo("first");
      assertThat(one.stored(id).status()).isEqualTo(WebhookStatus.DISABLED);
    }
  }

  @ParameterizedTest
  @EnumSource
  void afterACloseNothingChanges(TestStore store) throws Exception {
    try (WebhookCase one = new WebhookCase(store, dataDir)) {
      String id = one.made().subscription().id();
      close(one);
      answer(one.webhooks.disableAllOf(ACME, null));
      for (WebhookCommand command :
          List.of(
              WebhookCase.create(WebhookCaller.OPERATOR, "https://a.example"),
              WebhookCase.become(id, WebhookStatus.ACTIVE),
              WebhookCase.rename(id, "first"),
              new WebhookCommand.Delete(WebhookCaller.OPERATOR, id),
              new WebhookCommand.Test(WebhookCaller.OPERATOR, id, "r", "t", "01"),
              new WebhookCommand.Replay(WebhookCaller.OPERATOR, id, 0, 1, null, 10))) {
        isClosed(one.ask(command));
      }
      assertThat(one.probed).isNull();
      assertThat(one.stored(id).status()).isEqualTo(WebhookStatus.DISABLED);
    }
  }

  @ParameterizedTest
  @EnumSource
  void aDeletionBesideACloseIsNone(TestStore store) throws Exception {
    try (WebhookCase one = new WebhookCase(store, dataDir)) {
      String id = one.made().subscription().id();
      WebhookCommand.Delete delete = new WebhookCommand.Delete(WebhookCaller.OPERATOR, id);
      isClosed(answer(one.changes(closedBeforeTheWrite(one)).delete(delete, null)));
      assertThat(one.stored(id).status()).isEqualTo(WebhookStatus.DISABLED);
    }
  }

  @ParameterizedTest
  @EnumSource
  void whatIsLeftIsFoundAndDisabledLater(TestStore store) throws Exception {
    try (WebhookCase one = new WebhookCase(store, dataDir)) {
      String id = one.made().subscription().id();
      answer(one.webhooks.disableAllOf(ACME, null));
      assertThat(one.stored(id).status())
          .as("an open tenant's are left alone")
          .isEqualTo(WebhookStatus.ACTIVE);

      close(one);
      assertThat(answer(one.webhooks.closedWithWebhooks("", 10))).containsExactly(ACME);
      answer(one.webhooks.disableAllOf(ACME, null));
      assertThat(answer(one.webhooks.closedWithWebhooks("", 10))).isEmpty();
      one.tables.write(List.of(TableWrite.of(UNSEEN, id)));
      assertThat(answer(one.webhooks.closedWithWebhooks("", 10))).containsExactly(ACME);
    }
  }
}
