package io.bailiwick.query;

import static io.bailiwick.query.ReadTables.answer;
import static org.assertj.core.api.Assertions.assertThat;

import io.bailiwick.amount.Unit;
import io.bailiwick.journal.TestStore;
import io.bailiwick.projection.SqlStatement;
import io.bailiwick.projection.TableWrite;
import io.bailiwick.query.ClosePreview.Stage;
import io.bailiwick.query.ClosePreview.Step;
import io.bailiwick.scope.LedgerStatus;
import io.bailiwick.tenant.TenantId;
import io.bailiwick.tenant.TenantStatus;
import java.math.BigInteger;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * The sums and counts of a look before a close; that the close then does them is tested outside.
 */
class ClosePreviewTest {

  private static final TenantId ACME = new TenantId("acme");

  private static final SqlStatement LEDGER =
      SqlStatement.every(
          1,
          "INSERT INTO ledger (scope, unit, tenant, ledger_id, status, allocated, spent, reserved,"
              + " debt, overdraft_limit, over_limit, created_at_ms, updated_at_ms) VALUES (?, ?, ?,"
              + " 'l', ?, ?, ?, ?, ?, 0, FALSE, 0, 0)");

  private static final SqlStatement RESERVATION =
      SqlStatement.every(
          1,
          "INSERT INTO reservation (reservation_id, tenant, scope_path, status, unit, reserved,"
              + " created_at_ms, first_expires_at_ms, expires_at_ms, grace_ms, extensions,"
              + " extensions_max, overage_policy, budgeted_scopes, subject, action,"
              + " idempotency_key, payload_hash) VALUES (?, ?, 's', ?, 'TOKENS', ?, 0, 0, ?, 0, 0,"
              + " 0, 'REJECT', '', '{}', '{}', 'k', 'h')");

  private static final SqlStatement KEY =
      SqlStatement.every(
          1,
          "INSERT INTO api_key (key_id, tenant, key_prefix, secret_hash, name, permissions,"
              + " scope_filter, created_at_ms, expires_at_ms, revoked_at_ms) VALUES (?, ?, 'p', ?,"
              + " 'n', '', '', 0, ?, ?)");

  private static final SqlStatement CHILD =
      SqlStatement.every(
          1,
          "INSERT INTO tenant (tenant, name, status, parent_tenant, created_at_ms, updated_at_ms,"
              + " close_complete) VALUES (?, 'n', 'ACTIVE', ?, 0, 0, FALSE)");

  @TempDir Path dataDir;

  private static TableWrite ledger(
      String scope, Unit unit, LedgerStatus status, long allocated, long spent, long reserved) {
    String tenant = scope.split("[:/]")[1];
    return TableWrite.of(
        LEDGER, scope, unit.name(), tenant, status.name(), allocated, spent, reserved, 0L);
  }

  private static BigInteger big(long value) {
    return BigInteger.valueOf(value);
  }

