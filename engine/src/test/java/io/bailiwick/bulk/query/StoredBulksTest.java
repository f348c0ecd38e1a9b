package io.bailiwick.bulk.query;

import static io.bailiwick.bulk.query.BulkCase.ask;
import static io.bailiwick.bulk.query.BulkCase.bulk;
import static io.bailiwick.bulk.query.BulkCase.of;
import static io.bailiwick.query.ReadTables.answer;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bailiwick.bulk.BulkAction;
import io.bailiwick.bulk.BulkEnvelope;
import io.bailiwick.bulk.BulkEnvelope.FailedRow;
import io.bailiwick.bulk.BulkEnvelope.SkippedRow;
import io.bailiwick.bulk.BulkOutcome.RowCode;
import io.bailiwick.bulk.BulkOutcome.SkipReason;
import io.bailiwick.bulk.BulkReply;
import io.bailiwick.bulk.BulkRow;
import io.bailiwick.bulk.BulkRows;
import io.bailiwick.bulk.Bulks;
import io.bailiwick.journal.TestStore;
import io.bailiwick.journal.codec.StoredJson;
import io.bailiwick.refusal.RefusalCode;
import io.bailiwick.tenant.TenantId;
import io.bailiwick.tenant.TenantStatus;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What is answered, and what is told, while no node dies. */
class StoredBulksTest {

  private static final int ROWS = 20;
  private static final String AUDITS =
      "SELECT metadata FROM audit_log WHERE resource_id = 'bulk-action'";

  private static final String CLAIMED_KEYS = "SELECT idempotency_key FROM bulk_action";

  @TempDir Path dataDir;

  @ParameterizedTest
  @EnumSource
  void everyRowIsInOneListAndTheWholeIsToldOnce(TestStore store) throws Exception {
    try (BulkCase world = new BulkCase(store, dataDir)) {
      List<BulkRow> rows = world.tenants(4, TenantStatus.ACTIVE);
      BulkCase.Node node = world.node();
      ask(node, bulk(BulkAction.SUSPEND, "first"), rows.subList(1, 2));
      ask(node, bulk(BulkAction.CLOSE, "close"), rows.subList(2, 3));

      BulkReply reply =
          ask(
              node,
              bulk(BulkAction.SUSPEND, "k", "hash", "req-2"),
              List.of(rows.get(0), rows.get(1), rows.get(2), BulkRow.of(new TenantId("nobody"))));

      BulkEnvelope envelope = ((BulkReply.Done) reply).envelope();
      assertThat(envelope.totalMatched()).isEqualTo(4);
      assertThat(envelope.succeeded()).containsExactly("tenant-000");
      assertThat(envelope.skipped())
          .containsExactly(new SkippedRow("tenant-001", SkipReason.ALREADY_IN_TARGET_STATE));
      assertThat(envelope.failed())
          .containsExactly(
              new FailedRow(
                  "tenant-002",
                  RowCode.INVALID_TRANSITION,
                  "Cannot transition from CLOSED to SUSPENDED"),
              new FailedRow("nobody", RowCode.NOT_FOUND, "Tenant not found: nobody"));
      assertThat(
              world.texts(
                  "SELECT tenant FROM event WHERE correlation_id ="
                      + " 'tenant_bulk_action:suspend:req-2'"))
          .containsExactly("tenant-000");
      List<String> audits = world.texts(AUDITS + " AND request_id = 'req-2'");
      assertThat(audits).hasSize(1);
      ObjectNode told = StoredJson.read(audits.getFirst(), ObjectNode.class);
      assertThat(told.path("total_matched").asInt()).isEqualTo(4);
      assertThat(told.path("succeeded").asInt()).isEqualTo(1);
      assertThat(told.path("failed").asInt()).isEqualTo(2);
      assertThat(told.path("skipped").asInt()).isEqualTo(1);
      assertThat(told.path("succeeded_ids").toString()).isEqualTo("[\"tenant-000\"]");
      assertThat(told.path("failed_rows").size()).isEqualTo(2);
      assertThat(told.path("skipped_rows").size()).isEqualTo(1);
      assertThat(told.path("filter").path("search").asText()).isEqualTo("t");
      assertThat(told.path("idempotency_key").asText()).isEqualTo("k");
      assertThat(told.has("duration_ms")).isTrue();
      assertThat(world.texts("SELECT row_id FROM bulk_row")).isEmpty();
    }
  }

