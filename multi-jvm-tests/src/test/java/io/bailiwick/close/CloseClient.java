package io.bailiwick.close;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bailiwick.harness.Agent;
import io.bailiwick.harness.Bodies;
import io.bailiwick.harness.Json;
import io.bailiwick.harness.NoAnswer;
import io.bailiwick.harness.Operator;
import io.bailiwick.harness.Reply;
import io.bailiwick.harness.Request;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * A client of one tenant: everything that changes something, as an agent and as an operator. One
 * thread. It goes on after the close, which must then refuse it.
 */
final class CloseClient {
  /** Nothing of a round lives longer. */
  static final int TTL_MS = 1_000;

  /** Mutations, with how often of a hundred each is done. */
  enum Deed {
    RESERVE(34),
    COMMIT(18),
    RELEASE(8),
    EXTEND(6),
    EVENT(8),
    FUND(8),
    CREATE_KEY(5),
    CREATE_WEBHOOK(4),
    UPDATE_WEBHOOK(4),
    CREATE_POLICY(2),
    OPEN_BUDGET(3);

    private final int percent;

    Deed(int percent) {
      this.percent = percent;
    }

    static Deed of(int roll) {
      int left = roll;
      for (Deed deed : values()) {
        left -= deed.percent;
        if (left < 0) {
          return deed;
        }
      }
      throw new IllegalArgumentException("they add up to less than " + roll);
    }
  }

  private record Held(String id, long amount) {}

  private final String name;
  private final Closing tenant;
  private final Random dice;
  private final List<Held> held = new ArrayList<>();
  private int deeds;

  CloseClient(String name, Closing tenant, Random dice) {
    this.name = name;
    this.tenant = tenant;
    this.dice = dice;
  }

  /** Works until the server is gone. */
  void run() {
    boolean isAnswered = true;
    while (isAnswered) {
      isAnswered = attempt(Deed.of(dice.nextInt(100)));
    }
  }

  /** Does everything once; whether it succeeds is in the notes. */
  void doAll() {
    held.add(new Held(tenant.reserved.keySet().stream().findAny().orElse("none"), 1));
    for (Deed deed : Deed.values()) {
      held.add(held.getFirst());
      attempt(deed);
    }
  }

  private boolean attempt(Deed deed) {
    deeds++;
    return switch (deed) {
      case RESERVE -> reserve();
      case COMMIT -> held.isEmpty() ? reserve() : commit(take());
      case RELEASE -> held.isEmpty() ? reserve() : release(take());
      case EXTEND -> held.isEmpty() ? reserve() : extend(held.getLast());
      case EVENT -> event();
      case FUND -> fund();
      case CREATE_KEY -> createKey();
      case CREATE_WEBHOOK ->
          send(() -> Closing.webhook(operator(), tenant.tenancy()), done -> {}, () -> {});
      case UPDATE_WEBHOOK -> updateWebhook();
      case CREATE_POLICY -> createPolicy();
      case OPEN_BUDGET -> openBudget();
    };
  }

  private boolean reserve() {
    long amount = 1 + dice.nextInt(100);
    ObjectNode body =
        Bodies.reserve(key(), tenant.tenancy().leaf(), amount)
            .put("ttl_ms", TTL_MS)
            .put("grace_period_ms", 0);
    return send(
        () -> agent().reserve(body),
        done -> {
          tenant.reserved.put(done.reservationId(), amount);
          held.add(new Held(done.reservationId(), amount));
        },
        () -> {});
  }

  private boolean commit(Held one) {
    ObjectNode body = Bodies.commit(key(), dice.nextInt((int) one.amount * 5 / 4 + 1));
    return send(
        () -> agent().commit(one.id, body),
        done -> tenant.committed.put(one.id, done.amount("charged")),
        () -> {});
  }

  private boolean release(Held one) {
    ObjectNode body = Bodies.release(key());
    return send(
        () -> agent().release(one.id, body),
        done -> tenant.released.add(one.id),
        () -> tenant.releasedPerhaps.add(one.id));
  }

  private boolean extend(Held one) {
    ObjectNode body = Bodies.extend(key(), 100);
    return send(() -> agent().extend(one.id, body), done -> {}, () -> {});
  }

  private boolean event() {
    long amount = 1 + dice.nextInt(20);
    ObjectNode body = Bodies.event(key(), tenant.tenancy().leaf(), amount);
    return send(
        () -> agent().event(body),
        done -> tenant.debited.addAndGet(amount),
        () -> tenant.debitedPerhaps.addAndGet(amount));
  }

  private boolean fund() {
    long amount = 1 + dice.nextInt(10);
    ObjectNode body =
        Json.object(
            "operation", "CREDIT",
            "amount", Json.amount(Bodies.UNIT, amount),
            "idempotency_key", key());
    return send(
        () -> operator().fund(tenant.tenancy().scope(""), body),
        done -> tenant.credited.addAndGet(amount),
        () -> tenant.creditedPerhaps.addAndGet(amount));
  }

  private boolean createKey() {
    ObjectNode body = Json.object("tenant_id", tenant.id(), "name", key());
    return send(
        () -> operator().createKey(body), done -> tenant.keys.add(done.text("key_id")), () -> {});
  }

  private boolean updateWebhook() {
    String id = tenant.webhooks.get(dice.nextInt(tenant.webhooks.size()));
    ObjectNode body =
        Json.object("status", dice.nextBoolean() ? "ACTIVE" : "PAUSED", "name", key());
    Request request = Request.of("PATCH", "/v1/admin/webhooks/" + id, body);
    return send(() -> operator().send(request), done -> {}, () -> {});
  }

  private boolean createPolicy() {
    ObjectNode body =
        Json.object("tenant_id", tenant.id(), "name", key(), "scope_pattern", "agent:none");
    return send(() -> operator().createPolicy(body), done -> {}, () -> {});
  }

  private boolean openBudget() {
    String scope = tenant.tenancy().scope("app:" + key());
    return send(
        () -> operator().openBudget(scope, Closing.ALLOCATED),
        done -> tenant.ledgers.add(scope),
        () -> {});
  }

  /**
   * Sends and notes.
   *
   * @return whether there was an answer
   */
  private boolean send(Supplier<Reply> request, Consumer<Reply> done, Runnable perhaps) {
    boolean wasClosed = tenant.isAcknowledged();
    Reply reply;
    try {
      reply = request.get();
    } catch (NoAnswer gone) {
      perhaps.run();
      return false;
    }
    if (reply.isSuccess()) {
      done.accept(reply);
      tenant.done.incrementAndGet();
      if (wasClosed) {
        tenant.late.incrementAndGet();
      }
    } else if (reply.isUnknown()) {
      perhaps.run();
    } else {
      tenant.refused.incrementAndGet();
    }
    return true;
  }

  private Held take() {
    return held.remove(dice.nextInt(held.size()));
  }

  private Agent agent() {
    return tenant.tenancy().agent();
  }

  private Operator operator() {
    return tenant.tenancy().operator();
  }

  private String key() {
    return name + "-" + deeds;
  }
}
