package io.bailiwick.harness;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Calls with a tenant's key. Thread-safe. */
public record Agent(Client client, String tenant, String secret) {

  public Reply send(Request request) {
    return client.send(request.with("X-Cycles-API-Key", secret));
  }

  public Reply get(String target) {
    return send(Request.get(target));
  }

  public Reply post(String target, JsonNode body) {
    return send(Request.post(target, body));
  }

  public Reply reserve(ObjectNode body) {
    return post("/v1/reservations", body);
  }

  /** Reserves, and has to succeed. */
  public String reserved(String key, String scope, long amount) {
    return reserve(Bodies.reserve(key, scope, amount)).expect(200).reservationId();
  }

  public Reply decide(ObjectNode body) {
    return post("/v1/decide", body);
  }

  public Reply commit(String id, ObjectNode body) {
    return post("/v1/reservations/" + id + "/commit", body);
  }

  public Reply release(String id, ObjectNode body) {
    return post("/v1/reservations/" + id + "/release", body);
  }

  public Reply extend(String id, ObjectNode body) {
    return post("/v1/reservations/" + id + "/extend", body);
  }

  public Reply event(ObjectNode body) {
    return post("/v1/events", body);
  }

  public Reply reservation(String id) {
    return get("/v1/reservations/" + id);
  }

  /** All ledgers of the tenant in one unit or in all, by scope path; at most a page of 200. */
  public Map<String, Balance> balances() {
    return get("/v1/balances?limit=200&tenant=" + tenant).expect(200).balances();
  }

  /** All rows of all pages. */
  public List<JsonNode> reservations(String filters) {
    List<JsonNode> rows = new ArrayList<>();
    String cursor = "";
    do {
      Reply page = get("/v1/reservations?limit=200" + filters + cursor).expect(200);
      page.body().path("reservations").forEach(rows::add);
      cursor = page.has("next_cursor") ? "&cursor=" + Query.encode(page.text("next_cursor")) : "";
    } while (!cursor.isEmpty());
    return rows;
  }
}
