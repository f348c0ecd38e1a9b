package io.bailiwick.walk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bailiwick.harness.Balance;
import io.bailiwick.harness.Bodies;
import io.bailiwick.harness.Clock;
import io.bailiwick.harness.Json;
import io.bailiwick.harness.Operator;
import io.bailiwick.harness.Reply;
import io.bailiwick.harness.Tenancy;
import io.bailiwick.walk.Model.Account;
import io.bailiwick.walk.Model.Expected;
import io.bailiwick.walk.Model.Hold;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Supplier;

/** Takes random steps, on a server and in the model, and compares them after each. */
final class Walker {
  private static final List<String> POLICIES =
      List.of("REJECT", "ALLOW_IF_AVAILABLE", "ALLOW_WITH_OVERDRAFT");
  private static final List<String> FUNDINGS =
      List.of("CREDIT", "CREDIT", "DEBIT", "RESET", "RESET_SPENT", "REPAY_DEBT");

  /** "" is the tenant; app:bare and its agent have no ledger of their own. */
  private static final Map<String, Long> LEDGERS =
      new TreeMap<>(
          Map.of(
              "", 20_000L,
              "app:a", 8_000L,
              "app:b", 8_000L,
              "app:a/agent:x", 3_000L,
              "app:a/agent:y", 3_000L,
              "app:b/agent:x", 3_000L));

  private static final List<String> PATHS =
      List.of("", "app:a", "app:a/agent:x", "app:a/agent:y", "app:b/agent:x", "app:bare/agent:x");

  /** Answers may take this long; nothing is asked so short before a lease or a grace ends. */
  private static final long EDGE_MS = 400;

  private static final Duration SETTLED_WITHIN = Duration.ofSeconds(3);
  private static final int REMEMBERED_MAX = 200;
  private static final int TOLD_MAX = 12;

  private final Random dice;
  private final Tenancy tenancy;
  private final Operator operator;
  private final Model model = new Model();

  /** Nobody settles these: they are there to expire. */
  private final Set<Hold> leftAlone = new HashSet<>();

  private final List<Repeatable> done = new ArrayList<>();
  private final Deque<String> told = new ArrayDeque<>();
  private final Map<String, Integer> seen = new TreeMap<>();
  private int steps;

  /** A success that can be asked for again. */
  private record Repeatable(Supplier<Reply> send, Reply first) {}

  Walker(Operator operator, Random dice) {
    this.operator = operator;
    this.dice = dice;
    this.tenancy = Tenancy.empty(operator);
    LEDGERS.forEach(
        (below, allocated) -> {
          long limit = below.length() % 2 == 0 ? 0 : 600;
          tenancy.budget(below, allocated, limit);
          model.open(tenancy.scope(below), allocated, limit);
        });
  }

  void step() {
    steps++;
    waitOutEdges();
    int roll = dice.nextInt(100);
    if (roll < 26) {
      reserve();
    } else if (roll < 31) {
      judge();
    } else if (roll < 51) {
      withHold(this::commit);
    } else if (roll < 60) {
      withHold(this::release);
    } else if (roll < 65) {
      withHold(this::extend);
    } else if (roll < 76) {
      event();
    } else if (roll < 87) {
      fund();
    } else if (roll < 92) {
      freeze();
    } else if (roll < 94) {
      limit();
    } else {
      repeat();
    }
    compare();
  }

  /** How often each operation came to each outcome. */
  Map<String, Integer> seen() {
    return seen;
  }

  /** The last steps, for a failure. */
  String story() {
    return String.join("\n", told);
  }

  private <T> T any(List<T> list) {
    return list.get(dice.nextInt(list.size()));
  }

  private String key() {
    return "step-" + steps;
  }

  private String scope() {
    return tenancy.scope(any(PATHS));
  }

  private String ledger() {
    return any(List.copyOf(model.accounts.keySet()));
  }

  private void withHold(java.util.function.Consumer<Hold> step) {
    List<Hold> live =
        model.holds.stream().filter(hold -> hold.isActive() && !leftAlone.contains(hold)).toList();
    if (!live.isEmpty() && dice.nextInt(20) > 0) {
      step.accept(any(live));
    } else if (!model.holds.isEmpty() && dice.nextInt(4) == 0) {
      step.accept(any(model.holds));
    } else {
      reserve();
    }
  }

