package io.bailiwick.http;

import io.bailiwick.apikey.ApiKeys;
import io.bailiwick.entity.CloseHook;
import io.bailiwick.record.Origin;
import io.bailiwick.tenant.TenantId;
import java.util.List;
import java.util.concurrent.CompletionStage;

/** The keys of a tenant end with it. */
record KeysAtClose(ApiKeys keys) implements CloseHook {

  /** The reason that they show. */
  private static final String TENANT_CLOSED = "tenant_closed";

  @Override
  public CompletionStage<?> onClosed(TenantId tenant, Origin origin) {
    return keys.revokeAllOf(tenant, TENANT_CLOSED, origin);
  }

  @Override
  public CompletionStage<List<TenantId>> unfinished(String after, int limit) {
    return keys.closedWithKeys(after, limit);
  }
}
