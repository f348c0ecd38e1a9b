package io.bailiwick.fault;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bailiwick.harness.Bodies;
import io.bailiwick.harness.Clock;
import io.bailiwick.harness.Json;
import io.bailiwick.harness.Reply;
import io.bailiwick.harness.Tenancy;
import io.bailiwick.history.History;
import io.bailiwick.history.Operation;
import io.bailiwick.history.Operation.Kind;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.BooleanSupplier;

/** One client: reserves, settles most of what it holds, debits, now and then funds. One thread. */
public final class LoadClient {
  private static final Mode UNTIL_THE_SERVER_IS_GONE =
      new Mode(Fleet.PATHS, Duration.ZERO, 0, "none");

  private static final int SHORT_TTL_MS = 1_000;

  /** Outlives every test. */
  public static final Duration LONG_LEASE = Duration.ofHours(1);

  private final String name;
  private final Tenancy tenancy;
  private final History history;
  private final Random dice;
  private final List<Held> held = new ArrayList<>();
  private int operations;

  private final Mode mode;

  /**
   * How it works.
   *
   * @param paths where, below the tenant
   * @param patience how long it repeats what is not answered
   * @param pauseMs between two operations
   * @param tight the path on which it takes no leases that run out: there, every refusal has to be
   *     explained, which needs to be known to the moment when holds went back
   */
  public record Mode(List<String> paths, Duration patience, int pauseMs, String tight) {}

  private record Held(String id, String scope, long amount) {}

  LoadClient(String name, Tenancy tenancy, History history, Random dice) {
    this(name, tenancy, history, dice, UNTIL_THE_SERVER_IS_GONE);
  }

  public LoadClient(String name, Tenancy tenancy, History history, Random dice, Mode mode) {
    this.mode = mode;
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

  /** Goes on until told otherwise, whatever it is answered. */
  public void runWhile(BooleanSupplier goesOn) {
    while (goesOn.getAsBoolean()) {
      step();
      Clock.awaitPast(Clock.nowMs() + mode.pauseMs);
    }
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
            .put("ttl_ms", isShort(scope) ? SHORT_TTL_MS : LONG_LEASE.toMillis())
            .put("grace_period_ms", 0);
    Reply reply = ask(new Operation(Kind.RESERVE, scope, "", body));
    if (reply != null && reply.status() == 200) {
      held.add(new Held(reply.reservationId(), scope, amount));
    }
    return reply;
  }

  private boolean isShort(String scope) {
    return dice.nextInt(5) == 0 && !scope.endsWith(mode.tight);
  }

  private Reply event() {
    String scope = scope();
    ObjectNode body = Bodies.event(key(), scope, 1 + dice.nextInt(20));
    return ask(new Operation(Kind.EVENT, scope, "", body));
  }

  private Reply credit() {
    ObjectNode body =
        Json.object(
            "idempotency_key", key(),
            "operation", "CREDIT",
            "amount", Json.amount(Bodies.UNIT, 100));
    return ask(new Operation(Kind.CREDIT, tenancy.scope("app:chat/agent:b"), "", body));
  }

  private Reply ask(Kind kind, Held one, ObjectNode body) {
    return ask(new Operation(kind, one.scope(), one.id(), body));
  }

  private Reply ask(Operation operation) {
    return history.pursue(operation, tenancy, mode.patience);
  }

  private String scope() {
    return tenancy.scope(mode.paths.get(dice.nextInt(mode.paths.size())));
  }

  private String key() {
    return name + "-" + operations;
  }
}