  private void reserve() {
    String scope = scope();
    long estimate = dice.nextInt(10) == 0 ? dice.nextInt(4_000) : dice.nextInt(600);
    String policy = any(POLICIES);
    boolean isShort = dice.nextInt(20) == 0;
    long graceMs = isShort ? dice.nextInt(2) * 500 : 5_000;
    ObjectNode body =
        Bodies.reserve(key(), scope, estimate)
            .put("overage_policy", policy)
            .put("ttl_ms", isShort ? 1_000 + dice.nextInt(500) : 3_600_000)
            .put("grace_period_ms", graceMs);
    Expected expected = model.judge(scope, estimate);
    Reply reply = take("reserve", expected, body, () -> tenancy.agent().reserve(body));
    if (expected.isSuccess()) {
      Hold hold = model.hold(scope, estimate, policy, graceMs);
      hold.id = reply.reservationId();
      if (isShort && dice.nextBoolean()) {
        leftAlone.add(hold);
      }
      hold.expiresAtMs = reply.body().path("expires_at_ms").asLong();
      assertThat(reply.amount("reserved")).isEqualTo(estimate);
    }
  }

  private void judge() {
    String scope = scope();
    long estimate = dice.nextInt(5_000);
    boolean dry = dice.nextBoolean();
    ObjectNode body = Bodies.reserve(key(), scope, estimate);
    Expected real = model.judge(scope, estimate);
    Supplier<Reply> send =
        dry
            ? () -> tenancy.agent().reserve(body.put("dry_run", true))
            : () -> tenancy.agent().decide(body);
    Reply reply = take(dry ? "dry run" : "decide", Expected.success(200, 0), body, send);
    assertThat(reply.text("reason_code")).isEqualTo(real.code());
    assertThat(reply.text("decision")).isEqualTo(real.isSuccess() ? "ALLOW" : "DENY");
  }

  private void commit(Hold hold) {
    boolean isFarTooMuch = hold.policy.equals("ALLOW_WITH_OVERDRAFT") && dice.nextInt(3) == 0;
    int most = isFarTooMuch ? 8_000 : (int) hold.estimate * 3 / 2 + 200;
    long actual = dice.nextInt(most);
    ObjectNode body = Bodies.commit(key(), actual);
    Expected expected = model.commit(hold, actual, Clock.nowMs());
    Reply reply = take("commit", expected, body, () -> tenancy.agent().commit(hold.id, body));
    if (expected.isSuccess()) {
      assertThat(reply.amount("charged")).isEqualTo(expected.charged());
      long released = Math.max(0, hold.estimate - expected.charged());
      assertThat(reply.body().path("released").path("amount").asLong()).isEqualTo(released);
    }
  }

  private void release(Hold hold) {
    ObjectNode body = Bodies.release(key());
    Expected expected = model.release(hold, Clock.nowMs());
    Reply reply = take("release", expected, body, () -> tenancy.agent().release(hold.id, body));
    if (expected.isSuccess()) {
      assertThat(reply.amount("released")).isEqualTo(hold.estimate);
    }
  }

  private void extend(Hold hold) {
    long byMs = 1_000 + dice.nextInt(1_000);
    ObjectNode body = Bodies.extend(key(), byMs);
    Expected expected = model.extend(hold, byMs, Clock.nowMs());
    Reply reply = take("extend", expected, body, () -> tenancy.agent().extend(hold.id, body));
    if (expected.isSuccess()) {
      assertThat(reply.body().path("expires_at_ms").asLong()).isEqualTo(hold.expiresAtMs);
    }
  }

  private void event() {
    String scope = scope();
    long actual = dice.nextInt(10) == 0 ? dice.nextInt(3_000) : dice.nextInt(300);
    String policy = any(POLICIES);
    ObjectNode body = Bodies.event(key(), scope, actual).put("overage_policy", policy);
    Expected expected = model.event(scope, actual, policy);
    Reply reply = take("event", expected, body, () -> tenancy.agent().event(body));
    if (expected.isSuccess()) {
      long charged = reply.has("charged") ? reply.amount("charged") : actual;
      assertThat(charged).isEqualTo(expected.charged());
    }
  }

