package io.bailiwick.records;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.bailiwick.harness.Json;
import io.bailiwick.harness.Operator;
import io.bailiwick.harness.Query;
import io.bailiwick.harness.Reply;
import io.bailiwick.harness.Request;
import io.bailiwick.harness.SharedServer;
import io.bailiwick.harness.Tenancy;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Exports: whole, in either form, and gone on with. */
class ExportIT {
  /** More than three parts, so that one is read while another is sent. */
  private static final int CHANGES = 1_600;

  private final Operator operator = SharedServer.operator();
  private final Tenancy acme = Tenancy.empty(operator);
  private final Records records = new Records(operator, acme.id());

  @Test
  void anExportHasExactlyWhatTheListHasOldestFirst() {
    acme.budget("", 10);
    for (int i = 0; i < CHANGES; i++) {
      operator.fund(acme.scope(""), "CREDIT", 1).expect(200);
    }
    String of = "tenant_id=" + acme.id();

    List<JsonNode> events = lines(export("/v1/x-bailiwick/events/export?" + of));
    assertThat(events).hasSize(CHANGES + 3).isEqualTo(records.events(""));
    List<JsonNode> audits = lines(export("/v1/x-bailiwick/audit/export?" + of));
    assertThat(audits).hasSize(CHANGES + 3).isEqualTo(records.audits(""));
    List<JsonNode> narrow =
        lines(export("/v1/x-bailiwick/events/export?event_type=tenant.created&" + of));
    assertThat(narrow).hasSize(1);

    // The connection was lost after some lines.
    int kept = 700;
    String rest = "&after=" + events.get(kept - 1).path("event_id").asText();
    assertThat(lines(export("/v1/x-bailiwick/events/export?" + of + rest)))
        .isEqualTo(events.subList(kept, events.size()));
  }

  @Test
  void anExportEndsWithTheMomentItBeginsAndSaysSo() {
    Reply first = export("/v1/x-bailiwick/events/export?tenant_id=" + acme.id());
    String to = first.header("X-Bailiwick-Export-To");
    assertThat(Instant.parse(to)).isBefore(Instant.now().plusSeconds(1));
    operator.updateTenant(acme.id(), Json.object("name", "Later")).expect(200);

    String again =
        "/v1/x-bailiwick/events/export?tenant_id=" + acme.id() + "&to=" + Query.encode(to);
    assertThat(lines(export(again))).isEqualTo(lines(first));
    assertThat(first.header("Content-Disposition")).contains("events-").contains(".jsonl");
  }

  @Test
  void tablesHaveALineOfNamesAndNothingToCompute() {
    operator
        .send(
            Request.of(
                    "PATCH",
                    "/v1/admin/tenants/" + acme.id(),
                    Json.object("name", "With, comma and \"quotes\""))
                .with("User-Agent", "=cmd()"))
        .expect(200);
    Reply csv =
        operator.send(
            Request.get("/v1/x-bailiwick/audit/export?tenant_id=" + acme.id())
                .with("Accept", "text/csv"));

    assertThat(csv.header("Content-Type")).startsWith("text/csv");
    List<String> rows = csv.answer().body().lines().toList();
    assertThat(rows).hasSize(1 + 3);
    assertThat(rows.getFirst()).startsWith("log_id,timestamp,tenant_id,key_id,user_agent,");
    assertThat(rows.getLast())
        .contains(",'=cmd(),")
        .contains("\"\"name\"\":\"\"With, comma and \\\"\"quotes\\\"\"\"\"");
    Reply byName = export("/v1/x-bailiwick/events/export?format=csv&tenant_id=" + acme.id());
    assertThat(byName.header("Content-Type")).startsWith("text/csv");
  }

  @ParameterizedTest
  @ValueSource(strings = {"format=xml", "event_type=none", "from=x"})
  void whatCannotBeExportedIsRefused(String parameters) {
    operator.get("/v1/x-bailiwick/events/export?" + parameters).refused(400, "INVALID_REQUEST");
  }

  @Test
  void onlyOperatorsExportAndOnlyInFormsThereAre() {
    acme.agent().get("/v1/x-bailiwick/audit/export").refused(401, "UNAUTHORIZED");
    operator
        .send(Request.get("/v1/x-bailiwick/audit/export").with("Accept", "image/png"))
        .refused(406, "INVALID_REQUEST");
    Reply none = export("/v1/x-bailiwick/audit/export?tenant_id=nobody-at-all");
    assertThat(none.answer().body()).isEmpty();
  }

  private Reply export(String target) {
    return operator.get(target).expect(200);
  }

  private static List<JsonNode> lines(Reply reply) {
    return reply.answer().body().lines().map(Json::parse).toList();
  }
}
