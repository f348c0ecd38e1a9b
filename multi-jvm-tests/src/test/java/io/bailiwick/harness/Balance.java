package io.bailiwick.harness;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The figures of a ledger as a client reads them, from either form of the balances.
 *
 * @param limit the overdraft limit
 */
public record Balance(
    long allocated,
    long remaining,
    long reserved,
    long spent,
    long debt,
    long limit,
    boolean overLimit) {

  /** Of a Balance or a BudgetLedger. */
  public static Balance of(JsonNode item) {
    return new Balance(
        amount(item, "allocated"),
        amount(item, "remaining"),
        amount(item, "reserved"),
        amount(item, "spent"),
        amount(item, "debt"),
        amount(item, "overdraft_limit"),
        item.path("is_over_limit").asBoolean());
  }

  /** Of the member {@code balances} of an answer, by scope path, in the answer's order. */
  public static Map<String, Balance> of(Reply reply) {
    Map<String, Balance> found = new LinkedHashMap<>();
    reply
        .body()
        .path("balances")
        .forEach(item -> found.put(item.path("scope_path").asText(), of(item)));
    return found;
  }

  /** A ledger that nothing has happened to. */
  public static Balance untouched(long allocated) {
    return new Balance(allocated, allocated, 0, 0, 0, 0, false);
  }

  /** The ledger identity. */
  public boolean addsUp() {
    return allocated == remaining + reserved + spent + debt;
  }

  private static long amount(JsonNode item, String name) {
    return item.path(name).path("amount").asLong();
  }
}
