package io.bailiwick.access;

import static org.assertj.core.api.Assertions.assertThat;

import io.bailiwick.harness.Agent;
import io.bailiwick.harness.Bodies;
import io.bailiwick.harness.Operator;
import io.bailiwick.harness.Reply;
import io.bailiwick.harness.Request;
import io.bailiwick.harness.SharedServer;
import io.bailiwick.harness.Tenancy;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The headers that connect an answer with its request, its trace and its tenant. */
class CorrelationIT {
  private static final String TRACE = "0af7651916cd43dd8448eb211c80319c";
  private static final String OTHER = "9f2c4e1ab07d4d5e8a6b3c2d1e0f4a5b";

  private final Operator operator = SharedServer.operator();
  private final Tenancy tenancy = Tenancy.ofThreeLevels(operator);
  private final Agent agent = tenancy.agent();

  private Reply traced(String traceparent, String traceId) {
    return agent.send(
        Request.get("/v1/balances?tenant=" + tenancy.id())
            .with("traceparent", traceparent)
            .with("X-Cycles-Trace-Id", traceId));
  }

  @Test
  void everyRequestGetsAnIdOfItsOwn() {
    Request request =
        Request.get("/v1/reservations")
            .with("X-Request-Id", "123e4567-e89b-42d3-a456-426614174000");
    String first = agent.send(request).header("X-Request-Id");
    String second = agent.send(request).header("X-Request-Id");
    assertThat(first).isNotEqualTo(second).isNotEqualTo("123e4567-e89b-42d3-a456-426614174000");
  }

  @Test
  void operatorsFindTheirOwnIdsAgain() {
    Request mine =
        Request.get("/v1/admin/tenants/no-such-tenant").with("X-Request-Id", "deploy-42.1");
    Reply reply = operator.send(mine).refused(404, "TENANT_NOT_FOUND");
    assertThat(reply.header("X-Request-Id")).isEqualTo("deploy-42.1");
    assertThat(reply.text("request_id")).isEqualTo("deploy-42.1");
    Request odd = Request.get("/v1/admin/tenants").with("X-Request-Id", "no id");
    assertThat(operator.send(odd).header("X-Request-Id")).isNotEqualTo("no id").isNotEmpty();
  }

  @Test
  void aTraceparentIsTakenOver() {
    Reply reply = traced("00-" + TRACE + "-b7ad6b7169203331-01", OTHER);
    assertThat(reply.header("X-Cycles-Trace-Id")).isEqualTo(TRACE);
  }

  @Test
  void elseTheTraceId() {
    assertThat(traced(null, TRACE).header("X-Cycles-Trace-Id")).isEqualTo(TRACE);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "00-00000000000000000000000000000000-b7ad6b7169203331-01",
        "00-0af7651916cd43dd8448eb211c80319c-0000000000000000-01",
        "00-0AF7651916CD43DD8448EB211C80319C-b7ad6b7169203331-01",
        "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331",
        "ff-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01",
        "nonsense",
        "00-x"
      })
  void aTraceparentThatIsNotOneIsIgnored(String traceparent) {
    assertThat(traced(traceparent, OTHER).expect(200).header("X-Cycles-Trace-Id")).isEqualTo(OTHER);
    assertThat(traced(traceparent, null).expect(200).header("X-Cycles-Trace-Id"))
        .matches("[0-9a-f]{32}")
        .isNotEqualTo(TRACE);
  }

  @ParameterizedTest
  @ValueSource(strings = {"short", "00000000000000000000000000000000", "ZZ"})
  void aTraceIdThatIsNotOneIsReplaced(String traceId) {
    String given = traced(null, traceId).expect(200).header("X-Cycles-Trace-Id");
    assertThat(given).matches("[0-9a-f]{32}").isNotEqualTo(traceId);
  }

  @ParameterizedTest
  @EnumSource(
      names = {
        "DECIDE",
        "RESERVE",
        "EVENT",
        "BALANCES",
        "COMMIT",
        "RELEASE",
        "EXTEND",
        "READ",
        "LIST"
      })
  void theRuntimePlaneNamesTheTenantOfTheKey(Call call) {
    String id = agent.reserved("subject", tenancy.leaf(), 5);
    Reply reply = call.send(agent, tenancy.leaf(), id);
    assertThat(reply.header("X-Cycles-Tenant")).isEqualTo(tenancy.id());
  }

  @Test
  void errorsCarryTheSame() {
    Reply reply =
        agent.send(
            Request.post("/v1/reservations", Bodies.reserve("k", tenancy.leaf(), 50_001))
                .with("X-Cycles-Trace-Id", TRACE));
    reply.refused(409, "BUDGET_EXCEEDED");
    assertThat(reply.text("trace_id")).isEqualTo(TRACE);
    assertThat(reply.text("request_id")).isEqualTo(reply.header("X-Request-Id"));
  }

  @Test
  void anAnswerSaysNothingOfLimitsThatDoNotCount() {
    Reply reply = agent.get("/v1/reservations").expect(200);
    assertThat(reply.header("X-RateLimit-Remaining")).isEmpty();
    assertThat(reply.header("X-RateLimit-Reset")).isEmpty();
  }
}
