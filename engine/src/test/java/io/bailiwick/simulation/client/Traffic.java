package io.bailiwick.simulation.client;

import io.bailiwick.policy.PolicyReply;
import io.bailiwick.reservation.ReservationCommand;
import io.bailiwick.reservation.ReservationReply;
import io.bailiwick.scope.BudgetReply;
import io.bailiwick.simulation.world.Chance;
import io.bailiwick.simulation.world.Knob;
import io.bailiwick.simulation.world.Plan;
import io.bailiwick.simulation.world.World;
import io.bailiwick.tenant.TenantId;
import io.bailiwick.tenant.TenantReply;
import java.util.ArrayList;
import java.util.List;

/** All clients and operators of a run. */
public final class Traffic {

  private static final int THINKING_MS = 250;

  /** Requests that a client in haste has under way. */
  private static final int HASTY_HANDS = 3;

  private static final int ASKING_AGAIN_MS = 100;

  private final World world;
  private final Plan plan;
  private final Chance chance;
  private final List<Tree> trees = new ArrayList<>();
  private final List<Asked> setUp = new ArrayList<>();
  private int busyClients;

  public Traffic(World world) {
    this.world = world;
    this.plan = world.plan();
    this.chance = new Chance(plan.seed() * 17 + 5);
    for (int i = 0; i < plan.at(Knob.TENANTS); i++) {
      trees.add(new Tree(new TenantId("acme" + i), chance.split()));
    }
  }

  /** Makes the tenants, and then their ledgers. */
  public void setUp() {
    for (Tree tree : trees) {
      Asked create = new Asked(tree.create(), true);
      setUp.add(create);
      askUntilKnown(create, () -> openLedgers(tree));
    }
  }

  private void openLedgers(Tree tree) {
    tree.ledgersAtFirst()
        .forEach(
            open -> {
              Asked asked = new Asked(open, true);
              setUp.add(asked);
              askUntilKnown(asked, () -> {});
            });
  }

  public boolean isSetUp() {
    return setUp.stream().allMatch(Asked::isKnown);
  }

  /** Lets everybody begin; operators' commands are spread over {@code spanMs}. */
  public void begin(long spanMs) {
    int hands = plan.has(Knob.HASTE) ? HASTY_HANDS : 1;
    for (int i = 0; i < plan.at(Knob.CLIENTS) * hands; i++) {
      busyClients++;
      Tree tree = trees.get(i % trees.size());
      Chance own = chance.split();
      client(tree, new Wishes(tree, own), own, plan.at(Knob.REQUESTS));
    }
    for (int i = 0; i < plan.at(Knob.OPERATIONS); i++) {
      Tree tree = chance.of(trees);
      Operator operator = new Operator(tree, chance.split());
      world.after(chance.between(0, spanMs), () -> askOnce(tree, operator.next()));
    }
    for (int i = 0; i < plan.at(Knob.SUSPENDS); i++) {
      Tree tree = chance.of(trees);
      Operator operator = new Operator(tree, chance.split());
      long atMs = chance.between(0, spanMs);
      world.after(atMs, () -> askOnce(tree, operator.suspend()));
      world.after(atMs + chance.between(0, 3_000), () -> askOnce(tree, operator.resume()));
    }
    for (int i = 0; i < Math.min(plan.at(Knob.CLOSES), trees.size()); i++) {
      Tree tree = trees.get(i);
      Operator operator = new Operator(tree, chance.split());
      world.after(chance.between(spanMs / 4, spanMs), () -> askOnce(tree, operator.close()));
    }
  }

  /** Has operators lay down policies and change them, spread over {@code spanMs}. */
  public void layDownPolicies(long spanMs) {
    // Drawn apart, so that runs without policies are what they would be if there were none.
    Chance own = new Chance(plan.seed() * 31 + 7);
    for (int i = 0; i < plan.at(Knob.POLICIES); i++) {
      Tree tree = own.of(trees);
      Operator operator = new Operator(tree, own.split());
      world.after(own.between(0, spanMs), () -> askOnce(tree, operator.policy()));
    }
  }

  /** Whether every client has asked everything that it wanted. */
  public boolean isOver() {
    return busyClients == 0;
  }

  /** Asks again for every outcome that is not known. */
  public void resolve() {
    for (Tree tree : trees) {
      List.copyOf(tree.asked()).stream()
          .filter(asked -> asked.isRepeatable() && !asked.isKnown())
          .forEach(asked -> askUntilKnown(asked, () -> {}));
    }
  }

  public boolean isResolved() {
    return trees.stream()
        .flatMap(tree -> tree.asked().stream())
        .noneMatch(asked -> asked.isUnderWay() || (asked.isRepeatable() && !asked.isKnown()));
  }

  private void client(Tree tree, Wishes wishes, Chance own, int left) {
    if (left == 0 || world.isCalm()) {
      busyClients--;
      return;
    }
    Asked asked = next(tree, wishes, own);
    Runnable goOn =
        () ->
            world.after(
                plan.has(Knob.HASTE) || own.permille(400) ? 0 : own.below(THINKING_MS),
                () -> client(tree, wishes, own, left - 1));
    ask(
        tree,
        asked,
        own,
        () -> {
          if (!asked.isKnown() && own.permille(600)) {
            ask(tree, asked, own, goOn);
          } else {
            goOn.run();
          }
        });
    if (own.permille(40)) {
      // At the same time, by way of another node perhaps.
      ask(tree, asked, own, () -> {});
    }
  }

  private Asked next(Tree tree, Wishes wishes, Chance own) {
    if (!tree.asked().isEmpty() && own.permille(120)) {
      Asked earlier = own.of(tree.asked());
      if (earlier.command() instanceof ReservationCommand command) {
        return own.permille(700) ? earlier : added(tree, wishes.contradict(command));
      }
    }
    return added(tree, wishes.next());
  }

  private static Asked added(Tree tree, ReservationCommand command) {
    Asked asked = new Asked(command, true);
    tree.asked().add(asked);
    return asked;
  }

  private void askOnce(Tree tree, Asked asked) {
    tree.asked().add(asked);
    ask(tree, asked, chance, () -> {});
  }

  private void ask(Tree tree, Asked asked, Chance own, Runnable then) {
    List<Integer> reachable = world.reachable();
    if (reachable.isEmpty()) {
      world.after(ASKING_AGAIN_MS, () -> ask(tree, asked, own, then));
      return;
    }
    asked.begun();
    world.call(
        asked.command(),
        own.of(reachable),
        reply -> {
          asked.over(definite(reply));
          if (reply instanceof ReservationReply.Reserved reserved) {
            tree.made(new Tree.Known(reserved.reservation(), reserved.reserved()));
          }
          then.run();
        });
  }

  private void askUntilKnown(Asked asked, Runnable then) {
    List<Integer> reachable = world.reachable();
    asked.begun();
    world.call(
        asked.command(),
        chance.of(reachable),
        reply -> {
          asked.over(definite(reply));
          if (asked.isKnown()) {
            then.run();
          } else {
            world.after(ASKING_AGAIN_MS, () -> askUntilKnown(asked, then));
          }
        });
  }

  /** The reply if it tells what has happened, else null. */
  private static Object definite(Object reply) {
    boolean saysNothing =
        reply == null
            || reply instanceof ReservationReply.Unavailable
            || reply instanceof BudgetReply.Unavailable
            || reply instanceof TenantReply.Unavailable
            || reply instanceof PolicyReply.Unavailable;
    return saysNothing ? null : reply;
  }
}
