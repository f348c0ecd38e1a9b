package io.bailiwick.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bailiwick.harness.Agent;
import io.bailiwick.harness.Json;
import io.bailiwick.harness.Operator;
import io.bailiwick.harness.Query;
import io.bailiwick.harness.Reply;
import io.bailiwick.harness.Request;
import io.bailiwick.harness.SharedServer;
import io.bailiwick.harness.Tenancy;
import io.bailiwick.harness.Workers;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Subscriptions on both planes: made, read, changed, listed, removed. */
class SubscriptionsIT {
  private final Operator operator = SharedServer.operator();
  private final Tenancy tenancy = Tenancy.empty(operator);
  private final Agent agent = Hooks.agent(operator, tenancy.id());

  private static ObjectNode whole() {
    return Json.object(
        "name",
        "alerts",
        "description",
        "for the team",
        "url",
        Hooks.URL + "?team=blue",
        "event_types",
        List.of("budget.funded", "reservation.denied"),
        "event_categories",
        List.of("tenant"),
        "scope_filter",
        "tenant:acme/*",
        "thresholds",
        Map.of("budget_utilization", List.of(0.8, 0.95), "rate_window_seconds", 60),
        "retry_policy",
        Map.of("max_retries", 3, "initial_delay_ms", 100, "backoff_multiplier", 1.5),
        "disable_after_failures",
        4,
        "metadata",
        Map.of("team", "blue", "level", 2));
  }

  private Reply create(ObjectNode body) {
    return agent.post(Hooks.TENANT, body);
  }

  private Reply update(String id, ObjectNode changes) {
    return agent.send(Hooks.patch(Hooks.TENANT, id, changes));
  }

  @Test
  void everythingThatIsSaidIsKeptAndTheSecretIsShownOnce() {
    Reply created = create(whole()).expect(201);
    JsonNode made = created.body().path("subscription");
    for (String member :
        List.of(
            "name",
            "description",
            "url",
            "event_types",
            "event_categories",
            "scope_filter",
            "thresholds",
            "disable_after_failures",
            "metadata")) {
      assertThat(made.path(member)).as(member).isEqualTo(whole().path(member));
    }
    assertThat(made.path("retry_policy").toString())
        .isEqualTo(
            "{\"max_retries\":3,\"initial_delay_ms\":100,\"backoff_multiplier\":1.5,"
                + "\"max_delay_ms\":60000}");
    assertThat(made.path("tenant_id").asText()).isEqualTo(tenancy.id());
    assertThat(made.path("status").asText()).isEqualTo("ACTIVE");
    assertThat(made.path("consecutive_failures").asInt(-1)).isZero();
    assertThat(made.path("subscription_id").asText()).matches("whsub_[0-9a-f]{16}");
    Instant.parse(made.path("created_at").asText());
    assertThat(created.text("signing_secret")).matches("whsec_[A-Za-z0-9_-]{43}");

    String id = Hooks.id(created);
    for (Reply read :
        List.of(
            agent.get(Hooks.TENANT + "/" + id),
            operator.get(Hooks.TENANT + "/" + id),
            operator.get(Hooks.ADMIN + "/" + id))) {
      assertThat(read.expect(200).body()).isEqualTo(made);
    }
    assertThat(agent.get(Hooks.TENANT).expect(200).body().path("subscriptions"))
        .hasSize(1)
        .first()
        .isEqualTo(made);
  }

  @Test
  void valuesOfHeadersAreNeverShown() {
    ObjectNode body = whole();
    body.set("headers", Json.object("Authorization", "Bearer s3cret", "X-Team", "blue"));
    Reply created = create(body.put("signing_secret", "chosen-s3cret"));
    String id = Hooks.id(created);
    assertThat(created.text("signing_secret")).isEqualTo("chosen-s3cret");
    List<String> answers =
        List.of(
            created.body().path("subscription").toString(),
            agent.get(Hooks.TENANT + "/" + id).answer().body(),
            agent.get(Hooks.TENANT).answer().body(),
            operator.get(Hooks.ADMIN + "?tenant_id=" + tenancy.id()).answer().body(),
            update(id, Json.object("signing_secret", "another-s3cret")).answer().body());
    assertThat(answers)
        .allSatisfy(
            answer ->
                assertThat(answer)
                    .contains("\"Authorization\":\"********\"", "\"X-Team\":\"********\"")
                    .doesNotContain("s3cret")
                    .doesNotContain("blue\",\"X"));
  }