  @ParameterizedTest
  @EnumSource
  void nothingBeginsWhereTooManyMatchOrAnotherNumber(TestStore store) throws Exception {
    try (BulkCase world = new BulkCase(store, dataDir)) {
      List<BulkRow> rows = world.tenants(3, TenantStatus.ACTIVE);
      BulkCase.Node node = world.node();

      assertThat(refusal(node, 2L, of(rows))).isEqualTo(RefusalCode.COUNT_MISMATCH);
      assertThat(
              refusal(
                  node,
                  null,
                  max -> CompletableFuture.completedFuture(new BulkRows(max + 1L, List.of()))))
          .isEqualTo(RefusalCode.TOO_MANY_MATCHED);
      assertThat(world.asked).isEmpty();
      assertThat(world.texts("SELECT bulk_id FROM bulk_action")).isEmpty();

      assertThat(answer(node.bulks.ask(bulk(BulkAction.SUSPEND, "k"), 3L, of(rows))))
          .isInstanceOf(BulkReply.Done.class);
    }
  }

  private static RefusalCode refusal(BulkCase.Node node, Long expected, Bulks.Selection selection)
      throws Exception {
    BulkReply reply = answer(node.bulks.ask(bulk(BulkAction.SUSPEND, "k"), expected, selection));
    return ((BulkReply.Refused) reply).refusal().code();
  }

  @ParameterizedTest
  @EnumSource
  void aRepeatedKeyIsAnsweredAsItWasAndAnotherPayloadIsRefused(TestStore store) throws Exception {
    try (BulkCase world = new BulkCase(store, dataDir)) {
      List<BulkRow> rows = world.tenants(ROWS, TenantStatus.ACTIVE);
      BulkCase.Node node = world.node();
      BulkReply first = ask(node, bulk(BulkAction.SUSPEND, "k"), rows);
      ask(node, bulk(BulkAction.REACTIVATE, "back", "hash", "req-2"), rows);
      int asked = world.asked.size();

      // Also on another node, where other rows match by now.
      BulkReply again =
          ask(world.node(), bulk(BulkAction.SUSPEND, "k", "hash", "req-3"), List.of());
      BulkReply other = ask(node, bulk(BulkAction.SUSPEND, "k", "other", "req-4"), rows);

      assertThat(again).isEqualTo(first);
      assertThat(((BulkReply.Done) first).envelope().succeeded()).hasSize(ROWS);
      assertThat(((BulkReply.Refused) other).refusal().code())
          .isEqualTo(RefusalCode.IDEMPOTENCY_MISMATCH);
      assertThat(world.asked).hasSize(asked);
      // A key of another kind of bulk action is another key.
      assertThat(ask(node, bulk(BulkAction.CREDIT, "k"), BulkCase.ledgers(1)))
          .isInstanceOf(BulkReply.Done.class);
    }
  }

  @ParameterizedTest
  @EnumSource
  void manyWhoSendOneKeyAtOnceGetOneAnswerOfOneEffect(TestStore store) throws Exception {
    try (BulkCase world = new BulkCase(store, dataDir)) {
      List<BulkRow> rows = BulkCase.ledgers(ROWS);
      BulkCase.Node one = world.node();
      BulkCase.Node other = world.node();
      List<CompletionStage<BulkReply>> replies =
          IntStream.range(0, 8)
              .mapToObj(i -> i % 2 == 0 ? one : other)
              .map(node -> node.bulks.ask(bulk(BulkAction.CREDIT, "k"), null, of(rows)))
              .toList();

      BulkReply first = null;
      for (CompletionStage<BulkReply> reply : replies) {
        BulkReply said = answer(reply);
        assertThat(said).isInstanceOf(BulkReply.Done.class);
        assertThat(first == null ? said : first).isEqualTo(said);
        first = said;
      }
      assertThat(((BulkReply.Done) first).envelope().succeeded()).hasSize(ROWS);
      assertThat(world.funded).hasValue(ROWS);
      assertThat(world.texts(AUDITS)).hasSize(1);
    }
  }

  @ParameterizedTest
  @EnumSource
  void moreThanRunAtOnceWaitForTheirTurn(TestStore store) throws Exception {
    try (BulkCase world = new BulkCase(store, dataDir)) {
      BulkCase.Node node = world.node();
      int several = 3 * StoredBulks.RUNNING_MAX;
      List<CompletionStage<BulkReply>> replies =
          IntStream.range(0, several)
              .mapToObj(
                  i ->
                      node.bulks.ask(
                          bulk(BulkAction.CREDIT, "k" + i), null, of(BulkCase.ledgers(ROWS))))
              .toList();
      for (CompletionStage<BulkReply> reply : replies) {
        assertThat(((BulkReply.Done) answer(reply)).envelope().succeeded()).hasSize(ROWS);
      }
      assertThat(world.texts(AUDITS)).hasSize(several);

      // Whoever had to wait and is refused then leaves its slot to the next one.
      CompletionStage<BulkReply> first = asked(node, "first");
      CompletionStage<BulkReply> second = asked(node, "second");
      AtomicInteger looks = new AtomicInteger();
      List<BulkRow> rows = BulkCase.ledgers(1);
      CompletionStage<BulkReply> third =
          node.bulks.ask(
              bulk(BulkAction.CREDIT, "third"),
              1L,
              max ->
                  CompletableFuture.completedFuture(
                      new BulkRows(looks.getAndIncrement() == 0 ? 1 : 2, rows)));
      for (CompletionStage<BulkReply> reply : List.of(first, second)) {
        assertThat(answer(reply)).isInstanceOf(BulkReply.Done.class);
      }
      assertThat(answer(third))
          .isInstanceOfAny(BulkReply.Refused.class, BulkReply.Done.class)
          .matches(reply -> reply instanceof BulkReply.Refused == looks.get() > 1);
      for (int i = 0; i < StoredBulks.RUNNING_MAX; i++) {
        assertThat(answer(asked(node, "later" + i))).isInstanceOf(BulkReply.Done.class);
      }
    }
  }

