package io.bailiwick.scope;

import java.util.concurrent.CompletionStage;

/** The way to the ledgers, whichever node they live on. Thread-safe. */
public interface Budgets {

  /** Always completes with a reply, within the operation timeout. */
  CompletionStage<BudgetReply> ask(BudgetCommand command);
}
