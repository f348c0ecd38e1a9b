package io.bailiwick.projection;

import io.bailiwick.amount.Unit;
import io.bailiwick.journal.codec.StoredJson;
import io.bailiwick.reservation.KeptAnswer;
import io.bailiwick.scope.BudgetReply;
import io.bailiwick.scope.ScopeEvent;
import io.bailiwick.scope.ScopePath;
import io.bailiwick.tenant.TenantId;

/** Answers under keys that are no reservation's, as rows. A key that is used again is a new row. */
public final class AnswerRows {

  private static final SqlStatement UPSERT =
      SqlStatement.wholeRow(
          TableRanks.ANSWER,
          3,
          "INSERT INTO idempotency (tenant, endpoint, idempotency_key, payload_hash, answer, at_ms,"
              + " kept_from_ms) VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT (tenant, endpoint,"
              + " idempotency_key) DO UPDATE SET payload_hash = excluded.payload_hash, answer ="
              + " excluded.answer, at_ms = excluded.at_ms, kept_from_ms = excluded.kept_from_ms");

  private AnswerRows() {}

  /** The namespace of the keys of fundings of one ledger. */
  public static String fundingEndpoint(ScopePath scope, Unit unit) {
    return "fund:" + scope.text() + ' ' + unit.name();
  }

  /**
   * @param keptFromMs when the time begins for which it is kept
   */
  static void add(TenantId tenant, KeptAnswer kept, long keptFromMs, TableWrites out) {
    out.add(
        UPSERT,
        tenant.value(),
        kept.endpoint(),
        kept.key().text(),
        kept.key().payloadHash(),
        StoredJson.write(kept.answer()),
        kept.atMs(),
        keptFromMs);
  }

  static void add(ScopePath scope, ScopeEvent.Funded funded, TableWrites out) {
    out.add(
        UPSERT,
        scope.tenant().value(),
        fundingEndpoint(scope, funded.unit()),
        funded.idempotencyKey(),
        funded.payloadHash(),
        StoredJson.write(
            new BudgetReply.Funded(
                funded.operation(), funded.before(), funded.after(), funded.atMs())),
        funded.atMs(),
        funded.atMs());
  }
}
