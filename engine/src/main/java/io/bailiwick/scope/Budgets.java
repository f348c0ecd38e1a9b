package io.bailiwick.scope;

import io.bailiwick.record.Origin;
import java.util.concurrent.CompletionStage;

/** The way to the ledgers, whichever node they live on. Thread-safe. */
public interface Budgets {

  /**
   * Always completes with a reply, within the operation timeout.
   *
   * @param origin is kept with what the command changes
   */
  CompletionStage<BudgetReply> ask(BudgetCommand command, Origin origin);
}
