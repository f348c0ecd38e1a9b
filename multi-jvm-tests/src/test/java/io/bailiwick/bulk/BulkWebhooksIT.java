package io.bailiwick.bulk;

import static io.bailiwick.bulk.BulkCalls.ids;
import static io.bailiwick.bulk.BulkCalls.succeeded;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bailiwick.harness.Json;
import io.bailiwick.harness.Operator;
import io.bailiwick.harness.Reply;
import io.bailiwick.harness.Request;
import io.bailiwick.harness.SharedServer;
import io.bailiwick.harness.Tenancy;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Many webhooks at once. */
class BulkWebhooksIT {
  private static final String BASE = "/v1/admin/webhooks";

  private final Operator operator = SharedServer.operator();
  private final BulkCalls bulk = new BulkCalls(operator);
  private final Tenancy acme = Tenancy.empty(operator);

  /** An address that is nobody's (RFC 5737): nothing has to be looked up. */
  private String webhook(String path, String type) {
    ObjectNode body =
        Json.object("url", "https://203.0.113.7/" + path, "event_types", List.of(type));
    return operator
        .post(BASE + "?tenant_id=" + acme.id(), body)
        .expect(201)
        .body()
        .path("subscription")
        .path("subscription_id")
        .asText();
  }

  private String status(String id) {
    return operator.get(BASE + "/" + id).expect(200).text("status");
  }

  private ObjectNode ofAcme() {
    return Json.object("tenant_id", acme.id());
  }

  private List<String> types(String correlation, Reply reply) {
    return bulk.events(correlation, reply).stream()
        .map(event -> event.path("event_type").asText())
        .toList();
  }

  @Test
  void whatIsActiveIsPausedAndComesBackAndEachIsToldOnce() {
    String one = webhook("staging/one", "budget.funded");
    String two = webhook("staging/two", "budget.funded");
    String other = webhook("live", "budget.funded");
    operator
        .send(Request.of("PATCH", BASE + "/" + two, Json.object("status", "PAUSED")))
        .expect(200);
    ObjectNode staging = ofAcme().put("search", "STAGING/");

    Reply paused = bulk.webhooks(staging, "PAUSE").expect(200);

    assertThat(succeeded(paused)).containsExactly(one);
    assertThat(ids(paused, "skipped")).containsExactly(two);
    assertThat(paused.body().path("skipped").get(0).path("reason").asText())
        .isEqualTo("ALREADY_IN_TARGET_STATE");
    assertThat(status(one)).isEqualTo("PAUSED");
    assertThat(status(other)).isEqualTo("ACTIVE");
    assertThat(bulk.events("webhook_bulk_action:pause", paused))
        .singleElement()
        .matches(event -> event.path("event_type").asText().equals("webhook.paused"))
        .matches(event -> event.path("data").path("subscription_id").asText().equals(one))
        .matches(event -> event.path("data").path("previous_status").asText().equals("ACTIVE"));
    assertThat(bulk.audits(paused.header("X-Request-Id")))
        .singleElement()
        .matches(entry -> entry.path("operation").asText().equals("bulkActionWebhooks"))
        .matches(entry -> entry.path("tenant_id").asText().equals("__admin__"))
        .matches(entry -> entry.path("resource_type").asText().equals("webhook"));

    Reply resumed = bulk.webhooks(ofAcme(), "RESUME").expect(200);
    assertThat(succeeded(resumed)).containsExactlyInAnyOrder(one, two);
    assertThat(ids(resumed, "skipped")).containsExactly(other);
    assertThat(types("webhook_bulk_action:resume", resumed))
        .containsExactly("webhook.resumed", "webhook.resumed");
  }

  @Test
  void deletedOnesAreGoneAndAnotherTypeStays() {
    String funded = webhook("a", "budget.funded");
    String closed = webhook("b", "tenant.closed");

    Reply reply = bulk.webhooks(ofAcme().put("event_type", "budget.funded"), "DELETE").expect(200);

    assertThat(succeeded(reply)).containsExactly(funded);
    operator.get(BASE + "/" + funded).refused(404, "WEBHOOK_NOT_FOUND");
    assertThat(status(closed)).isEqualTo("ACTIVE");
    assertThat(types("webhook_bulk_action:delete", reply)).containsExactly("webhook.deleted");
    Reply nothing =
        bulk.webhooks(ofAcme().put("event_type", "budget.funded"), "DELETE").expect(200);
    assertThat(nothing.body().path("total_matched").asInt()).isZero();
  }

  @Test
  void webhooksOfAClosedTenantFailAndStayDisabled() {
    String id = webhook("a", "budget.funded");
    operator.close(acme.id()).expect(200);

    for (String action : List.of("PAUSE", "RESUME", "DELETE")) {
      Reply reply = bulk.webhooks(ofAcme(), action).expect(200);
      assertThat(reply.body().path("failed").get(0).path("error_code").asText())
          .isEqualTo("TENANT_CLOSED");
      assertThat(status(id)).isEqualTo("DISABLED");
    }
  }

  @Test
  void theGatesAreThoseOfAllBulkActions() {
    String id = webhook("a", "budget.funded");
    bulk.webhooks(Json.object(), "DELETE").refused(400, "INVALID_REQUEST");
    bulk.webhooks(Json.object("search", ""), "DELETE").refused(400, "INVALID_REQUEST");
    ObjectNode drifted = BulkCalls.body(ofAcme(), "DELETE").put("expected_count", 2);
    operator.post(BulkCalls.WEBHOOKS, drifted).refused(409, "COUNT_MISMATCH");
    ObjectNode request = BulkCalls.body(ofAcme(), "PAUSE");
    Reply first = operator.post(BulkCalls.WEBHOOKS, request).expect(200);
    Reply second = operator.post(BulkCalls.WEBHOOKS, request).expect(200);
    assertThat(second.answer().body()).isEqualTo(first.answer().body());
    operator
        .post(BulkCalls.WEBHOOKS, request.put("action", "DELETE"))
        .refused(409, "IDEMPOTENCY_MISMATCH");
    assertThat(status(id)).isEqualTo("PAUSED");
  }
}
