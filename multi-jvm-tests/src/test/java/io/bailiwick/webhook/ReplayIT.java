package io.bailiwick.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import io.bailiwick.harness.Json;
import io.bailiwick.harness.Operator;
import io.bailiwick.harness.Reply;
import io.bailiwick.harness.SharedServer;
import io.bailiwick.harness.Tenancy;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a replay answers, and what it refuses to be. */
class ReplayIT {
  private final Operator operator = SharedServer.operator();
  private final Tenancy tenancy = Tenancy.empty(operator);
  private final String id = Hooks.id(Hooks.createFor(operator, tenancy.id(), Hooks.body()));

  @Test
  void aTimeWithoutEventsIsAcceptedWithNone() {
    Reply reply =
        operator
            .send(
                Hooks.replay(
                    id,
                    Json.object(
                        "from",
                        "2020-01-01T00:00:00Z",
                        "to",
                        "2020-01-02T00:00:00Z",
                        "event_types",
                        List.of("budget.funded"),
                        "max_events",
                        1000)))
            .expect(202);
    assertThat(reply.body().path("events_queued").asInt(-1)).isZero();
    assertThat(reply.text("replay_id")).matches("replay_[0-9a-f]{12}");
    operator.send(Hooks.replay(id, Json.object())).expect(202);
  }

  @Test
  void whatIsSelectedOfTheTenantsOwnIsQueuedInFull() {
    tenancy.budget("", 1_000).budget("app:a", 100);
    Tenancy other = Tenancy.empty(operator).budget("", 1_000);
    for (Tenancy one : List.of(tenancy, other)) {
      operator.fund(one.scope(""), "CREDIT", 5).expect(200);
    }
    operator.fund(tenancy.scope("app:a"), "CREDIT", 5).expect(200);
    operator.fund(tenancy.scope(""), "DEBIT", 5).expect(200);
    operator.send(Hooks.replay(id, Json.object("max_events", 1))).refused(400, "INVALID_REQUEST");

    Reply reply = operator.send(Hooks.replay(id, Json.object("max_events", 2))).expect(202);

    assertThat(reply.body().path("events_queued").asInt(-1)).isEqualTo(2);
    assertThat(operator.rows(Hooks.ADMIN + "/" + id + "/deliveries", "deliveries"))
        .hasSize(2)
        .allMatch(
            one ->
                operator
                    .get("/v1/admin/events/" + one.path("event_id").asText())
                    .expect(200)
                    .text("tenant_id")
                    .equals(tenancy.id()))
        .allMatch(one -> one.path("event_type").asText().equals("budget.funded"));
  }

  /** The protocol does not say that there are no other members. */
  @Test
  void whatAReplayDoesNotKnowIsLetBe() {
    operator.send(Hooks.replay(id, Json.object("colour", 1, "max_events", 1_000))).expect(202);
  }

  @Test
  void aPausedWebhookTakesNone() {
    operator.send(Hooks.patch(Hooks.ADMIN, id, Json.object("status", "PAUSED"))).expect(200);
    Reply reply = operator.send(Hooks.replay(id, Json.object())).expect(202);
    assertThat(reply.body().path("events_queued").asInt(-1)).isZero();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"max_events\": 0}",
        "{\"max_events\": 1001}",
        "{\"from\": \"yesterday\"}",
        "{\"from\": \"2026-01-02T00:00:00Z\", \"to\": \"2026-01-01T00:00:00Z\"}",
        "{\"event_types\": [\"x.y\"]}",
        "[]"
      })
  void whatIsNoReplayIsRefused(String body) {
    operator.send(Hooks.replay(id, Json.parse(body))).refused(400, "INVALID_REQUEST");
  }
}
