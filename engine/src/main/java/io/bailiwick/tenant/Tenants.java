package io.bailiwick.tenant;

import io.bailiwick.record.Origin;
import java.util.concurrent.CompletionStage;

/** The way to the tenants, whichever node they live on. Thread-safe. */
public interface Tenants {

  /**
   * Always completes with a reply, within the operation timeout.
   *
   * @param origin is kept with what the command changes
   */
  CompletionStage<TenantReply> ask(TenantCommand command, Origin origin);
}
