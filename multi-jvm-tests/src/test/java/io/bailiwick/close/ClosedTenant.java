package io.bailiwick.close;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.bailiwick.harness.Operator;
import io.bailiwick.harness.Tenancy;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * A tenant after its close, judged by what its clients were told: every figure is explained, and
 * everything that the close ended is told once.
 */
final class ClosedTenant {
  private final Closing notes;
  private final Map<String, JsonNode> ledgers;
  private final Map<String, JsonNode> reservations;
  private final Map<String, JsonNode> keys;
  private final List<JsonNode> webhooks;

  private ClosedTenant(Closing notes, Operator operator) {
    this.notes = notes;
    String id = notes.id();
    ledgers = by("scope", operator.rows("/v1/admin/budgets?limit=100&tenant_id=" + id, "ledgers"));
    reservations =
        by(
            "reservation_id",
            operator.rows("/v1/reservations?limit=200&tenant=" + id, "reservations"));
    keys = by("key_id", operator.rows("/v1/admin/api-keys?limit=100&tenant_id=" + id, "keys"));
    webhooks = operator.rows("/v1/admin/webhooks?limit=100&tenant_id=" + id, "subscriptions");
  }

  /** A tenant whose close is over; fails if anything is not as it must be. */
  static ClosedTenant judged(Closing notes, Operator operator) {
    ClosedTenant closed = new ClosedTenant(notes, operator);
    closed.everythingHasEnded();
    closed.everyAcknowledgementIsKept();
    closed.theMoneyIsExplained();
    List<JsonNode> events =
        operator.rows("/v1/admin/events?limit=100&tenant_id=" + notes.id(), "events");
    List<JsonNode> audits =
        operator.rows("/v1/admin/audit/logs?limit=100&status=200&tenant_id=" + notes.id(), "logs");
    new CloseRecords(notes.id(), events, audits).areOf(closed);
    return closed;
  }

  Closing notes() {
    return notes;
  }

  Map<String, JsonNode> ledgers() {
    return ledgers;
  }

  Map<String, JsonNode> keys() {
    return keys;
  }

  Map<String, JsonNode> reservations() {
    return reservations;
  }

  List<String> webhookIds() {
    return webhooks.stream().map(one -> one.path("subscription_id").asText()).toList();
  }

  /** Later nothing is another than it was. */
  void isStillTheSame(Operator operator) {
    ClosedTenant later = new ClosedTenant(notes, operator);
    assertThat(later.ledgers).as(notes.id()).isEqualTo(ledgers);
    assertThat(later.reservations).as(notes.id()).isEqualTo(reservations);
    assertThat(later.webhooks).as(notes.id()).isEqualTo(webhooks);
    assertThat(later.keys).as(notes.id()).isEqualTo(keys);
  }

  private static Map<String, JsonNode> by(String member, List<JsonNode> rows) {
    return rows.stream()
        .collect(Collectors.toMap(row -> row.path(member).asText(), Function.identity()));
  }

  private void everythingHasEnded() {
    assertThat(ledgers.values())
        .as(notes.id())
        .hasSizeGreaterThan(Closing.PATH.size())
        .allSatisfy(
            ledger -> {
              assertThat(ledger.path("status").asText()).isEqualTo("CLOSED");
              assertThat(amount(ledger, "reserved")).isZero();
              assertThat(amount(ledger, "remaining"))
                  .isEqualTo(amount(ledger, "allocated") - amount(ledger, "spent"));
            });
    assertThat(reservations.values())
        .as(notes.id())
        .extracting(ClosedTenant::status)
        .doesNotContain("ACTIVE");
    assertThat(keys.values()).extracting(ClosedTenant::status).containsOnly("REVOKED");
    assertThat(webhooks).extracting(ClosedTenant::status).containsOnly("DISABLED");
  }

  private void everyAcknowledgementIsKept() {
    assertThat(reservations.keySet()).containsAll(notes.reserved.keySet());
    notes.committed.forEach(
        (id, charged) -> {
          assertThat(status(reservations.get(id))).as(id).isEqualTo("COMMITTED");
          assertThat(amount(reservations.get(id), "committed")).as(id).isEqualTo(charged);
        });
    notes.released.forEach(
        id -> assertThat(status(reservations.get(id))).as(id).isEqualTo("RELEASED"));
    assertThat(keys.keySet()).containsAll(notes.keys);
    assertThat(ledgers.keySet()).containsAll(notes.ledgers);
    assertThat(webhookIds()).containsAll(notes.webhooks);
  }

  private void theMoneyIsExplained() {
    long committed =
        reservations.values().stream()
            .filter(one -> status(one).equals("COMMITTED"))
            .mapToLong(one -> amount(one, "committed"))
            .sum();
    Tenancy tenancy = notes.tenancy();
    List<Long> spent = new ArrayList<>();
    for (String below : Closing.PATH) {
      spent.add(amount(ledgers.get(tenancy.scope(below)), "spent"));
    }
    long least = committed + notes.debited.get();
    assertThat(spent)
        .as("%s: spent alike on all of the path", notes.id())
        .containsOnly(spent.getFirst())
        .allMatch(one -> one >= least && one <= least + notes.debitedPerhaps.get());
    long credited = amount(ledgers.get(tenancy.scope("")), "allocated") - Closing.ALLOCATED;
    assertThat(credited)
        .as("%s: credited", notes.id())
        .isBetween(notes.credited.get(), notes.credited.get() + notes.creditedPerhaps.get());
  }

  /** The least and the most that the close can have released of each ledger of the path. */
  long[] releasedByTheClose() {
    long least = 0;
    long most = 0;
    for (Map.Entry<String, JsonNode> one : reservations.entrySet()) {
      boolean isOfTheClose =
          status(one.getValue()).equals("RELEASED") && !notes.released.contains(one.getKey());
      if (isOfTheClose) {
        long amount = amount(one.getValue(), "reserved");
        most += amount;
        least += notes.releasedPerhaps.contains(one.getKey()) ? 0 : amount;
      }
    }
    return new long[] {least, most};
  }

  static String status(JsonNode row) {
    return row.path("status").asText();
  }

  private static long amount(JsonNode row, String member) {
    return row.path(member).path("amount").asLong();
  }
}