  private void fund() {
    // Mostly where nothing can be reserved any more, so that the walk goes on.
    List<String> blocked =
        model.accounts.keySet().stream().filter(scope -> model.accounts.get(scope).over).toList();
    String scope = blocked.isEmpty() || dice.nextInt(4) == 0 ? ledger() : any(blocked);
    Account account = model.accounts.get(scope);
    String operation = any(FUNDINGS);
    boolean sets = operation.startsWith("RESET");
    long amount = sets ? account.allocated / 2 + dice.nextInt(9_000) : dice.nextInt(1_500);
    long spent = dice.nextInt(1_000);
    ObjectNode body =
        Json.object(
            "idempotency_key",
            key(),
            "operation",
            operation,
            "amount",
            Json.amount(Bodies.UNIT, amount),
            "spent",
            operation.equals("RESET_SPENT") ? Json.amount(Bodies.UNIT, spent) : null);
    Expected expected = model.fund(scope, operation, amount, spent);
    take("fund " + operation, expected, body, () -> operator.fund(scope, body));
  }

  private void freeze() {
    String scope = ledger();
    // Mostly thawing, so that most of the walk is about money.
    boolean frozen = dice.nextInt(10) == 0;
    Expected expected = model.freeze(scope, frozen);
    Reply reply = frozen ? operator.freeze(scope) : operator.unfreeze(scope);
    tell(frozen ? "freeze" : "unfreeze", expected, scope, reply);
  }

  private void limit() {
    String scope = ledger();
    long limit = dice.nextInt(3) * 400L;
    tell("limit", model.limit(scope, limit), scope + " " + limit, operator.limit(scope, limit));
  }

  private void repeat() {
    if (!done.isEmpty()) {
      Repeatable repeatable = any(done);
      Reply again = repeatable.send().get();
      tell("repeat", Expected.success(repeatable.first().status(), 0), "", again);
      assertThat(withoutTtl(again)).isEqualTo(withoutTtl(repeatable.first()));
    }
  }

  private static String withoutTtl(Reply reply) {
    return reply.answer().body().replaceAll("\"remaining_ttl_ms\":[0-9]+", "");
  }

  private Reply take(String name, Expected expected, JsonNode body, Supplier<Reply> send) {
    Reply reply = send.get();
    tell(name, expected, body, reply);
    if (expected.isSuccess()) {
      done.add(new Repeatable(send, reply));
      if (done.size() > REMEMBERED_MAX) {
        done.removeFirst();
      }
    }
    return reply;
  }

  private void tell(String name, Expected expected, Object what, Reply reply) {
    seen.merge(name + " " + expected.status() + " " + expected.code(), 1, Integer::sum);
    told.add(steps + " " + name + " " + what + " -> " + reply);
    if (told.size() > TOLD_MAX) {
      told.removeFirst();
    }
    assertThat(reply.status() + " " + reply.error())
        .as("the answer to %s: %s", name, reply)
        .isEqualTo(expected.status() + " " + expected.code());
  }

  /** The ends of short leases are passed while nothing is being asked. */
  private void waitOutEdges() {
    for (Hold hold : model.holds) {
      if (hold.isActive()) {
        waitOut(hold.expiresAtMs);
        waitOut(hold.expiresAtMs + hold.graceMs);
      }
    }
    if (model.expire(Clock.nowMs())) {
      seen.merge("expired", 1, Integer::sum);
      awaitAsserted(this::compare);
    }
  }

  /** An expiry may take until the next sweep to be seen. */
  private static void awaitAsserted(org.awaitility.core.ThrowingRunnable assertion) {
    await()
        .pollDelay(Duration.ZERO)
        .pollInterval(Duration.ofMillis(20))
        .atMost(SETTLED_WITHIN)
        .untilAsserted(assertion);
  }

  private static void waitOut(long edgeMs) {
    long now = Clock.nowMs();
    if (now >= edgeMs - EDGE_MS && now <= edgeMs + 1) {
      Clock.awaitPast(edgeMs + 1);
    }
  }

  /** What was acknowledged is there to be read at once. */
  private void compare() {
    Map<String, Balance> expected = new TreeMap<>();
    Map<String, Balance> found = new TreeMap<>();
    Map<String, JsonNode> rows = operator.ledgers(tenancy.id());
    model.accounts.forEach((scope, account) -> expected.put(scope, account.balance()));
    rows.forEach((scope, row) -> found.put(scope, Balance.of(row)));
    assertThat(found).isEqualTo(expected);
    model.accounts.forEach(
        (scope, account) ->
            assertThat(rows.get(scope).path("status").asText())
                .isEqualTo(account.frozen ? "FROZEN" : "ACTIVE"));
  }
}
