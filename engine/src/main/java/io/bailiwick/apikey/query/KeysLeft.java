package io.bailiwick.apikey.query;

import io.bailiwick.query.Columns;
import io.bailiwick.query.Reads;
import io.bailiwick.tenant.TenantId;
import java.util.List;
import java.util.concurrent.CompletionStage;

/**
 * Keys that a tenant still has after its close, because they got in beside it and whoever made them
 * died before looking again. They authenticate nobody once they are looked up, and are to be
 * revoked like the others.
 */
final class KeysLeft {

  private static final String NOW = "{now}";

  private static final String SELECT =
      "SELECT tenant FROM tenant WHERE status = 'CLOSED' AND close_complete AND tenant %s ? AND"
          + " EXISTS (SELECT 1 FROM api_key WHERE api_key.tenant = tenant.tenant AND revoked_at_ms"
          + " IS NULL AND expires_at_ms > "
          + NOW
          + ") ORDER BY tenant LIMIT ?";

  private KeysLeft() {}

  /**
   * Some of them, those after {@code after} first.
   *
   * @param nowMs what has expired by then is not left
   */
  static CompletionStage<List<TenantId>> tenants(Reads reads, long nowMs, String after, int limit) {
    return reads.ask(connection -> Columns.tenants(connection, select(nowMs), after, limit));
  }

  static String select(long nowMs) {
    return SELECT.replace(NOW, Long.toString(nowMs));
  }
}
