package io.bailiwick.oracle;

import com.fasterxml.jackson.databind.JsonNode;
import io.bailiwick.harness.Balance;
import io.bailiwick.harness.Clock;
import io.bailiwick.harness.Tenancy;
import io.bailiwick.history.History;
import io.bailiwick.history.Operation;
import io.bailiwick.history.Outcome;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What a server shows of one tenant, and what its clients were told.
 *
 * @param allocated what each ledger had at first, by scope
 * @param rows all of its reservations
 * @param ledgers by scope
 * @param atMs when it was read
 * @param fastest how far any server's clock has ever been before that of the tests
 */
public record Observed(
    String tenant,
    History history,
    Map<String, Long> allocated,
    List<JsonNode> rows,
    Map<String, Balance> ledgers,
    long atMs,
    Duration fastest) {

  /** Asked for as the operator: a closed tenant has no keys. */
  private static final String RESERVATIONS = "/v1/reservations?limit=200&tenant=";

  /** Reads everything. Nobody may be changing anything. */
  public static Observed of(Tenancy tenancy, History history, Map<String, Long> allocated) {
    return of(tenancy, history, allocated, Duration.ZERO);
  }

  /** The same of servers whose clocks were not always right. */
  public static Observed of(
      Tenancy tenancy, History history, Map<String, Long> allocated, Duration fastest) {
    long atMs = Clock.nowMs();
    Map<String, Balance> ledgers = new TreeMap<>();
    tenancy
        .operator()
        .ledgers(tenancy.id())
        .forEach((scope, row) -> ledgers.put(scope, Balance.of(row)));
    return new Observed(
        tenancy.id(),
        history,
        allocated,
        tenancy.operator().rows(RESERVATIONS + tenancy.id(), "reservations"),
        ledgers,
        atMs,
        fastest);
  }

  /** Whether a request for {@code path} is also one on the ledger. */
  static boolean isOnPath(String ledger, String path) {
    return path.equals(ledger) || path.startsWith(ledger + "/");
  }

  List<Outcome> acknowledged(Operation.Kind kind) {
    return history.acknowledged(tenant, kind).toList();
  }

  /** Whether what is live may end within {@code time}, by clocks that are right by now. */
  public boolean hasLeaseThatEndsWithin(Duration time) {
    long untilMs = atMs + time.toMillis();
    return rows.stream()
        .anyMatch(
            row -> status(row).equals("ACTIVE") && row.path("expires_at_ms").asLong() < untilMs);
  }

  static String id(JsonNode row) {
    return row.path("reservation_id").asText();
  }

  static String status(JsonNode row) {
    return row.path("status").asText();
  }
}