  @Test
  void aChangeLeavesTheRest() {
    String id = Hooks.id(create(whole()));
    JsonNode before = agent.get(Hooks.TENANT + "/" + id).body();
    Reply paused = update(id, Json.object("status", "PAUSED", "name", "quiet")).expect(200);
    assertThat(paused.text("status")).isEqualTo("PAUSED");
    assertThat(paused.text("name")).isEqualTo("quiet");
    for (String member : List.of("url", "event_types", "metadata", "retry_policy", "created_at")) {
      assertThat(paused.body().path(member)).as(member).isEqualTo(before.path(member));
    }
    assertThat(update(id, Json.object("scope_filter", "")).expect(200).has("scope_filter"))
        .isFalse();
    assertThat(update(id, Json.object("status", "ACTIVE")).expect(200).text("status"))
        .isEqualTo("ACTIVE");
    assertThat(update(id, Json.object()).expect(200).body())
        .isEqualTo(agent.get(Hooks.TENANT + "/" + id).body());
  }

  @Test
  void aSelectorMustRemain() {
    ObjectNode none = Hooks.body();
    none.putArray("event_types");
    none.putArray("event_categories").add("budget");
    create(none).refused(400, "INVALID_REQUEST");
    String id = Hooks.id(create(Hooks.body()));
    update(id, Json.object("event_types", List.of())).refused(400, "INVALID_REQUEST");
    Reply byCategory =
        update(id, Json.object("event_types", List.of(), "event_categories", List.of("budget")));
    assertThat(byCategory.expect(200).body().path("event_types")).isEmpty();
    update(id, Json.object("event_categories", List.of())).refused(400, "INVALID_REQUEST");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"api_key.created", "policy.updated", "webhook.paused", "system.webhook_test"})
  void aTenantsWebhookNeverGetsWhatIsForOperators(String type) {
    String category = type.split("\\.")[0];
    ObjectNode ofType = Hooks.body();
    ofType.putArray("event_types").add("budget.funded").add(type);
    ObjectNode ofCategory = Hooks.body();
    ofCategory.putArray("event_categories").add(category);
    String id = Hooks.id(create(Hooks.body()));
    for (ObjectNode body : List.of(ofType, ofCategory)) {
      create(body).refused(400, "INVALID_REQUEST");
      Hooks.createFor(operator, tenancy.id(), body).refused(400, "INVALID_REQUEST");
      body.remove("url");
      update(id, body).refused(400, "INVALID_REQUEST");
      operator.send(Hooks.patch(Hooks.TENANT, id, body)).refused(400, "INVALID_REQUEST");
      operator.send(Hooks.patch(Hooks.ADMIN, id, body)).refused(400, "INVALID_REQUEST");
      operator.post(Hooks.ADMIN, body.put("url", Hooks.URL)).expect(201);
      operator.post(Hooks.ADMIN + "?tenant_id=__system__", body).expect(201);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "{\"url\": \"https://203.0.113.7\"}",
        "{\"url\": \"https://203.0.113.7\", \"event_types\": [\"budget.eaten\"]}",
        "{\"url\": \"https://203.0.113.7\", \"event_types\": [\"budget.funded\"], \"colour\": 1}",
        "{\"url\": \"https://203.0.113.7\", \"event_types\": [\"budget.funded\"], \"name\": null}",
        "{\"url\": \"https://203.0.113.7\", \"event_types\": [\"budget.funded\"],"
            + " \"retry_policy\": {\"max_retries\": 11}}",
        "{\"url\": \"https://203.0.113.7\", \"event_types\": [\"budget.funded\"],"
            + " \"headers\": {\"Host\": \"a\"}}"
      })
  void whatIsNoWebhookIsRefusedOnBothPlanes(String body) {
    create((ObjectNode) Json.parse(body)).refused(400, "INVALID_REQUEST");
    operator.post(Hooks.ADMIN, Json.parse(body)).refused(400, "INVALID_REQUEST");
  }

  @Test
  void theOwnerMustBeThere() {
    Hooks.createFor(operator, "no-such-tenant", Hooks.body()).refused(404, "TENANT_NOT_FOUND");
    Hooks.createFor(operator, "No%20Tenant", Hooks.body()).refused(404, "TENANT_NOT_FOUND");
  }

  @Test
  void whatIsRemovedIsNotThere() {
    String id = Hooks.id(create(Hooks.body()));
    assertThat(agent.send(Hooks.delete(Hooks.TENANT, id)).expect(204).answer().body()).isEmpty();
    String other = Hooks.id(create(Hooks.body()));
    operator.send(Hooks.delete(Hooks.ADMIN, other)).expect(204);
    for (String gone : List.of(id, other, "whsub_unknown")) {
      for (String base : List.of(Hooks.TENANT, Hooks.ADMIN)) {
        for (Request request :
            List.of(
                Request.get(base + "/" + gone),
                Request.get(base + "/" + gone + "/deliveries"),
                Hooks.patch(base, gone, Json.object("name", "x")),
                Hooks.test(base, gone),
                Hooks.delete(base, gone))) {
          operator.send(request).refused(404, "WEBHOOK_NOT_FOUND");
        }
      }
      operator.send(Hooks.replay(gone, Json.object())).refused(404, "WEBHOOK_NOT_FOUND");
    }
  }

  @Test
  void changesAtOnceAreAllThere() {
    String id = Hooks.id(create(whole()));
    List<String> members = List.of("name", "description", "scope_filter", "url");
    Workers.start(
            8,
            number -> {
              String member = members.get(number % members.size());
              String value =
                  (member.equals("url") ? Hooks.URL + "/" : "") + "by-" + number / members.size();
              return update(id, Json.object(member, value)).expect(200);
            })
        .await(Duration.ofSeconds(60));
    JsonNode now = agent.get(Hooks.TENANT + "/" + id).body();
    for (String member : members) {
      assertThat(now.path(member).asText()).as(member).matches(".*by-[01]");
    }
  }

  @Test
  void operatorsFindWebhooksByFilterAndOrder() {
    List<String> made = new ArrayList<>();
    for (String path : List.of("b", "a", "c")) {
      made.add(Hooks.id(create(Hooks.body(Hooks.URL + "/" + path))));
    }
    update(made.get(1), Json.object("status", "PAUSED", "event_types", List.of("tenant.closed")));
    String own = Hooks.ADMIN + "?tenant_id=" + tenancy.id();
    assertThat(ids(own + "&sort_by=url&sort_dir=asc"))
        .containsExactly(made.get(1), made.get(0), made.get(2));
    assertThat(ids(own + "&sort_by=url&sort_dir=desc&limit=1"))
        .containsExactly(made.get(2), made.get(0), made.get(1));
    assertThat(ids(own + "&sort_by=status&sort_dir=desc").getFirst()).isEqualTo(made.get(1));
    for (String sort : List.of("tenant_id", "consecutive_failures")) {
      assertThat(ids(own + "&limit=2&sort_by=" + sort)).containsExactlyInAnyOrderElementsOf(made);
    }
    assertThat(ids(own + "&status=PAUSED")).containsExactly(made.get(1));
    assertThat(ids(own + "&event_type=tenant.closed")).containsExactly(made.get(1));
    assertThat(ids(own + "&search=HOOK%2FC")).containsExactly(made.get(2));
    assertThat(ids(own + "&search=" + made.get(0))).containsExactly(made.get(0));
    assertThat(ids(Hooks.ADMIN + "?tenant_id=no-such-tenant")).isEmpty();
    assertThat(ids(Hooks.ADMIN + "?tenant_id=No!")).isEmpty();
    assertThat(operator.get(own + "&limit=2000").expect(200).body().path("subscriptions"))
        .hasSize(3);
    for (String bad :
        List.of("sort_by=name", "sort_dir=up", "status=GONE", "event_type=x.y", "limit=0")) {
      operator.get(Hooks.ADMIN + "?" + bad).refused(400, "INVALID_REQUEST");
    }
    operator.get(Query.of(Hooks.ADMIN, "search", "x".repeat(129))).refused(400, "INVALID_REQUEST");
    operator.get(Hooks.ADMIN + "?cursor=nonsense").refused(400, "INVALID_REQUEST");
  }

  @Test
  void theOperatorsOwnAreListedUnderTheNameOfTheSystem() {
    String id = Hooks.id(operator.post(Hooks.ADMIN, Hooks.body()));
    assertThat(ids(Hooks.ADMIN + "?tenant_id=__system__")).contains(id);
    assertThat(operator.get(Hooks.ADMIN + "/" + id).text("tenant_id")).isEqualTo("__system__");
    operator.send(Hooks.delete(Hooks.ADMIN, id)).expect(204);
  }

  private List<String> ids(String target) {
    return operator.rows(target, "subscriptions").stream()
        .map(row -> row.path("subscription_id").asText())
        .toList();
  }
}
