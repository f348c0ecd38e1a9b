package io.bailiwick.scope;

import io.bailiwick.refusal.Refusal;

/** What one ledger says to a wish. Two equal verdicts mean the same to everybody. */
sealed interface Verdict {

  /**
   * @param granted for a spend, how much of it this ledger lets through, at most what was granted
   *     before
   * @param affordable for a spend into debt, the most it can cover; else {@link Long#MAX_VALUE}
   * @param isShort for a spend, whether less remains than is wanted
   * @param owed for a spend into debt, how much of it no funds cover; else 0
   */
  record Granted(long granted, long affordable, boolean isShort, long owed) implements Verdict {}

  record Refused(Refusal refusal) implements Verdict {}
}
