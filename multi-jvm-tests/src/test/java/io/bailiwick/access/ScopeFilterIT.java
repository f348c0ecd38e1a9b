package io.bailiwick.access;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.bailiwick.harness.Agent;
import io.bailiwick.harness.Operator;
import io.bailiwick.harness.Reply;
import io.bailiwick.harness.SharedServer;
import io.bailiwick.harness.Tenancy;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A key with a scope filter reaches the paths with a matching segment, and no others. */
class ScopeFilterIT {
  private final Operator operator = SharedServer.operator();
  private final Tenancy tenancy = Tenancy.ofThreeLevels(operator).budget("app:other", 100);
  private final String within = tenancy.leaf();
  private final String outside = tenancy.scope("app:other");
  private final String idWithin = tenancy.agent().reserved("within", within, 5);
  private final String idOutside = tenancy.agent().reserved("outside", outside, 5);

  private Agent agent(String... filter) {
    return operator.newAgent(tenancy.id(), null, List.of(filter));
  }

  @ParameterizedTest
  @EnumSource
  void whatIsWithinIsReached(Call call) {
    Reply reply = call.send(agent("app:chat"), within, idWithin);
    assertThat(reply.isSuccess()).as("%s", reply).isTrue();
  }

  @ParameterizedTest
  @EnumSource
  void oneOfSeveralEntriesIsEnough(Call call) {
    Reply reply = call.send(agent("workspace:none", "agent:*"), within, idWithin);
    assertThat(reply.isSuccess()).as("%s", reply).isTrue();
  }

  @ParameterizedTest
  @EnumSource
  void whatIsOutsideIsNot(Call call) {
    if (!call.isList()) {
      call.send(agent("app:chat"), outside, idOutside).refused(403, "FORBIDDEN");
      call.send(agent("agent:*"), outside, idOutside).refused(403, "FORBIDDEN");
      call.send(agent("app:cha"), within, idWithin).refused(403, "FORBIDDEN");
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"LIST", "LIST_BUDGETS", "BALANCES"})
  void listsShowWhatIsWithin(Call call) {
    Reply page = call.send(agent("app:chat"), within, idWithin).expect(200);
    String rows =
        call == Call.LIST ? "reservations" : call == Call.BALANCES ? "balances" : "ledgers";
    assertThat(page.body().path(rows))
        .isNotEmpty()
        .allSatisfy(row -> assertThat(row.path("scope_path").asText()).contains("/app:chat"));
  }

  @ParameterizedTest
  @EnumSource(names = {"LEDGERS"})
  void aPrefixOutsideShowsNothing(Call call) {
    Reply page = call.send(agent("app:chat"), outside, idOutside);
    assertThat(page.status()).isIn(200, 403);
    JsonNode rows = page.body().path("balances");
    assertThat(rows.size()).isZero();
  }
}
