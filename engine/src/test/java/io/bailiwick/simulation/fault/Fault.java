package io.bailiwick.simulation.fault;

import io.bailiwick.simulation.world.Rig;
import java.util.function.Supplier;

/** What is broken on purpose, each in the way that its comment says. */
public enum Fault {
  /** A client is answered before what it is told is on disk. */
  REPLIES_BEFORE_DURABLE(HostFaults.RepliesEarly::new),
  /** Messages that must wait for the disk do not. */
  SENDS_BEFORE_DURABLE(HostFaults.SendsEarly::new),
  /** What builds on a write is written although that write has failed. */
  TIES_ARE_IGNORED(HostFaults.IgnoresTies::new),
  /** The tables are asked for what has left memory before they have it. */
  LOOKS_UP_BEFORE_DURABLE(HostFaults.LooksUpEarly::new),
  /** A write that failed counts as done. */
  FAILED_WRITE_IS_TRUSTED(HostFaults.TrustsFailedWrites::new),
  /** The journal takes two rows with one number. */
  NO_FENCE(HostFaults.NoFence::new),
  /** Of a batch, the last event is not written. */
  BATCH_IS_TORN(HostFaults.TornBatch::new),
  /** A snapshot of a scope has no results of operations. */
  SNAPSHOT_WITHOUT_RESULTS(HostFaults.SnapshotWithoutResults::new),
  /** A snapshot of a scope has a unit less spent. */
  SNAPSHOT_LOSES_A_UNIT(HostFaults.SnapshotLosesAUnit::new),
  /** Leases end late. */
  CLOCK_RUNS_SLOW(HostFaults.SlowClock::new),
  /** A book recovers without its last write: an expiry and a commit can both win. */
  RECOVERS_FROM_THE_PAST(HostFaults.RecoversFromThePast::new),
  /** Nobody wakes a book or a root that is not running. */
  NOTHING_IS_WOKEN(HostFaults.NoSweep::new),
  /** The tables never know anything. */
  TABLES_FIND_NOTHING(HostFaults.FindsNothing::new),
  /** A book measures its pauses by its stamps. */
  PAUSES_FOLLOW_THE_DATE(HostFaults.PausesFollowTheDate::new),
  /** Stamps follow the clock, backwards too. */
  STAMPS_GO_BACK(HostFaults.StampsGoBack::new),
  /** A repeated request is told the balances of now. */
  REPLAY_RECOMPUTES_BALANCES(HostFaults.FreshBalances::new),
  /** A decision is said once. */
  NO_REDELIVERY(MessageFaults.NoRedelivery::new),
  /** A decision is applied again under another number. */
  APPLIED_TWICE(MessageFaults.AppliedTwice::new),
  /** What a refused proposal has set aside stays, and nobody asks. */
  WITHDRAWALS_AND_INQUIRIES_LOST(MessageFaults.NoWithdrawals::new),
  /** A hold that was voided stays where it is. */
  UNDO_LOST(MessageFaults.UndoLost::new),
  /** A book takes an answer to a proposal of its earlier life for one of this life. */
  INCARNATION_IGNORED(MessageFaults.IncarnationIgnored::new),
  /** A child's refusal counts as its consent. */
  CHILDS_REFUSAL_IGNORED(MessageFaults.RefusalIgnored::new),
  /** Scopes are told that more is over than is. */
  COMPLETED_BELOW_TOO_HIGH(MessageFaults.CompletedBelowTooHigh::new),
  /** A root is told that the books are closed when they are not. */
  CLOSE_BEFORE_BOOKS(MessageFaults.ClosesEarly::new),
  /** One key reaches two books. */
  TWO_BOOKS_FOR_ONE_KEY(MessageFaults.TwoBooks::new),
  /** What a root says of the policy that governs a path is lost on the way to the book. */
  POLICY_IGNORED(MessageFaults.PolicyIgnored::new),
  /** A scope holds what it has consented to, whether or not it fits. */
  CONSENT_IS_TRUSTED(ScopeFaults.Trusting::new),
  /** A scope refuses instead of waiting for undecided proposals. */
  NO_WAITING_RULE(ScopeFaults.NoWaiting::new),
  /** A scope charges a unit more than was decided. */
  CHARGES_TOO_MUCH(MessageFaults.ChargesTooMuch::new),
  /** What the first scope has found is lost on the way down: it sets aside, and is not charged. */
  ONE_SCOPE_IS_FORGOTTEN(MessageFaults.OneScopeForgotten::new);

  private final Supplier<Rig> rig;

  Fault(Supplier<Rig> rig) {
    this.rig = rig;
  }

  /** New machinery with the fault in it, for one run. */
  public Rig rig() {
    return rig.get();
  }
}
