package io.bailiwick.fault;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bailiwick.harness.Bodies;
import io.bailiwick.harness.Json;
import io.bailiwick.harness.Reply;
import io.bailiwick.harness.Tenancy;
import io.bailiwick.history.History;
import io.bailiwick.history.Operation;
import io.bailiwick.history.Operation.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** One client: reserves, settles most of what it holds, debits, now and then funds. One thread. */
final class LoadClient {
  private static final int SHORT_TTL_MS = 1_000;
  private static final int LONG_TTL_MS = 3_600_000;

  private final String name;
  private final Tenancy tenancy;
  private final History history;
  private final Random dice;
  private final List<Held> held = new ArrayList<>();
  private int operations;

  private record Held(String id, String scope, long amount) {}

  LoadClient(String name, Tenancy tenancy, History history, Random dice) {
    this.name = name;
    this.tenancy = tenancy;
    this.history = history;
    this.dice = dice;
  }

  /** Goes on until an answer does not come: then the server is gone. */
  void run() {
    Reply last;
    do {
      last = step();
    } while (last != null);
  }

  private Reply step() {
    operations++;
    int roll = dice.nextInt(100);
    if (held.isEmpty() || roll < 40) {
      return reserve();
    }
    Held one = held.get(dice.nextInt(held.size()));
    if (roll < 65) {
      held.remove(one);
      // Sometimes more than was held: charged as far as it is there.
      return ask(Kind.COMMIT, one, Bodies.commit(key(), dice.nextInt((int) one.amount * 5 / 4)));
    }
    if (roll < 75) {
      held.remove(one);
      return ask(Kind.RELEASE, one, Bodies.release(key()));
    }
    if (roll < 80) {
      return ask(Kind.EXTEND, one, Bodies.extend(key(), 500));
    }
    return roll < 96 ? event() : credit();
  }

  private Reply reserve() {
    String scope = scope();
    long amount = 1 + dice.nextInt(100);
    ObjectNode body =
        Bodies.reserve(key(), scope, amount)
            .put("ttl_ms", dice.nextInt(5) == 0 ? SHORT_TTL_MS : LONG_TTL_MS)
            .put("grace_period_ms", 0);
    Reply reply = history.ask(new Operation(Kind.RESERVE, scope, "", body), tenancy);
    if (reply != null && reply.status() == 200) {
      held.add(new Held(reply.reservationId(), scope, amount));
    }
    return reply;
  }

  private Reply event() {
    String scope = scope();
    ObjectNode body = Bodies.event(key(), scope, 1 + dice.nextInt(20));
    return history.ask(new Operation(Kind.EVENT, scope, "", body), tenancy);
  }

  private Reply credit() {
    ObjectNode body =
        Json.object(
            "idempotency_key", key(),
            "operation", "CREDIT",
            "amount", Json.amount(Bodies.UNIT, 100));
    return history.ask(
        new Operation(Kind.CREDIT, tenancy.scope("app:chat/agent:b"), "", body), tenancy);
  }

  private Reply ask(Kind kind, Held one, ObjectNode body) {
    return history.ask(new Operation(kind, one.scope(), one.id(), body), tenancy);
  }

  private String scope() {
    return tenancy.scope(Fleet.PATHS.get(dice.nextInt(Fleet.PATHS.size())));
  }

  private String key() {
    return name + "-" + operations;
  }
}
