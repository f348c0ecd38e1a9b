package io.bailiwick.records;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bailiwick.harness.Agent;
import io.bailiwick.harness.Bodies;
import io.bailiwick.harness.Json;
import io.bailiwick.harness.Operator;
import io.bailiwick.harness.Reply;
import io.bailiwick.harness.SharedServer;
import io.bailiwick.harness.Tenancy;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** What is exported of decisions, what is summed up, and what the ledgers say. */
class SpendIT {
  private static final String EXPORT = "/v1/x-bailiwick/decisions/export?tenant_id=";

  private final Operator operator = SharedServer.operator();
  private final Tenancy acme = Tenancy.empty(operator).budget("", 10_000).budget("app:x", 1_000);
  private final Agent agent = acme.agent();
  private final String scope = acme.scope("app:x/agent:writer");

  private List<JsonNode> decisions() {
    return operator.rows("/v1/x-bailiwick/decisions?limit=100&tenant_id=" + acme.id(), "decisions");
  }

  /** Charges with debt and overage, and an operator who sets what counts as spent. */
  private void spend() {
    acme.budget("workspace:w", 100, 50);
    String indebted = acme.scope("workspace:w");
    for (int i = 0; i < 30; i++) {
      String id = agent.reserved("r" + i, scope, 10);
      agent.commit(id, Bodies.commit("c" + i, 8 + i % 5)).expect(200);
      agent.event(Bodies.event("e" + i, acme.scope(""), i)).expect(201);
    }
    ObjectNode event = Bodies.event("debt", indebted, 130);
    agent.event(event.put("overage_policy", "ALLOW_WITH_OVERDRAFT")).expect(201);
    operator
        .fund(
            acme.scope("app:x"),
            Json.object("operation", "RESET_SPENT", "spent", Json.amount(Bodies.UNIT, 17)))
        .expect(200);
    agent.event(Bodies.event("after", scope, 3)).expect(201);
  }

  @Test
  void whatIsExportedAddsUpToWhatTheLedgersSay() {
    spend();
    Reply reply = operator.get(EXPORT + acme.id() + "&summary=true").expect(200);
    List<JsonNode> lines = new ArrayList<>(reply.answer().body().lines().map(Json::parse).toList());
    JsonNode summary = lines.removeLast().path("export");
    assertThat(summary.path("rows").asInt()).isEqualTo(lines.size()).isEqualTo(92);
    assertThat(summary.path("filter").path("tenant_id").asText()).isEqualTo(acme.id());
    assertThat(reply.header("X-Bailiwick-Export-Filter")).startsWith("tenant_id=" + acme.id());
    assertThat(lines).isEqualTo(decisions().reversed());

    Map<String, Long> charged = new TreeMap<>();
    for (JsonNode line : lines) {
      for (JsonNode affected : line.path("affected_scopes")) {
        charged.merge(affected.asText(), line.path("charged").path("amount").asLong(), Long::sum);
      }
    }
    assertThat(charged.get(acme.scope(""))).isEqualTo(acme.balance("").spent());

    JsonNode spend =
        operator
            .get("/v1/x-bailiwick/spend?ledgers=true&group_by=app,key&tenant_id=" + acme.id())
            .expect(200)
            .body();
    assertThat(spend.path("ledgers")).hasSize(3);
    for (JsonNode ledger : spend.path("ledgers")) {
      String at = ledger.path("scope").asText();
      assertThat(amount(ledger, "charged")).as(at).isEqualTo(charged.get(at));
      assertThat(amount(ledger, "accounted"))
          .as(at)
          .isEqualTo(amount(ledger, "spent"))
          .isEqualTo(operator.balance(at).spent());
    }
    JsonNode ofDebt = spend.path("ledgers").get(2);
    assertThat(amount(ofDebt, "debt_incurred")).isEqualTo(30);
    assertThat(amount(spend.path("ledgers").get(1), "adjusted")).isNegative();
    assertThat(spend.path("groups")).hasSize(2);
    long all = 0;
    for (JsonNode group : spend.path("groups")) {
      all += amount(group, "charged");
    }
    assertThat(all).isEqualTo(charged.get(acme.scope("")));
    assertThat(amount(spend.path("groups").get(1), "overage"))
        .as("of the app, whose commits were of 8 to 12")
        .isEqualTo(18);
  }

  private static long amount(JsonNode of, String member) {
    return of.path(member).path("amount").asLong();
  }

  @Test
  void anExportGoesOnAfterWhatIsThereAndIsATableToo() {
    spend();
    List<String> whole =
        operator.get(EXPORT + acme.id()).expect(200).answer().body().lines().toList();
    String after = Json.parse(whole.get(49)).path("decision_id").asText();
    assertThat(
            operator
                .get(EXPORT + acme.id() + "&after=" + after)
                .expect(200)
                .answer()
                .body()
                .lines())
        .containsExactlyElementsOf(whole.subList(50, whole.size()));
    List<String> table =
        operator
            .get(EXPORT + acme.id() + "&format=csv&summary=true&operation=createEvent")
            .expect(200)
            .answer()
            .body()
            .lines()
            .toList();
    assertThat(table).hasSize(1 + 32 + 1);
    assertThat(table.getFirst()).startsWith("decision_id,timestamp,tenant_id,operation,decision,");
    assertThat(table.getLast()).startsWith("#export,decisions,rows,32,tenant_id," + acme.id());
    operator.get(EXPORT + acme.id() + "&after=x").refused(400, "INVALID_REQUEST");
    agent.get(EXPORT + acme.id()).refused(401, "UNAUTHORIZED");
  }

  @Test
  void tenantsSumUpTheirOwn() {
    spend();
    Tenancy other = Tenancy.empty(operator).budget("", 10);
    String spend = "/v1/x-bailiwick/spend?group_by=tenant&group_by=action&ledgers=true";
    JsonNode own = agent.get(spend).expect(200).body();
    assertThat(own.path("groups")).hasSize(1);
    assertThat(own.path("groups").get(0).path("tenant_id").asText()).isEqualTo(acme.id());
    assertThat(own.path("groups").get(0).path("action")).isEqualTo(Bodies.action());
    assertThat(other.agent().get(spend + "&tenant_id=" + acme.id()).expect(200).body())
        .isEqualTo(other.agent().get(spend + "&tenant_id=nobody").expect(200).body());
    operator.get(spend).refused(400, "INVALID_REQUEST");
    operator.get("/v1/x-bailiwick/spend?group_by=mood").refused(400, "INVALID_REQUEST");
  }
}
