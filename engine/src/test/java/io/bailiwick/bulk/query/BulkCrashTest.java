package io.bailiwick.bulk.query;

import static io.bailiwick.bulk.query.BulkCase.ask;
import static io.bailiwick.bulk.query.BulkCase.bulk;
import static io.bailiwick.bulk.query.BulkCase.of;
import static io.bailiwick.query.ReadTables.answer;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.bailiwick.bulk.Bulk;
import io.bailiwick.bulk.BulkAction;
import io.bailiwick.bulk.BulkEnvelope;
import io.bailiwick.bulk.BulkReply;
import io.bailiwick.bulk.BulkRow;
import io.bailiwick.journal.TestStore;
import io.bailiwick.projection.SqlStatement;
import io.bailiwick.projection.TableWrite;
import io.bailiwick.refusal.Refusal;
import io.bailiwick.refusal.RefusalCode;
import io.bailiwick.scope.BudgetReply;
import io.bailiwick.tenant.TenantId;
import io.bailiwick.tenant.TenantStatus;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * A node dies at each of its writes, once before it is made and once before it knows; another one
 * goes on.
 */
class BulkCrashTest {

  private static final int ROWS = 20;

  /** The claim, a beat for each few rows, and the end. */
  private static final int WRITES = 2 + Math.ceilDiv(ROWS, BulkRun.ROWS_AT_ONCE);

  @TempDir Path dataDir;

