package io.bailiwick.simulation.world;

import io.bailiwick.protocol.BookMessage;
import io.bailiwick.protocol.EntityId;
import io.bailiwick.protocol.EntityMessage;
import io.bailiwick.protocol.ScopeMessage;
import io.bailiwick.scope.BudgetCommand;

/** Carries messages from node to node, and loses, repeats and delays them. */
public final class Network {

  private static final int REPEAT_LATE_MS = 2_000;

  private final World world;
  private final Plan plan;
  private final Chance chance;
  private boolean isCalm = true;

  Network(World world, Plan plan, Chance chance) {
    this.world = world;
    this.plan = plan;
    this.chance = chance;
  }

  void setCalm(boolean calm) {
    isCalm = calm;
  }

  void send(Node from, EntityId wanted, EntityMessage message) {
    EntityId to = world.rig().route(wanted, message);
    carry(from, world.owners().asSeenFrom(from.number(), to), to, message);
  }

  /**
   * Sends to an entity that is awake on the same node what builds on a write.
   *
   * @return whether it is; otherwise nothing was sent
   */
  boolean sendTied(Node on, EntityId wanted, EntityMessage message, Tie tie) {
    EntityId to = world.rig().route(wanted, message);
    if (!on.isAwakeHere(to)) {
      return false;
    }
    boolean isSafe = isCalm || !plan.has(Knob.LOCAL_UNRELIABLE);
    if (isSafe || !chance.permille(plan.at(Knob.LOST))) {
      world.after(
          delayMs(true),
          () -> {
            for (EntityMessage arriving : world.rig().arriving(to, message, world)) {
              on.receiveTied(to, arriving, tie);
            }
          });
    }
    return true;
  }

  /** A node that is not the owner passes a message on. */
  void forward(Node from, int owner, EntityId to, EntityMessage message) {
    carry(from, owner, to, message);
  }

  private void carry(Node from, int nodeNumber, EntityId to, EntityMessage message) {
    boolean isLocal = from.number() == nodeNumber;
    boolean isSafe = isCalm || (isLocal && !plan.has(Knob.LOCAL_UNRELIABLE));
    if (!isSafe && chance.permille(plan.at(Knob.LOST))) {
      world.note(() -> "lost: " + message + " to " + to.text());
      return;
    }
    deliverAfter(delayMs(isLocal), nodeNumber, to, message);
    if (!isSafe && isRepeatable(message) && chance.permille(plan.at(Knob.REPEATED))) {
      deliverAfter(delayMs(isLocal) + chance.below(REPEAT_LATE_MS), nodeNumber, to, message);
    }
  }

  private void deliverAfter(long delayMs, int nodeNumber, EntityId to, EntityMessage message) {
    world.after(
        delayMs,
        () -> {
          for (EntityMessage arriving : world.rig().arriving(to, message, world)) {
            world.node(nodeNumber).receive(to, arriving);
          }
        });
  }

  /** An answer leaves for its client. */
  void answer(Node from, Call call, Object reply) {
    world.replied(call, reply);
    boolean isLocal = from.number() == call.node();
    boolean isSafe = isCalm || isLocal;
    if (isSafe || !chance.permille(plan.at(Knob.LOST))) {
      world.after(
          delayMs(isLocal),
          () -> {
            if (world.node(call.node()).isAlive()) {
              world.answered(call, reply);
            }
          });
    }
  }

  private long delayMs(boolean isLocal) {
    if (isCalm) {
      return chance.between(0, 2);
    }
    if (chance.permille(plan.at(Knob.LATE)) && (!isLocal || plan.has(Knob.LOCAL_UNRELIABLE))) {
      return chance.between(0, plan.at(Knob.LATE_MS));
    }
    return chance.between(0, isLocal ? 2 : 6);
  }

  /** An operator's command without a key must not be carried out twice by the network. */
  private static boolean isRepeatable(EntityMessage message) {
    return switch (message) {
      case ScopeMessage.Budget budget ->
          budget.command() instanceof BudgetCommand.Fund fund && fund.idempotencyKey() != null;
      case ScopeMessage.OfTenant ignored -> false;
      case ScopeMessage ignored -> true;
      case BookMessage ignored -> true;
    };
  }
}
