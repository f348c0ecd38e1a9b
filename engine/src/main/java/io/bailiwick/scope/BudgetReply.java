package io.bailiwick.scope;

import io.bailiwick.refusal.Refusal;

/** What became of a {@link BudgetCommand}. */
public sealed interface BudgetReply {

  record Opened(Ledger ledger) implements BudgetReply {}

  /** Updated, frozen or unfrozen. */
  record Changed(Ledger ledger) implements BudgetReply {}

  /** The figures before and after, and when; a repeated key gets those of the first time. */
  record Funded(FundingOperation operation, Figures before, Figures after, long atMs)
      implements BudgetReply {}

  record Refused(Refusal refusal) implements BudgetReply {}

  /** No answer in time; what happened is not known. */
  record Unavailable(String reason) implements BudgetReply {}
}
