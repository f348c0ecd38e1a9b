package io.bailiwick.money;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bailiwick.harness.Balance;
import io.bailiwick.harness.Bodies;
import io.bailiwick.harness.Json;
import io.bailiwick.harness.Reply;
import io.bailiwick.harness.SharedServer;
import io.bailiwick.harness.Tenancy;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A worked example, told step by step: ledgers, then requests on the deepest of them, then what
 * every ledger has. "Below" is a scope below a tenant of its own; "" is the tenant's.
 */
final class Story {
  private final Tenancy tenancy = Tenancy.empty(SharedServer.operator());
  private final Map<String, Long> limits = new HashMap<>();
  private final Map<String, Long> allocated = new LinkedHashMap<>();
  private String path = "";
  private String reservation = "";
  private Reply last;
  private int keys;

  /** A ledger that may not owe. */
  Story ledger(String below, long allocation) {
    return ledger(below, allocation, 0);
  }

  Story ledger(String below, long allocation, long limit) {
    tenancy.budget(below, allocation, limit);
    allocated.put(below, allocation);
    limits.put(below, limit);
    path = below;
    return this;
  }

  /** That much of a ledger has been spent before. */
  Story spentBefore(String below, long spent) {
    ObjectNode funding =
        Json.object(
            "operation", "RESET_SPENT",
            "amount", Json.amount(Bodies.UNIT, allocated.get(below)),
            "spent", Json.amount(Bodies.UNIT, spent));
    tenancy.operator().fund(tenancy.scope(below), funding).expect(200);
    return this;
  }

  Story reserve(long amount) {
    return reserve(amount, "ALLOW_IF_AVAILABLE");
  }

  Story reserve(long amount, String policy) {
    last = tenancy.agent().reserve(body(amount, policy)).expect(200);
    reservation = last.reservationId();
    assertThat(last.text("decision")).isEqualTo("ALLOW");
    assertThat(last.amount("reserved")).isEqualTo(amount);
    return this;
  }

  Story reserveIsRefused(long amount, String code) {
    last = tenancy.agent().reserve(body(amount, "ALLOW_IF_AVAILABLE")).refused(409, code);
    return this;
  }

  private ObjectNode body(long amount, String policy) {
    return Bodies.reserve(key(), tenancy.scope(path), amount).put("overage_policy", policy);
  }

  /** Commits; {@code released} is 0 where the answer must not have it. */
  Story commit(long actual, long charged, long released) {
    last = tenancy.agent().commit(reservation, Bodies.commit(key(), actual)).expect(200);
    assertThat(last.amount("charged")).isEqualTo(charged);
    assertThat(last.has("released")).isEqualTo(released > 0);
    if (released > 0) {
      assertThat(last.amount("released")).isEqualTo(released);
    }
    return this;
  }

  /** And the reservation stays as it was. */
  Story commitIsRefused(long actual, String code) {
    tenancy.agent().commit(reservation, Bodies.commit(key(), actual)).refused(409, code);
    Reply now = tenancy.agent().reservation(reservation).expect(200);
    assertThat(now.text("status")).isEqualTo("ACTIVE");
    last = null;
    return this;
  }

  Story release(long released) {
    last = tenancy.agent().release(reservation, Bodies.release(key())).expect(200);
    assertThat(last.amount("released")).isEqualTo(released);
    return this;
  }

  /** Debits; {@code charged} is the whole where the answer must not have it. */
  Story event(long actual, String policy, long charged) {
    ObjectNode body = Bodies.event(key(), tenancy.scope(path), actual);
    last = tenancy.agent().event(body.put("overage_policy", policy)).expect(201);
    assertThat(last.has("charged")).as("charged is there if capped").isEqualTo(charged < actual);
    if (charged < actual) {
      assertThat(last.amount("charged")).isEqualTo(charged);
    }
    return this;
  }

  Story eventIsRefused(long actual, String policy, String code) {
    ObjectNode body = Bodies.event(key(), tenancy.scope(path), actual);
    tenancy.agent().event(body.put("overage_policy", policy)).refused(409, code);
    last = null;
    return this;
  }

  Story fund(String below, String operation, long amount) {
    tenancy.operator().fund(tenancy.scope(below), operation, amount).expect(200);
    last = null;
    return this;
  }

  /** All figures of a ledger that is not over its limit. */
  Story has(String below, long remaining, long reserved, long spent, long debt) {
    return has(below, remaining, reserved, spent, debt, false);
  }

  Story hasOverLimit(String below, long remaining, long reserved, long spent, long debt) {
    return has(below, remaining, reserved, spent, debt, true);
  }

  private Story has(
      String below, long remaining, long reserved, long spent, long debt, boolean overLimit) {
    Balance found = tenancy.balance(below);
    long allocation = allocated.get(below);
    Balance expected =
        new Balance(allocation, remaining, reserved, spent, debt, limits.get(below), overLimit);
    assertThat(found).as("what %s has", tenancy.scope(below)).isEqualTo(expected);
    assertThat(found.addsUp()).isTrue();
    if (last != null && last.has("balances")) {
      assertThat(last.balances().get(tenancy.scope(below)))
          .as("what the answer said of it")
          .isEqualTo(expected);
    }
    return this;
  }

  private String key() {
    return "step-" + ++keys;
  }
}
