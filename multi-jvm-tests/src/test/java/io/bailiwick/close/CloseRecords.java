package io.bailiwick.close;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * Everything that is told of one tenant, and what of it is the close's: each thing once, all of it
 * under one id.
 */
record CloseRecords(String tenant, List<JsonNode> events, List<JsonNode> audits) {

  void areOf(ClosedTenant closed) {
    String correlation = correlation(closed.notes());
    assertThat(cascade())
        .as(tenant)
        .allMatch(event -> event.path("correlation_id").asText().equals(correlation));
    assertThat(audits("tenant_close_cascade"))
        .as(tenant)
        .allMatch(entry -> entry.at("/metadata/correlation_id").asText().equals(correlation));
    assertThat(audits("updateTenant"))
        .as("%s: the close itself", tenant)
        .singleElement()
        .matches(entry -> entry.at("/metadata/correlation_id").asText().equals(correlation));

    ofLedgers(closed);
    ofKeys(closed);
    ofReservations(closed);
    ofWebhooks(closed);
  }

  /** The id of the whole close, with the request that has begun it. */
  private String correlation(Closing notes) {
    List<JsonNode> ends = events("tenant.closed");
    assertThat(ends).as("%s: tenant.closed", tenant).hasSize(1);
    String correlation = ends.getFirst().path("correlation_id").asText();
    String prefix = "tenant_close_cascade:" + tenant + ":";
    assertThat(correlation).startsWith(prefix);
    assertThat(notes.isRequestOfClose(correlation.substring(prefix.length())))
        .as("%s is of a request for the close", correlation)
        .isTrue();
    return correlation;
  }

  private void ofLedgers(ClosedTenant closed) {
    List<String> told =
        events("budget.closed_via_tenant_cascade").stream()
            .map(event -> event.path("scope").asText())
            .toList();
    assertThat(told)
        .as("%s: ledgers told as closed", tenant)
        .containsExactlyInAnyOrderElementsOf(closed.ledgers().keySet());
    assertThat(resources("tenant_close_cascade", "budget"))
        .containsExactlyInAnyOrderElementsOf(
            closed.ledgers().values().stream()
                .map(ledger -> ledger.path("ledger_id").asText())
                .toList());
  }

  /** A key that got in beside the close is revoked by whoever made it, and told as that. */
  private void ofKeys(ClosedTenant closed) {
    List<String> byTheClose = keys("api_key.revoked_via_tenant_cascade");
    List<String> byTheirMakers = keys("api_key.revoked");
    assertThat(Stream.concat(byTheClose.stream(), byTheirMakers.stream()))
        .as("%s: keys told as revoked", tenant)
        .containsExactlyInAnyOrderElementsOf(closed.keys().keySet());
    assertThat(resources("tenant_close_cascade", "api_key"))
        .containsExactlyInAnyOrderElementsOf(byTheClose);
    assertThat(keys("api_key.created")).containsExactlyInAnyOrderElementsOf(closed.keys().keySet());
  }

  private List<String> keys(String type) {
    return events(type).stream().map(event -> event.at("/data/key_id").asText()).toList();
  }

  private void ofReservations(ClosedTenant closed) {
    List<String> expired =
        closed.reservations().entrySet().stream()
            .filter(one -> ClosedTenant.status(one.getValue()).equals("EXPIRED"))
            .map(one -> one.getKey())
            .toList();
    assertThat(
            events("reservation.expired").stream()
                .map(event -> event.at("/data/reservation_id").asText()))
        .as("%s: reservations told as expired", tenant)
        .containsExactlyInAnyOrderElementsOf(expired);

    long[] released = closed.releasedByTheClose();
    List<JsonNode> told = events("reservation.released_via_tenant_cascade");
    List<String> scopes = told.stream().map(event -> event.path("scope").asText()).toList();
    List<String> path =
        Closing.PATH.stream().map(below -> closed.notes().tenancy().scope(below)).toList();
    assertThat(scopes).as("%s: once for a ledger", tenant).doesNotHaveDuplicates().isSubsetOf(path);
    List<Long> amounts =
        new ArrayList<>(
            told.stream().map(event -> event.at("/data/released_amount").asLong()).toList());
    while (amounts.size() < path.size()) {
      amounts.add(0L);
    }
    assertThat(amounts)
        .as("%s: released of each ledger of the path", tenant)
        .containsOnly(amounts.getFirst())
        .allMatch(amount -> amount >= released[0] && amount <= released[1]);
  }

  private void ofWebhooks(ClosedTenant closed) {
    List<String> told =
        events("webhook.disabled_via_tenant_cascade").stream()
            .map(event -> event.at("/data/subscription_id").asText())
            .toList();
    assertThat(told).doesNotHaveDuplicates().isSubsetOf(closed.webhookIds());
  }

  private List<JsonNode> events(String type) {
    return events.stream().filter(event -> event.path("event_type").asText().equals(type)).toList();
  }

  private List<JsonNode> cascade() {
    return events.stream()
        .filter(event -> event.path("event_type").asText().endsWith("_via_tenant_cascade"))
        .toList();
  }

  private List<JsonNode> audits(String operation) {
    return audits.stream()
        .filter(entry -> entry.path("operation").asText().equals(operation))
        .toList();
  }

  private List<String> resources(String operation, String type) {
    List<String> found =
        audits(operation).stream()
            .filter(entry -> entry.path("resource_type").asText().equals(type))
            .map(entry -> entry.path("resource_id").asText())
            .toList();
    assertThat(new TreeSet<>(found)).as("%s: each %s once", tenant, type).hasSameSizeAs(found);
    return found;
  }
}
