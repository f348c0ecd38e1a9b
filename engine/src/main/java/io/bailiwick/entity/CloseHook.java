package io.bailiwick.entity;

import io.bailiwick.tenant.TenantId;
import java.util.List;
import java.util.concurrent.CompletionStage;

/**
 * What must also end when a tenant is closed, outside its tree: its API keys. Done before the close
 * is answered. Should that fail, or nobody wait for the answer any more, it is done later all the
 * same: {@link #unfinished} is asked for as long as the cluster runs.
 */
public interface CloseHook {

  /** Completes when it is done; doing it again changes nothing. */
  CompletionStage<?> onClosed(TenantId tenant);

  /**
   * Tenants that are closed, and for which {@link #onClosed} has something left to do.
   *
   * @param after the last one of the look before, so that none keeps another from its turn; empty
   *     for the first look
   * @param limit of one look; the rest is found by the next ones
   */
  CompletionStage<List<TenantId>> unfinished(String after, int limit);
}
