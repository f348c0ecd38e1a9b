package io.bailiwick.bulk.query;

import static io.bailiwick.bulk.query.BulkCase.ask;
import static io.bailiwick.bulk.query.BulkCase.bulk;
import static io.bailiwick.bulk.query.BulkCase.of;
import static io.bailiwick.query.ReadTables.answer;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.bailiwick.bulk.BulkAction;
import io.bailiwick.bulk.BulkEnvelope;
import io.bailiwick.bulk.BulkEnvelope.FailedRow;
import io.bailiwick.bulk.BulkOutcome.RowCode;
import io.bailiwick.bulk.BulkReply;
import io.bailiwick.bulk.BulkRow;
import io.bailiwick.journal.TestStore;
import io.bailiwick.projection.SqlStatement;
import io.bailiwick.projection.TableWrite;
import io.bailiwick.tenant.TenantId;
import io.bailiwick.tenant.TenantStatus;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What is wrong with one row, or with one claim, is the end of that one and of no other. */
class BulkFaultTest {

  private static final SqlStatement BAD_CLAIM =
      SqlStatement.every(
          1,
          "INSERT INTO bulk_action (kind, idempotency_key, bulk_id, request, told_before, runner,"
              + " beat, began_at_ms) VALUES ('TENANTS', ?, ?, ?, '', 'somebody', 0, ?)");

  private static final SqlStatement BAD_ROW =
      SqlStatement.every(1, "UPDATE bulk_row SET unit = 'SHEEP' WHERE position = ?");

  @TempDir Path dataDir;

  @ParameterizedTest
  @EnumSource
  void aRowWhoseWorkFailsForNoKnownReasonHasFailedAlone(TestStore store) throws Exception {
    try (BulkCase world = new BulkCase(store, dataDir)) {
      List<BulkRow> rows = world.tenants(2 * BulkRun.ROWS_AT_ONCE, TenantStatus.ACTIVE);
      world.broken.add(new TenantId("tenant-001"));
      world.confused.add(new TenantId("tenant-010"));

      BulkReply reply = ask(world.node(), bulk(BulkAction.SUSPEND, "k"), rows);

      BulkEnvelope envelope = ((BulkReply.Done) reply).envelope();
      assertThat(envelope.failed())
          .extracting(FailedRow::id)
          .containsExactly("tenant-001", "tenant-010");
      assertThat(envelope.failed()).allMatch(row -> row.code() == RowCode.INTERNAL_ERROR);
      assertThat(envelope.succeeded()).hasSize(rows.size() - 2);
      assertThat(ask(world.node(), bulk(BulkAction.SUSPEND, "k"), rows)).isEqualTo(reply);
    }
  }

  @ParameterizedTest
  @EnumSource
  void claimsThatCannotBeReadAreInNobodysWay(TestStore store) throws Exception {
    try (BulkCase world = new BulkCase(store, dataDir)) {
      List<String> requests = List.of("no JSON", "{}", "null", "{\"action\":\"SHEAR\"}");
      // All of them before the good one, and more than one look takes.
      world.tables.write(
          IntStream.range(0, 2 * BulkLook.LEFT_MAX + 1)
              .mapToObj(
                  i ->
                      TableWrite.of(
                          BAD_CLAIM, "bad-" + i, "bulk-" + i, requests.get(i % 4), (long) i / 3))
              .toList());
      BulkCase.Node dying = world.new Node(1, false);
      dying.bulks.ask(bulk(BulkAction.CREDIT, "good"), null, of(BulkCase.ledgers(20)));
      dying.awaitDeath();
      BulkCase.Node other = world.node();

      world.takeOver(other);

      assertThat(other.look.underWay()).isEqualTo(1);
      BulkReply reply = ask(other, bulk(BulkAction.CREDIT, "good"), List.of());
      assertThat(((BulkReply.Done) reply).envelope().succeeded()).hasSize(20);
      assertThat(world.funded).hasValue(20);
      assertThat(other.bulks.ask(bulk(BulkAction.SUSPEND, "bad-0"), null, of(List.of())))
          .as("who asks for it is not told that there is none")
          .failsWithin(Duration.ofSeconds(10))
          .withThrowableThat()
          .withCauseInstanceOf(UncheckedIOException.class);
    }
  }

  @ParameterizedTest
  @EnumSource
  void aRowThatCannotBeReadHasFailedAlone(TestStore store) throws Exception {
    try (BulkCase world = new BulkCase(store, dataDir)) {
      BulkCase.Node dying = world.new Node(0, true);
      dying.bulks.ask(bulk(BulkAction.CREDIT, "k"), null, of(BulkCase.ledgers(3)));
      await().until(() -> !answer(dying.bulks.table().underWay(1)).isEmpty());
      world.tables.write(List.of(TableWrite.of(BAD_ROW, 1L)));
      BulkCase.Node other = world.node();
      world.takeOver(other);

      BulkReply reply = ask(other, bulk(BulkAction.CREDIT, "k"), List.of());

      BulkEnvelope envelope = ((BulkReply.Done) reply).envelope();
      assertThat(envelope.succeeded()).containsExactly("led_000", "led_002");
      assertThat(envelope.failed())
          .singleElement()
          .matches(row -> row.id().equals("led_001") && row.code() == RowCode.INTERNAL_ERROR);
    }
  }
}
