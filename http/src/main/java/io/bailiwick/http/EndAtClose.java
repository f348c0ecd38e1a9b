package io.bailiwick.http;

import io.bailiwick.apikey.ApiKeys;
import io.bailiwick.entity.CloseHook;
import io.bailiwick.record.Origin;
import io.bailiwick.record.query.CloseRecords;
import io.bailiwick.tenant.TenantId;
import io.bailiwick.webhook.Webhooks;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.stream.Stream;

/** The keys of a tenant end with it, and so do its webhooks. */
record EndAtClose(ApiKeys keys, Webhooks webhooks, CloseRecords closes) implements CloseHook {

  /** The reason that keys show. */
  private static final String TENANT_CLOSED = "tenant_closed";

  @Override
  public CompletionStage<?> onClosed(TenantId tenant, Origin origin) {
    return origin == null
        // Whoever only finds what is left tells it as part of the close all the same.
        ? closes.origin(tenant).thenCompose(ofClose -> end(tenant, ofClose.orElse(null)))
        : end(tenant, origin);
  }

  private CompletionStage<?> end(TenantId tenant, Origin origin) {
    return webhooks
        .disableAllOf(tenant, origin)
        .thenCompose(disabled -> keys.revokeAllOf(tenant, TENANT_CLOSED, origin));
  }

  @Override
  public CompletionStage<List<TenantId>> unfinished(String after, int limit) {
    return keys.closedWithKeys(after, limit)
        .thenCombine(
            webhooks.closedWithWebhooks(after, limit),
            (withKeys, withWebhooks) -> first(after, limit, withKeys, withWebhooks));
  }

  /** Both begin after the same one and go round, and so does what they make together. */
  private static List<TenantId> first(
      String after, int limit, List<TenantId> some, List<TenantId> others) {
    Comparator<TenantId> round =
        Comparator.<TenantId, Boolean>comparing(tenant -> tenant.value().compareTo(after) <= 0)
            .thenComparing(Comparator.naturalOrder());
    return Stream.concat(some.stream(), others.stream())
        .distinct()
        .sorted(round)
        .limit(limit)
        .toList();
  }
}
