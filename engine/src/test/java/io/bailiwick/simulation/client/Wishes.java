package io.bailiwick.simulation.client;

import io.bailiwick.amount.Amount;
import io.bailiwick.amount.OveragePolicy;
import io.bailiwick.reservation.Purpose;
import io.bailiwick.reservation.RequestKey;
import io.bailiwick.reservation.ReservationCommand;
import io.bailiwick.scope.ScopePath;
import io.bailiwick.simulation.world.Chance;

/** Makes up requests. */
final class Wishes {

  private static final Purpose PURPOSE = new Purpose("{}", "{}", null);

  private final Tree tree;
  private final Chance chance;

  Wishes(Tree tree, Chance chance) {
    this.tree = tree;
    this.chance = chance;
  }

  ReservationCommand next() {
    int draw = chance.below(100);
    if (tree.hasReservations() && draw >= 45) {
      return draw < 75 ? commit() : draw < 87 ? release() : extend();
    }
    return draw % 45 < 26 ? reserve() : draw % 45 < 36 ? debit() : decide();
  }

  /** The same key for something else. */
  ReservationCommand contradict(ReservationCommand command) {
    String key = command.key().text();
    return switch (command) {
      case ReservationCommand.Decide c -> decide(key, c.scope(), more(c.estimate()));
      case ReservationCommand.Reserve c ->
          reserve(
              key,
              c.scope(),
              more(c.estimate()),
              c.ttlMs(),
              c.graceMs(),
              c.overagePolicy(),
              c.dryRun());
      case ReservationCommand.Debit c -> debit(key, c.scope(), more(c.actual()), c.overagePolicy());
      case ReservationCommand.Commit c -> commit(key, c, more(c.actual()));
      case ReservationCommand.Release c ->
          new ReservationCommand.Release(
              new RequestKey(key, "for another reason"), c.reservation(), "another");
      case ReservationCommand.Extend c -> extend(key, c, c.byMs() + 1);
    };
  }

  private ReservationCommand reserve() {
    return reserve(
        tree.key(),
        tree.scope(),
        tree.amount(),
        chance.permille(600) ? Long.valueOf(chance.between(300, 9_000)) : null,
        chance.of(0L, 300L, 2_000L),
        policy(),
        chance.permille(150));
  }

  private ReservationCommand reserve(
      String key,
      ScopePath scope,
      Amount estimate,
      Long ttlMs,
      long graceMs,
      OveragePolicy policy,
      boolean dryRun) {
    String hash = "%s %s %s %d %s %s".formatted(scope, estimate, ttlMs, graceMs, policy, dryRun);
    return new ReservationCommand.Reserve(
        new RequestKey(key, hash), scope, estimate, ttlMs, graceMs, policy, dryRun, PURPOSE);
  }

  private ReservationCommand decide() {
    return decide(tree.key(), tree.scope(), tree.amount());
  }

  private static ReservationCommand decide(String key, ScopePath scope, Amount estimate) {
    return new ReservationCommand.Decide(
        new RequestKey(key, scope + " " + estimate), scope, estimate);
  }

  private ReservationCommand debit() {
    return debit(tree.key(), tree.scope(), tree.amount(), policy());
  }

  private static ReservationCommand debit(
      String key, ScopePath scope, Amount actual, OveragePolicy policy) {
    String hash = "%s %s %s".formatted(scope, actual, policy);
    return new ReservationCommand.Debit(new RequestKey(key, hash), scope, actual, policy, PURPOSE);
  }

  private ReservationCommand commit() {
    Tree.Known known = tree.reservation();
    Amount actual = tree.actual(known.amount());
    return new ReservationCommand.Commit(
        new RequestKey(tree.key(), known.id() + " " + actual), known.id(), actual, null);
  }

  private static ReservationCommand commit(
      String key, ReservationCommand.Commit before, Amount actual) {
    return new ReservationCommand.Commit(
        new RequestKey(key, before.reservation() + " " + actual),
        before.reservation(),
        actual,
        null);
  }

  private ReservationCommand release() {
    Tree.Known known = tree.reservation();
    return new ReservationCommand.Release(
        new RequestKey(tree.key(), known.id() + " released"), known.id(), "done");
  }

  private ReservationCommand extend() {
    Tree.Known known = tree.reservation();
    long byMs = chance.between(1, 5_000);
    return new ReservationCommand.Extend(
        new RequestKey(tree.key(), known.id() + " by " + byMs), known.id(), byMs);
  }

  private static ReservationCommand extend(
      String key, ReservationCommand.Extend before, long byMs) {
    return new ReservationCommand.Extend(
        new RequestKey(key, before.reservation() + " by " + byMs), before.reservation(), byMs);
  }

  private OveragePolicy policy() {
    return chance.permille(500) ? null : chance.of(OveragePolicy.values());
  }

  private static Amount more(Amount amount) {
    return new Amount(amount.unit(), amount.value() + 1);
  }
}
