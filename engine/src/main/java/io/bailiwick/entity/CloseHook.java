package io.bailiwick.entity;

import io.bailiwick.record.Origin;
import io.bailiwick.tenant.TenantId;
import java.util.List;
import java.util.concurrent.CompletionStage;

/**
 * What must also end when a tenant is closed, outside its tree: its API keys. A step of the close,
 * which is not complete before it is done, and repeats it until it is. What gets in beside the
 * close is found by {@link #unfinished}, for as long as the cluster runs.
 */
public interface CloseHook {

  /**
   * Completes when it is done; doing it again changes nothing.
   *
   * @param origin of the close; null where none is known
   */
  CompletionStage<?> onClosed(TenantId tenant, Origin origin);

  /**
   * Tenants whose close is complete, and for which {@link #onClosed} has something left to do.
   *
   * @param after the last one of the look before, so that none keeps another from its turn; empty
   *     for the first look
   * @param limit of one look; the rest is found by the next ones
   */
  CompletionStage<List<TenantId>> unfinished(String after, int limit);
}
