package io.bailiwick.operation;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bailiwick.harness.Agent;
import io.bailiwick.harness.Bodies;
import io.bailiwick.harness.Client;
import io.bailiwick.harness.Json;
import io.bailiwick.harness.Operator;
import io.bailiwick.harness.Query;
import io.bailiwick.harness.Reply;
import io.bailiwick.harness.Tenancy;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * A tenant that owns some of everything, under names that every other one of these has too: scopes,
 * keys, texts of idempotency keys, policies and webhooks' URLs.
 */
final class Owner {
  private static final List<String> ALL =
      List.of(
          "reservations:create",
          "reservations:commit",
          "reservations:release",
          "reservations:extend",
          "reservations:list",
          "admin:read",
          "admin:write");

  private final Tenancy tenancy;

  /** A key that may do everything a key may. */
  private final Agent agent;

  private Owner(Tenancy tenancy, Agent agent) {
    this.tenancy = tenancy;
    this.agent = agent;
  }

  static Owner of(Operator operator) {
    Tenancy tenancy = Tenancy.ofThreeLevels(operator);
    // Nothing ends by itself while it is looked at.
    operator
        .updateTenant(tenancy.id(), Json.object("default_reservation_ttl_ms", 86_000_000))
        .expect(200);
    Owner owner = new Owner(tenancy, operator.newAgent(tenancy.id(), ALL, null));
    for (int i = 0; i < 2; i++) {
      owner.fresh("same-" + i);
      owner.agent.event(Bodies.event("same-event-" + i, owner.tenancy.leaf(), 3)).expect(201);
      operator.fund(owner.tenancy.leaf(), "CREDIT", 3).expect(200);
    }
    return owner;
  }

  /** The same, asked for by another client. */
  Owner through(Client client) {
    return new Owner(tenancy.through(client), new Agent(client, id(), agent.secret()));
  }

  String id() {
    return tenancy.id();
  }

  Tenancy tenancy() {
    return tenancy;
  }

  Agent agent() {
    return agent;
  }

  Operator operator() {
    return tenancy.operator();
  }

  /** Things that nobody has used yet, for requests under {@code key}. */
  Names fresh(String key) {
    String reservation = agent.reserved("held-" + key, tenancy.leaf(), 10);
    String policy = operator().policy(id(), "agent:*", "name", "policy " + key, "priority", 1);
    Reply apiKey =
        operator().createKey(Json.object("tenant_id", id(), "name", "agents")).expect(201);
    Reply webhook = agent.post("/v1/webhooks", Requests.webhook()).expect(201);
    JsonNode event =
        operator().get("/v1/admin/events?limit=1&tenant_id=" + id()).expect(200).body();
    return new Names(
        id(),
        reservation,
        policy,
        apiKey.text("key_id"),
        webhook.body().at("/subscription/subscription_id").asText(),
        event.at("/events/0/event_id").asText(),
        key);
  }

  /** Everything of it that an operator can see. When its keys were used last is nobody's doing. */
  Map<String, List<JsonNode>> everything() {
    Operator operator = operator();
    Map<String, List<JsonNode>> all = new LinkedHashMap<>();
    all.put("tenant", List.of(operator.get("/v1/admin/tenants/" + id()).expect(200).body()));
    add(all, "/v1/admin/budgets", "tenant_id", "ledgers");
    add(all, "/v1/admin/policies", "tenant_id", "policies");
    add(all, "/v1/admin/api-keys", "tenant_id", "keys");
    add(all, "/v1/admin/webhooks", "tenant_id", "subscriptions");
    add(all, "/v1/reservations", "tenant", "reservations");
    add(all, "/v1/admin/events", "tenant_id", "events");
    add(all, "/v1/x-bailiwick/decisions", "tenant_id", "decisions");
    add(all, "/v1/admin/audit/logs", "tenant_id", "logs");
    List<JsonNode> deliveries = new ArrayList<>();
    for (JsonNode webhook : all.get("subscriptions")) {
      String id = webhook.path("subscription_id").asText();
      deliveries.addAll(
          operator.rows("/v1/admin/webhooks/" + id + "/deliveries?limit=100", "deliveries"));
    }
    all.put("deliveries", deliveries);
    all.get("keys").forEach(key -> ((ObjectNode) key).remove("last_used_at"));
    return all;
  }

  private void add(Map<String, List<JsonNode>> all, String path, String ofTenant, String member) {
    all.put(member, operator().rows(Query.of(path, "limit", "100", ofTenant, id()), member));
  }

  /** Every id that something of it has, and its own. */
  Set<String> ids() {
    Set<String> ids = new TreeSet<>(Set.of(id()));
    everything()
        .values()
        .forEach(
            rows ->
                rows.forEach(
                    row ->
                        row.properties()
                            .forEach(
                                member -> {
                                  boolean isId =
                                      member.getKey().endsWith("_id")
                                          && !member.getKey().equals("parent_id");
                                  String value = member.getValue().asText();
                                  // Ids of requests and traces are long enough, and none of a kind
                                  // that all share.
                                  if (isId && value.length() > 8) {
                                    ids.add(value);
                                  }
                                })));
    return ids;
  }
}