  @ParameterizedTest
  @EnumSource
  void whereverANodeDiesEachTenantIsChangedOnceAndTheAnswerIsWhole(TestStore store)
      throws Exception {
    try (BulkCase world = new BulkCase(store, dataDir)) {
      List<BulkRow> rows = world.tenants(ROWS, TenantStatus.ACTIVE);
      for (int write = 0; write < WRITES; write++) {
        for (boolean isDurable : new boolean[] {false, true}) {
          String id = write + "-" + isDurable;
          ask(world.node(), bulk(BulkAction.REACTIVATE, "before " + id, "h", "back-" + id), rows);
          Bulk suspend = bulk(BulkAction.SUSPEND, id, "h", id);

          BulkEnvelope envelope = afterDeath(world, suspend, rows, write, isDurable);

          assertThat(envelope.succeeded()).as(id).hasSize(ROWS);
          assertThat(
                  world.texts(
                      "SELECT tenant FROM event WHERE correlation_id = '%s' ORDER BY tenant"
                          .formatted(suspend.correlationId())))
              .as(id)
              .isEqualTo(rows.stream().map(BulkRow::id).toList());
          toldOnce(world, id);
        }
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void whereverANodeDiesEachLedgerIsFundedOnce(TestStore store) throws Exception {
    try (BulkCase world = new BulkCase(store, dataDir)) {
      List<BulkRow> rows = BulkCase.ledgers(ROWS);
      for (int write = 0; write < WRITES; write++) {
        for (boolean isDurable : new boolean[] {false, true}) {
          String id = write + "-" + isDurable;
          int fundedBefore = world.funded.get();

          BulkEnvelope envelope =
              afterDeath(world, bulk(BulkAction.CREDIT, id, "h", id), rows, write, isDurable);

          assertThat(envelope.succeeded()).as(id).hasSize(ROWS);
          assertThat(world.funded.get() - fundedBefore).as(id).isEqualTo(ROWS);
          toldOnce(world, id);
        }
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void whatOthersHaveDoneSinceItsNodeDiedIsNotUndone(TestStore store) throws Exception {
    try (BulkCase world = new BulkCase(store, dataDir)) {
      List<BulkRow> rows = world.tenants(BulkRun.ROWS_AT_ONCE, TenantStatus.ACTIVE);
      // Changes them all, and can tell nobody.
      BulkCase.Node dying = world.new Node(1, false);
      dying.bulks.ask(bulk(BulkAction.SUSPEND, "k"), null, of(rows));
      dying.awaitDeath();
      ask(world.node(), bulk(BulkAction.REACTIVATE, "back", "h", "req-2"), rows);
      BulkCase.Node other = world.node();
      world.takeOver(other);

      BulkReply reply = ask(other, bulk(BulkAction.SUSPEND, "k"), rows);

      assertThat(((BulkReply.Done) reply).envelope().succeeded()).hasSize(rows.size());
      assertThat(world.texts("SELECT status FROM tenant")).containsOnly("ACTIVE");
    }
  }

  /** Its events name no bulk action. */
  @ParameterizedTest
  @EnumSource
  void whatANodeOfAVersionBeforeHasChangedIsCountedToo(TestStore store) throws Exception {
    SqlStatement forget = SqlStatement.every(1, "UPDATE event SET bulk_id = NULL WHERE at_ms > ?");
    try (BulkCase world = new BulkCase(store, dataDir)) {
      List<BulkRow> rows = world.tenants(BulkRun.ROWS_AT_ONCE, TenantStatus.ACTIVE);
      BulkCase.Node dying = world.new Node(1, false);
      dying.bulks.ask(bulk(BulkAction.SUSPEND, "k"), null, of(rows));
      dying.awaitDeath();
      world.tables.write(List.of(TableWrite.of(forget, 0L)));
      BulkCase.Node other = world.node();
      world.takeOver(other);

      BulkReply reply = ask(other, bulk(BulkAction.SUSPEND, "k"), rows);

      assertThat(((BulkReply.Done) reply).envelope().succeeded()).hasSize(rows.size());
    }
  }

  private static BulkEnvelope afterDeath(
      BulkCase world, Bulk bulk, List<BulkRow> rows, int write, boolean isDurable)
      throws Exception {
    BulkCase.Node dying = world.new Node(write, isDurable);
    CompletableFuture<BulkReply> unheard =
        dying.bulks.ask(bulk, null, of(rows)).toCompletableFuture();
    dying.awaitDeath();
    BulkCase.Node other = world.node();
    soon()
        .untilAsserted(
            () -> {
              world.takeOver(other);
              assertThat(world.texts("SELECT bulk_id FROM bulk_action WHERE envelope IS NULL"))
                  .isEmpty();
            });
    assertThat(unheard).isNotDone();
    // Where not even the claim was made, this begins it.
    BulkReply.Done first = (BulkReply.Done) ask(other, bulk, rows);
    BulkReply.Done second = (BulkReply.Done) ask(world.node(), bulk, rows);
    assertThat(second).isEqualTo(first);
    return first.envelope();
  }

  /** Dozens of these one after the other, for what is over within milliseconds. */
  private static ConditionFactory soon() {
    return await().pollInterval(Duration.ofMillis(5));
  }

  private static void toldOnce(BulkCase world, String requestId) throws Exception {
    assertThat(
            world.texts(
                "SELECT log_id FROM audit_log WHERE resource_id = 'bulk-action' AND request_id ="
                    + " '%s'".formatted(requestId)))
        .as(requestId)
        .hasSize(1);
  }

  @ParameterizedTest
  @EnumSource
  void whoBeatsIsNotTakenOver(TestStore store) throws Exception {
    try (BulkCase world = new BulkCase(store, dataDir)) {
      BulkCase.Node dying = world.new Node(1, true);
      dying.bulks.ask(bulk(BulkAction.CREDIT, "k"), null, of(BulkCase.ledgers(ROWS)));
      dying.awaitDeath();
      soon().until(() -> world.texts("SELECT beat FROM bulk_action").equals(List.of("1")));
      BulkCase.Node other = world.node();
      for (int i = 0; i < 3 * BulkLook.QUIET_LOOKS; i++) {
        BulkClaim claim = answer(other.bulks.table().underWay(1)).getFirst();
        answer(world.tables.writer.write(BulkWrites.beat(claim.id(), claim.runner(), Map.of())));
        answer(other.look.look());
        assertThat(other.bulks.runs(claim.id())).isFalse();
      }
      assertThat(other.look.underWay()).isEqualTo(1);
      world.takeOver(other);
      soon().until(() -> world.texts("SELECT envelope FROM bulk_action").getFirst() != null);
      answer(other.look.look());
      assertThat(other.look.underWay()).isZero();
    }
  }

  @ParameterizedTest
  @EnumSource
  void whoWasTakenForDeadStopsAndChangesNothingOfTheOutcome(TestStore store) throws Exception {
    try (BulkCase world = new BulkCase(store, dataDir)) {
      BulkCase.Node dying = world.new Node(0, true);
      dying.bulks.ask(bulk(BulkAction.CREDIT, "k"), null, of(BulkCase.ledgers(ROWS)));
      soon().until(() -> !answer(dying.bulks.table().underWay(1)).isEmpty());
      BulkClaim claim = answer(dying.bulks.table().underWay(1)).getFirst();
      CompletableFuture<BudgetReply> late = new CompletableFuture<>();
      CompletableFuture<BulkEnvelope> slow = slowRun(world, claim, late);
      BulkCase.Node other = world.node();
      world.takeOver(other);
      BulkReply reply = ask(other, bulk(BulkAction.CREDIT, "k"), List.of());

      late.complete(
          new BudgetReply.Refused(Refusal.of(RefusalCode.BUDGET_EXCEEDED, "heard too late")));

      assertThat(slow)
          .failsWithin(Duration.ofSeconds(10))
          .withThrowableThat()
          .withCauseInstanceOf(BulkRun.TakenOver.class);
      assertThat(ask(world.node(), bulk(BulkAction.CREDIT, "k"), List.of())).isEqualTo(reply);
      assertThat(((BulkReply.Done) reply).envelope().succeeded()).hasSize(ROWS);
      assertThat(world.funded).hasValue(ROWS);
    }
  }

  /** One whose rows are answered when the test says so. */
  private static CompletableFuture<BulkEnvelope> slowRun(
      BulkCase world, BulkClaim claim, CompletableFuture<BudgetReply> answers) {
    BulkRun.Parts parts =
        new BulkRun.Parts(
            new BulkTable(world.tables.reads),
            new Told(world.tables.reads),
            new RowCommands(world, (command, origin) -> answers, null),
            world.tables.writer::write,
            pause -> CompletableFuture.completedFuture(null),
            world.clock);
    return new BulkRun(parts, claim).run().toCompletableFuture();
  }

  @ParameterizedTest
  @EnumSource
  void aNodeThatReachesNobodyLeavesAllToOthers(TestStore store) throws Exception {
    try (BulkCase world = new BulkCase(store, dataDir)) {
      BulkCase.Node dying = world.new Node(2, false);
      dying.bulks.ask(bulk(BulkAction.CREDIT, "k"), null, of(BulkCase.ledgers(ROWS)));
      dying.awaitDeath();
      int before = world.funded.get();
      BulkLook look = new BulkLook(world.node().bulks, false, () -> false);

      answer(look.look());
      answer(look.look());

      assertThat(look.underWay()).isZero();
      assertThat(world.funded).hasValue(before);
    }
  }

  @ParameterizedTest
  @EnumSource
  void theTimeInWhichNobodyRanItDoesNotCount(TestStore store) throws Exception {
    try (BulkCase world = new BulkCase(store, dataDir)) {
      List<BulkRow> rows = world.tenants(3, TenantStatus.ACTIVE);
      BulkCase.Node dying = world.new Node(0, true);
      dying.bulks.ask(bulk(BulkAction.SUSPEND, "k"), null, of(rows));
      // Its claim, which is the last that it wrote, is there a moment after its death.
      soon().until(() -> !answer(dying.bulks.table().underWay(1)).isEmpty());
      world.nowMs.addAndGet(BulkRun.GIVEN_UP_AFTER.multipliedBy(10).toMillis());
      TenantId late = new TenantId("tenant-000");
      world.silent.put(late, false);
      BulkCase.Node restarted = world.node();

      answer(new BulkLook(restarted.bulks, false, () -> true).look());
      await()
          .pollInterval(Duration.ofMillis(5))
          .until(() -> world.asked.stream().filter(one -> one.tenant().equals(late)).count() >= 2);
      world.silent.remove(late);

      BulkReply reply = ask(restarted, bulk(BulkAction.SUSPEND, "k"), List.of());
      assertThat(((BulkReply.Done) reply).envelope().succeeded()).hasSize(3);
    }
  }

  @ParameterizedTest
  @EnumSource
  void aNodeThatIsAloneGoesOnAtOnce(TestStore store) throws Exception {
    try (BulkCase world = new BulkCase(store, dataDir)) {
      BulkCase.Node dying = world.new Node(2, false);
      dying.bulks.ask(bulk(BulkAction.CREDIT, "k"), null, of(BulkCase.ledgers(ROWS)));
      dying.awaitDeath();
      BulkCase.Node restarted = world.node();

      answer(new BulkLook(restarted.bulks, false, () -> true).look());

      BulkReply reply = ask(restarted, bulk(BulkAction.CREDIT, "k"), List.of());
      assertThat(((BulkReply.Done) reply).envelope().succeeded()).hasSize(ROWS);
      assertThat(world.funded).hasValue(ROWS);
    }
  }
}
