package io.bailiwick.simulation.world;

/** What a run is made of, each with the least that makes sense. */
public enum Knob {
  NODES(1),
  TENANTS(1),
  BOOKS(1),
  CLIENTS(1),
  /** Requests of one client. */
  REQUESTS(1),
  /** 1: clients do not stop to think, and ask several things at a time. */
  HASTE(0),
  /** Commands of operators in all. */
  OPERATIONS(0),
  /** 1: every entity is placed by itself, 0: a tenant's are together. */
  SCATTERED(0),
  /** Messages that are lost, permille. */
  LOST(0),
  /** Messages that come twice, permille. */
  REPEATED(0),
  /** Messages that come late, permille. */
  LATE(0),
  /** How late. */
  LATE_MS(1),
  /** 1: messages within a node can be lost and repeated too. */
  LOCAL_UNRELIABLE(0),
  WRITE_MS(1),
  /** Writes that fail, permille. */
  WRITE_FAILS(0),
  /** Writes that succeed and are reported as failed, or not at all, permille. */
  WRITE_UNHEARD(0),
  /** Events in one write. */
  BATCH_MAX(1),
  CRASHES(0),
  HAND_OFFS(0),
  /** Periods with two owners. */
  ZOMBIES(0),
  /** Entities that are stopped because they are idle. */
  RESTS(0),
  /** How wrong a clock can be. */
  SKEW_MS(0),
  CLOCK_JUMPS(0),
  /** Tenants that are closed. */
  CLOSES(0),
  SUSPENDS(0),
  /** Events between two snapshots; 0 for none. */
  SNAPSHOT_EVERY(0),
  /** Looks into the tables that are not answered, or late, permille. */
  LOOK_UPS_LOST(0),
  /** What is over and in a book's memory. */
  RECENT_MAX(1),
  /** How long it stays there. */
  RECENT_MS(0),
  /** 1: suspended tenants cannot settle either. */
  SUSPENSION_HARD(0),
  /** 1: a scope lets few proposals wait, and not for long. */
  IMPATIENT(0),
  /** Policies that are laid down or changed. */
  POLICIES(0);

  private final int least;

  Knob(int least) {
    this.least = least;
  }

  public int least() {
    return least;
  }
}
