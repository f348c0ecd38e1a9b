package io.bailiwick.scope;

import io.bailiwick.amount.OveragePolicy;
import io.bailiwick.protocol.Effect;
import io.bailiwick.protocol.ScopeMessage;
import java.util.List;

/**
 * What a recorded charge does to one ledger: the arithmetic of commits, releases, expiries and
 * events. It cannot be refused: what it is about has happened. Pure.
 */
final class Settlement {

  private Settlement() {}

  /**
   * @param hold what the ledger holds for the reservation, or null
   * @param wasShort what was found when it was proposed, or null when that is forgotten and is
   *     judged anew
   * @param thresholds that are told to be crossed
   */
  static ScopeEvent.Settled of(
      Ledger ledger,
      ScopeState.Hold hold,
      ScopeMessage.Apply apply,
      Boolean wasShort,
      List<Integer> thresholds,
      long atMs) {
    Effect.Settle effect = (Effect.Settle) apply.effect();
    Effect.Overage overage = effect.overage();
    Figures figures = ledger.figures();
    long released = hold == null ? 0 : hold.amount();
    long spent = effect.charged();
    long indebted = 0;
    boolean overLimit = false;
    if (overage != null) {
      boolean isShort = wasShort != null ? wasShort : figures.remaining() < overage.wanted();
      if (overage.policy() == OveragePolicy.ALLOW_WITH_OVERDRAFT && figures.overdraftLimit() > 0) {
        long fromFunds = Math.min(overage.granted(), figures.available());
        spent += fromFunds;
        indebted = overage.granted() - fromFunds;
        overLimit = figures.debt() + indebted > figures.overdraftLimit();
      } else {
        spent += overage.granted();
        overLimit =
            (isShort && overage.granted() < overage.wanted())
                || figures.available() < overage.granted();
      }
    }
    return new ScopeEvent.Settled(
        new ScopeEvent.Step(
            apply.operation().book(), apply.operation().number(), apply.completedBelow()),
        apply.reservation(),
        effect.unit(),
        released,
        spent,
        indebted,
        overLimit,
        apply.isOfClose(),
        isTold(figures, released, spent, indebted, overLimit, thresholds) ? apply.origin() : null,
        atMs);
  }

  /** Whether more is told of it than the figures: with whoever has done it. */
  private static boolean isTold(
      Figures before,
      long released,
      long spent,
      long indebted,
      boolean overLimit,
      List<Integer> thresholds) {
    return indebted > 0
        || (overLimit && !before.overLimit())
        || (before.remaining() > 0 && before.remaining() + released - spent <= 0)
        || !Utilization.crossed(before, before.letGo(released).charge(spent, 0, false), thresholds)
            .isEmpty();
  }
}
