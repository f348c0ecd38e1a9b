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

  static final String SELECT =
      "SELECT tenant FROM tenant WHERE status = 'CLOSED' AND close_complete AND tenant %s ? AND"
          + " EXISTS (SELECT 1 FROM api_key WHERE api_key.tenant = tenant.tenant AND revoked_at_ms"
          + " IS NULL) ORDER BY tenant LIMIT ?";

  private KeysLeft() {}

  static CompletionStage<List<TenantId>> tenants(Reads reads, String after, int limit) {
    return reads.ask(connection -> Columns.tenants(connection, SELECT, after, limit));
  }
}
