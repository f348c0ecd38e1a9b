package io.bailiwick.simulation.world;

/** How long reads and writes take, and what becomes of them. */
final class Disk {

  /** What becomes of a write. */
  enum Fate {
    SUCCEEDS,
    FAILS,
    /** It is there, and its writer is told that it failed, or waits in vain. */
    SUCCEEDS_UNHEARD
  }

  /** A host that hears nothing takes a write for failed after this long. */
  private static final int WRITE_TIMEOUT_MS = 3_000;

  private final Plan plan;
  private final Chance chance;
  private boolean isCalm = true;

  Disk(Plan plan, Chance chance) {
    this.plan = plan;
    this.chance = chance;
  }

  void setCalm(boolean calm) {
    isCalm = calm;
  }

  long readMs() {
    return chance.between(0, 10);
  }

  long writeMs() {
    return chance.between(0, isCalm ? 3 : plan.at(Knob.WRITE_MS));
  }

  Fate fate() {
    if (isCalm) {
      return Fate.SUCCEEDS;
    }
    if (chance.permille(plan.at(Knob.WRITE_FAILS))) {
      return Fate.FAILS;
    }
    return chance.permille(plan.at(Knob.WRITE_UNHEARD)) ? Fate.SUCCEEDS_UNHEARD : Fate.SUCCEEDS;
  }

  /** From the database's decision until the writer knows it, or stops waiting. */
  long reportMs(Fate fate) {
    return fate == Fate.SUCCEEDS_UNHEARD && chance.permille(500)
        ? WRITE_TIMEOUT_MS
        : chance.between(0, 2);
  }

  boolean isLostWithItsWriter() {
    return chance.permille(500);
  }

  int batchMax() {
    return plan.at(Knob.BATCH_MAX);
  }
}
