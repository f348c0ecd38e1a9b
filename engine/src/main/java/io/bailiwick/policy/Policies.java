package io.bailiwick.policy;

import io.bailiwick.record.Origin;
import java.util.concurrent.CompletionStage;

/** The way to the policies, whichever node they live on. Thread-safe. */
public interface Policies {

  /** Always completes with a reply, within the operation timeout. */
  CompletionStage<PolicyReply> ask(PolicyCommand command, Origin origin);
}
