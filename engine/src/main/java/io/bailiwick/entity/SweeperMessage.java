package io.bailiwick.entity;

import io.bailiwick.query.DueWork;
import io.bailiwick.query.Retention;
import io.bailiwick.tenant.TenantId;
import java.time.Duration;
import java.util.List;

/** What the sweeper tells itself. */
sealed interface SweeperMessage {

  /** Time for a round. */
  record Sweep() implements SweeperMessage {}

  /** What was found. */
  record Found(DueWork.DueBooks due, List<TenantId> closes) implements SweeperMessage {}

  /** Time to do what hooks have left. */
  record EndCloses() implements SweeperMessage {}

  /**
   * All of one look are done, or have failed and are found again.
   *
   * @param last the one where the next look goes on
   */
  record ClosesEnded(String last) implements SweeperMessage {}

  /** Time to tell of keys that have expired. */
  record TellExpiries() implements SweeperMessage {}

  /** So many were found. */
  record ExpiriesTold(int keys) implements SweeperMessage {}

  /** Time to forget. */
  record Forget() implements SweeperMessage {}

  /** Some was forgotten. */
  record Forgotten(Retention.Step step) implements SweeperMessage {}

  /** Time to look for spikes. */
  record LookForSpikes() implements SweeperMessage {}

  /**
   * All that were found are told.
   *
   * @param isMore whether the look goes on
   */
  record SpikesTold(boolean isMore) implements SweeperMessage {}

  /** The store did not answer. */
  record Failed(SweeperMessage next, Duration delay, Throwable cause) implements SweeperMessage {}

  /** The node goes, or is no longer the oldest. */
  record Stop() implements SweeperMessage {}
}
