package io.bailiwick.entity;

import io.bailiwick.tenant.TenantId;
import java.util.concurrent.CompletionStage;

/**
 * What must also end when a tenant is closed, outside its tree: its API keys. Done before the close
 * is answered, and again until it succeeds.
 */
@FunctionalInterface
public interface CloseHook {

  /** Completes when it is done; doing it again changes nothing. */
  CompletionStage<?> onClosed(TenantId tenant);
}