  private static CompletionStage<BulkReply> asked(BulkCase.Node node, String key) {
    return node.bulks.ask(bulk(BulkAction.CREDIT, key), null, of(BulkCase.ledgers(ROWS)));
  }

  @ParameterizedTest
  @EnumSource
  void anIdOfARequestThatIsUsedAgainDoesNotMakeOldEventsItsOwn(TestStore store) throws Exception {
    try (BulkCase world = new BulkCase(store, dataDir)) {
      List<BulkRow> rows = world.tenants(2, TenantStatus.ACTIVE);
      BulkCase.Node node = world.node();
      ask(node, bulk(BulkAction.SUSPEND, "first"), rows);

      BulkReply second = ask(node, bulk(BulkAction.SUSPEND, "second"), rows);

      assertThat(((BulkReply.Done) second).envelope().skipped()).hasSize(2);
    }
  }

  @ParameterizedTest
  @EnumSource
  void twoUnderOneIdOfARequestThatOverlapCountEachTheirOwn(TestStore store) throws Exception {
    try (BulkCase world = new BulkCase(store, dataDir)) {
      List<BulkRow> rows = world.tenants(4, TenantStatus.ACTIVE);
      // Begun before the other one has changed anything, and gone on with after it.
      world.new Node(0, true).bulks.ask(bulk(BulkAction.SUSPEND, "first"), null, of(rows));
      await().until(() -> !world.texts("SELECT bulk_id FROM bulk_action").isEmpty());
      BulkReply second = ask(world.node(), bulk(BulkAction.SUSPEND, "second"), rows.subList(0, 3));
      BulkCase.Node other = world.node();
      world.takeOver(other);

      BulkReply first = ask(other, bulk(BulkAction.SUSPEND, "first"), rows);

      assertThat(((BulkReply.Done) second).envelope().succeeded()).hasSize(3);
      assertThat(((BulkReply.Done) first).envelope().succeeded()).containsExactly("tenant-003");
      assertThat(((BulkReply.Done) first).envelope().skipped()).hasSize(3);
    }
  }

  @ParameterizedTest
  @EnumSource
  void whoAnswersNothingIsAskedAgainAndIsGivenUpInTheEnd(TestStore store) throws Exception {
    try (BulkCase world = new BulkCase(store, dataDir)) {
      List<BulkRow> rows = world.tenants(3, TenantStatus.ACTIVE);
      // One never does anything, the other does and does not say so.
      world.silent.put(new TenantId("tenant-000"), false);
      world.silent.put(new TenantId("tenant-001"), true);

      BulkReply reply = ask(world.node(), bulk(BulkAction.SUSPEND, "k"), rows);

      BulkEnvelope envelope = ((BulkReply.Done) reply).envelope();
      assertThat(envelope.succeeded()).containsExactly("tenant-001", "tenant-002");
      assertThat(envelope.failed())
          .singleElement()
          .matches(row -> row.id().equals("tenant-000") && row.code() == RowCode.INTERNAL_ERROR);
      assertThat(world.asked.stream().filter(one -> one.tenant().value().endsWith("000")).count())
          .isBetween(2L, BulkRun.GIVEN_UP_AFTER.dividedBy(BulkRun.PAUSE) + 2);
    }
  }

  @ParameterizedTest
  @EnumSource
  void noMoreRunAtOnceThanANodeHasRoomFor(TestStore store) throws Exception {
    try (BulkCase world = new BulkCase(store, dataDir)) {
      BulkCase.Node dying = world.new Node(StoredBulks.RUNNING_MAX, false);
      for (int i = 0; i < StoredBulks.RUNNING_MAX; i++) {
        dying.bulks.ask(bulk(BulkAction.CREDIT, "stuck" + i), null, of(BulkCase.ledgers(1)));
      }
      dying.awaitDeath();

      CompletableFuture<BulkReply> more =
          dying
              .bulks
              .ask(bulk(BulkAction.CREDIT, "more"), null, of(BulkCase.ledgers(1)))
              .toCompletableFuture();
      await()
          .during(Duration.ofMillis(300))
          .until(() -> !more.isDone() && !world.texts(CLAIMED_KEYS).contains("more"));
    }
  }
}
