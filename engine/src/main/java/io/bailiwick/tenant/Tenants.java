package io.bailiwick.tenant;

import java.util.concurrent.CompletionStage;

/** The way to the tenants, whichever node they live on. Thread-safe. */
public interface Tenants {

  /** Always completes with a reply, within the operation timeout. */
  CompletionStage<TenantReply> ask(TenantCommand command);
}
