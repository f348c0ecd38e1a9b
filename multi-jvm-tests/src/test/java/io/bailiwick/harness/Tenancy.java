package io.bailiwick.harness;

import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;

/** A tenant of a test's own, with a key that has the default permissions. */
public record Tenancy(String id, Operator operator, Agent agent) {
  private static final AtomicInteger COUNT = new AtomicInteger();

  /** A tenant without budgets. */
  public static Tenancy empty(Operator operator) {
    String id = create(operator);
    return new Tenancy(id, operator, operator.newAgent(id));
  }

  /** The id of a new tenant, which has no key yet. */
  static String create(Operator operator) {
    String id =
        "t%d-%x".formatted(COUNT.incrementAndGet(), ThreadLocalRandom.current().nextInt(1 << 30));
    operator.createTenant(id).expect(201);
    return id;
  }

  /** A tenant with ledgers on these scopes below it ("" is its own). */
  public static Tenancy with(Operator operator, Map<String, Long> budgets) {
    return empty(operator).withBudgets(budgets);
  }

  Tenancy withBudgets(Map<String, Long> budgets) {
    budgets.forEach(this::budget);
    return this;
  }

  /** A tenant with ledgers on three levels: itself, an app, and an agent of the app. */
  public static Tenancy ofThreeLevels(Operator operator) {
    return with(
        operator, Map.of("", 1_000_000L, "app:chat", 200_000L, "app:chat/agent:writer", 50_000L));
  }

  /** The same tenant, asked for by another client. */
  public Tenancy through(Client client) {
    return new Tenancy(
        id, new Operator(client, operator.adminKey()), new Agent(client, id, agent.secret()));
  }

  /** Whose tree a scope is in. */
  public static String owner(String scope) {
    return scope.split("/", 2)[0].substring("tenant:".length());
  }

  /** The scope at {@code below} the tenant; "" is the tenant's own. */
  public String scope(String below) {
    return "tenant:" + id + (below.isEmpty() ? "" : "/" + below);
  }

  /** The deepest scope of {@link #ofThreeLevels}. */
  public String leaf() {
    return scope("app:chat/agent:writer");
  }

  public Tenancy budget(String below, long allocated) {
    operator.openBudget(scope(below), allocated).expect(201);
    return this;
  }

  public Tenancy budget(String below, long allocated, long overdraftLimit) {
    operator.openBudget(scope(below), allocated, overdraftLimit).expect(201);
    return this;
  }

  public Balance balance(String below) {
    return operator.balance(scope(below));
  }
}