  @ParameterizedTest
  @EnumSource
  void figuresAreSumsOfWhatTheTenantOwns(TestStore store) throws Exception {
    try (ReadTables tables = new ReadTables(store, dataDir)) {
      tables.tenant("acme", TenantStatus.ACTIVE);
      tables.tenant("acme-2", TenantStatus.ACTIVE);
      tables.write(
          List.of(
              ledger("tenant:acme", Unit.TOKENS, LedgerStatus.ACTIVE, 1_999_999_999, 7, 3),
              ledger("tenant:acme/app:a", Unit.TOKENS, LedgerStatus.ACTIVE, 5, 5, 0),
              ledger("tenant:acme/app:b", Unit.TOKENS, LedgerStatus.FROZEN, 9, 0, 9),
              ledger("tenant:acme/app:b", Unit.CREDITS, LedgerStatus.CLOSED, 4, 1, 0),
              ledger("tenant:acme-2", Unit.TOKENS, LedgerStatus.ACTIVE, 100, 0, 0)));
      tables.write(
          List.of(
              TableWrite.of(RESERVATION, "r1", "acme", "ACTIVE", 3L, 1_000L),
              TableWrite.of(RESERVATION, "r2", "acme", "ACTIVE", 4L, 1_000L),
              TableWrite.of(RESERVATION, "overdue", "acme", "ACTIVE", 50L, 10L),
              TableWrite.of(RESERVATION, "ended", "acme", "RELEASED", 60L, 1_000L),
              TableWrite.of(RESERVATION, "theirs", "acme-2", "ACTIVE", 70L, 1_000L)));
      tables.write(
          List.of(
              TableWrite.of(KEY, "k1", "acme", new byte[1], 1_000L, null),
              TableWrite.of(KEY, "k2", "acme", new byte[1], 1_000L, 5L),
              TableWrite.of(KEY, "expired", "acme", new byte[1], 100L, null),
              TableWrite.of(KEY, "k3", "acme-2", new byte[1], 1_000L, null)));
      tables.write(
          List.of(
              TableWrite.of(CHILD, "child-b", "acme"),
              TableWrite.of(CHILD, "child-a", "acme"),
              TableWrite.of(CHILD, "child-c", "acme-2")));

      ClosePreview preview = answer(new ClosePreviewQueries(tables.reads).of(ACME, 100)).get();

      assertThat(preview.stage()).isEqualTo(Stage.OPEN);
      assertThat(preview.left())
          .containsExactly(Step.RESERVATIONS, Step.LEDGERS, Step.API_KEYS, Step.COMPLETION);
      assertThat(preview.ledgers())
          .containsExactly(
              new ClosePreview.OfLedgers(
                  LedgerStatus.ACTIVE, Unit.TOKENS, 2, big(2_000_000_004), big(12), big(3), big(0)),
              new ClosePreview.OfLedgers(
                  LedgerStatus.CLOSED, Unit.CREDITS, 1, big(4), big(1), big(0), big(0)),
              new ClosePreview.OfLedgers(
                  LedgerStatus.FROZEN, Unit.TOKENS, 1, big(9), big(0), big(9), big(0)));
      assertThat(preview.ledgers().getFirst().remaining()).isEqualTo(big(1_999_999_989));
      assertThat(preview.reservations())
          .containsExactly(new ClosePreview.OfReservations(Unit.TOKENS, 2, big(7)));
      assertThat(preview.keys()).isEqualTo(1);
      assertThat(preview.webhooks()).isZero();
      assertThat(preview.children()).isEqualTo(2);
      assertThat(preview.firstChildren())
          .containsExactly(new TenantId("child-a"), new TenantId("child-b"));
    }
  }

  @ParameterizedTest
  @EnumSource
  void sumsMayBeLargerThanAnAmount(TestStore store) throws Exception {
    try (ReadTables tables = new ReadTables(store, dataDir)) {
      tables.tenant("acme", TenantStatus.ACTIVE);
      tables.write(
          List.of(
              ledger("tenant:acme", Unit.TOKENS, LedgerStatus.ACTIVE, Long.MAX_VALUE, 0, 0),
              ledger("tenant:acme/app:a", Unit.TOKENS, LedgerStatus.ACTIVE, Long.MAX_VALUE, 0, 0)));
      ClosePreview preview = answer(new ClosePreviewQueries(tables.reads).of(ACME, 0)).get();
      assertThat(preview.ledgers().getFirst().allocated())
          .isEqualTo(big(Long.MAX_VALUE).multiply(big(2)));
    }
  }

  @ParameterizedTest
  @EnumSource
  void tellsAnInterruptedCloseFromAWholeOne(TestStore store) throws Exception {
    try (ReadTables tables = new ReadTables(store, dataDir)) {
      ClosePreviewQueries queries = new ClosePreviewQueries(tables.reads);
      assertThat(answer(queries.of(ACME, 0))).isEmpty();

      tables.tenant("acme", TenantStatus.CLOSED);
      tables.write(List.of(TableWrite.of(KEY, "k1", "acme", new byte[1], 1_000L, null)));
      ClosePreview closing = answer(queries.of(ACME, 0)).get();
      assertThat(closing.stage()).isEqualTo(Stage.CLOSING);
      assertThat(closing.left()).containsExactly(Step.API_KEYS, Step.COMPLETION);

      tables.closedTenant("acme");
      assertThat(answer(queries.of(ACME, 0)).get().stage()).isEqualTo(Stage.CLOSED);
    }
  }
}
