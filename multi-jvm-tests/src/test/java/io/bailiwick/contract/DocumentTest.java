package io.bailiwick.contract;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.bailiwick.contract.ApiDocument.Operation;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;

/**
 * What the protocol fixes, written down a second time and by hand, so that a slip in the document
 * is not repeated by whatever is checked against the document.
 */
class DocumentTest {
  private static final ApiDocument DOCUMENT = ApiDocument.parse(Repository.openapi());

  /**
   * Who may call (K a tenant's key, A the admin key, - anybody), with which success, and which
   * errors of the operation's own.
   */
  private static final String OPERATIONS =
      """
      POST /v1/decide K 200 400 401 403 409 429 500
      POST /v1/reservations K 200 400 401 403 404 409 429 500
      GET /v1/reservations KA 200 400 401 403 429 500
      GET /v1/reservations/{reservation_id} KA 200 400 401 403 404 410 429 500
      POST /v1/reservations/{reservation_id}/commit K 200 400 401 403 404 409 410 500
      POST /v1/reservations/{reservation_id}/release KA 200 400 401 403 404 409 410 500
      POST /v1/reservations/{reservation_id}/extend K 200 400 401 403 404 409 410 429 500
      POST /v1/events K 201 400 401 403 404 409 429 500
      GET /v1/events K 200 400 401 403 500
      GET /v1/balances KA 200 400 401 403 429 500
      POST /v1/admin/tenants A 200 201 400 401 403 409 500
      GET /v1/admin/tenants A 200 400 401 403 500
      GET /v1/admin/tenants/{tenant_id} A 200 400 401 403 404 500
      PATCH /v1/admin/tenants/{tenant_id} A 200 400 401 403 404 500
      POST /v1/admin/tenants/bulk-action A 200 400 401 403 409 500
      POST /v1/admin/budgets KA 201 400 401 403 409 500
      GET /v1/admin/budgets KA 200 400 401 403 500
      PATCH /v1/admin/budgets A 200 400 401 403 404 409 500
      POST /v1/admin/budgets/freeze A 200 400 401 403 404 409 500
      POST /v1/admin/budgets/unfreeze A 200 400 401 403 404 409 500
      POST /v1/admin/budgets/fund KA 200 400 401 403 404 409 500
      GET /v1/admin/budgets/lookup KA 200 400 401 403 404 500
      POST /v1/admin/budgets/bulk-action A 200 400 401 403 404 409 500
      POST /v1/admin/policies KA 201 400 401 403 409 500
      GET /v1/admin/policies KA 200 400 401 403 500
      PATCH /v1/admin/policies/{policy_id} KA 200 400 401 403 404 409 500
      POST /v1/admin/api-keys A 201 400 401 403 409 500
      GET /v1/admin/api-keys A 200 400 401 403 500
      PATCH /v1/admin/api-keys/{key_id} A 200 400 401 403 404 409 500
      DELETE /v1/admin/api-keys/{key_id} A 200 400 401 403 404 409 500
      POST /v1/auth/validate A 200 400 401 403 500
      GET /v1/auth/introspect KA 200 400 401 403 500
      POST /v1/admin/webhooks A 201 400 401 403 404 409 500
      GET /v1/admin/webhooks A 200 400 401 403 500
      GET /v1/admin/webhooks/{subscription_id} A 200 400 401 403 404 500
      PATCH /v1/admin/webhooks/{subscription_id} A 200 400 401 403 404 409 500
      DELETE /v1/admin/webhooks/{subscription_id} A 204 400 401 403 404 409 500
      POST /v1/admin/webhooks/{subscription_id}/test A 200 400 401 403 404 409 500
      GET /v1/admin/webhooks/{subscription_id}/deliveries A 200 400 401 403 404 500
      POST /v1/admin/webhooks/{subscription_id}/replay A 202 400 401 403 404 409 500
      POST /v1/admin/webhooks/bulk-action A 200 400 401 403 409 500
      GET /v1/admin/config/webhook-security A 200 400 401 403 500
      PUT /v1/admin/config/webhook-security A 200 400 401 403 500
      POST /v1/webhooks K 201 400 401 403 409 500
      GET /v1/webhooks KA 200 400 401 403 500
      GET /v1/webhooks/{subscription_id} KA 200 400 401 403 404 500
      PATCH /v1/webhooks/{subscription_id} KA 200 400 401 403 404 409 500
      DELETE /v1/webhooks/{subscription_id} KA 204 400 401 403 404 409 500
      POST /v1/webhooks/{subscription_id}/test KA 200 400 401 403 404 409 500
      GET /v1/webhooks/{subscription_id}/deliveries KA 200 400 401 403 404 500
      GET /v1/admin/events A 200 400 401 403 500
      GET /v1/admin/events/{event_id} A 200 400 401 403 404 500
      GET /v1/admin/audit/logs A 200 400 401 403 500
      GET /v1/admin/overview A 200 400 401 403 500
      GET /v1/x-bailiwick/api-keys/{key_id}/use A 200 401 404 500
      POST /v1/x-bailiwick/api-keys/{key_id}/rotate A 200 201 400 401 404 409 500
      GET /v1/x-bailiwick/tenants/{tenant_id}/close-preview A 200 401 404 500
      GET /v1/x-bailiwick/events/export A 200 400 401 500
      GET /v1/x-bailiwick/audit/export A 200 400 401 500
      GET /v1/x-bailiwick/decisions KA 200 400 401 403 500
      GET /v1/x-bailiwick/decisions/export A 200 400 401 500
      GET /v1/x-bailiwick/spend KA 200 400 401 403 500
      GET /v1/x-bailiwick/timeline A 200 400 401 500
      GET /v1/x-bailiwick/cluster A 200 401 500
      GET /v1/x-bailiwick/cluster/tenants/{tenant_id} A 200 401 404 500
      POST /v1/x-bailiwick/cluster/members/{address}/leave A 202 401 404 409 500
      GET /actuator/health - 200 503
      GET /actuator/health/liveness - 200
      GET /actuator/health/readiness - 200 503
      GET /readiness - 200 503
      GET /actuator/prometheus - 200
      GET /openapi.yaml - 200
      """;

  /** What any operation with a credential may answer, and any with a body. */
  private static final Set<String> OF_ALL = Set.of("406", "503");

  /** What the operators' plane may answer to who has no good key: the protocol leaves it open. */
  private static final String OF_OPERATORS = "429";

  private static final Set<String> OF_THOSE_WITH_A_BODY = Set.of("413", "415");

  /** Forms that the protocol leaves open to further members; every other one is closed. */
  private static final Set<String> OPEN =
      Set.of(
          "AdminErrorResponse",
          "TenantListResponse",
          "PolicyListResponse",
          "ApiKeyValidationRequest",
          "ReplayRequest",
          "BudgetFundingResponse",
          "ApiKeyCreateResponse",
          "ApiKeyListResponse",
          "ApiKeyValidationResponse",
          "AuthIntrospectResponse",
          "WebhookCreateResponse",
          "WebhookListResponse",
          "WebhookTestResponse",
          "WebhookDeliveryListResponse",
          "ReplayResponse",
          "EventListResponse",
          "AuditLogEntry",
          "AuditLogListResponse",
          "AdminOverviewResponse");

  private static String row(Operation operation) {
    Set<String> statuses = new TreeSet<>();
    operation.node().path("responses").fieldNames().forEachRemaining(statuses::add);
    if (!caller(operation).equals("-")) {
      assertThat(statuses).as(operation.id()).containsAll(OF_ALL);
      statuses.removeAll(OF_ALL);
    }
    if (isOfOperators(operation)) {
      assertThat(statuses).as(operation.id()).contains(OF_OPERATORS);
      statuses.remove(OF_OPERATORS);
    }
    if (operation.node().has("requestBody")) {
      assertThat(statuses).as(operation.id()).containsAll(OF_THOSE_WITH_A_BODY);
      statuses.removeAll(OF_THOSE_WITH_A_BODY);
    }
    return "%s %s %s %s"
        .formatted(
            operation.method(),
            operation.template(),
            caller(operation),
            String.join(" ", statuses));
  }

  private static boolean isOfOperators(Operation operation) {
    return operation.id().equals("listTenantEvents")
        || operation.template().matches("/v1/(admin|auth|webhooks|x-bailiwick)(/.*)?");
  }

  private static String caller(Operation operation) {
    Set<String> schemes = new TreeSet<>();
    operation
        .node()
        .path("security")
        .forEach(way -> way.fieldNames().forEachRemaining(schemes::add));
    return (schemes.contains("ApiKeyAuth") ? "K" : "")
        + (schemes.contains("AdminKeyAuth") ? "A" : "")
        + (schemes.isEmpty() ? "-" : "");
  }

  private static Map<String, JsonNode> objects() {
    return DOCUMENT.schemas().properties().stream()
        .filter(schema -> schema.getValue().has("properties"))
        .collect(
            Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue, (a, b) -> a, TreeMap::new));
  }

  private static Set<String> enumOf(String schema) {
    return texts(DOCUMENT.schemas().path(schema).path("enum")).collect(Collectors.toSet());
  }

  private static Stream<String> texts(JsonNode array) {
    return StreamSupport.stream(array.spliterator(), false).map(JsonNode::asText);
  }

  @Test
  void operationsCallersAndStatusesAreThoseOfTheProtocol() {
    assertThat(DOCUMENT.operations().stream().map(DocumentTest::row))
        .containsExactlyInAnyOrderElementsOf(OPERATIONS.lines().toList());
  }

  @Test
  void everyObjectIsClosedButThoseThatTheProtocolLeavesOpen() {
    Set<String> open =
        objects().entrySet().stream()
            .filter(schema -> schema.getValue().path("additionalProperties").asBoolean(true))
            .map(Map.Entry::getKey)
            .collect(Collectors.toSet());
    assertThat(open).isEqualTo(OPEN);
  }

  @Test
  void nothingMayBeNull() {
    assertThat(Repository.openapi()).doesNotContain("nullable").doesNotContain("\"null\"");
    objects()
        .forEach(
            (name, schema) ->
                schema
                    .path("properties")
                    .forEach(
                        member -> assertThat(member.path("type").isArray()).as(name).isFalse()));
  }

  @Test
  void everyRequiredMemberIsListed() {
    objects()
        .forEach(
            (name, schema) ->
                assertThat(texts(schema.path("required")))
                    .as(name)
                    .allMatch(member -> schema.path("properties").has(member)));
  }

  @Test
  void errorCodesAreThoseOfEachPlane() {
    assertThat(enumOf("ErrorCode"))
        .isEqualTo(
            Set.of(
                ("INVALID_REQUEST UNAUTHORIZED FORBIDDEN NOT_FOUND BUDGET_EXCEEDED BUDGET_FROZEN"
                        + " BUDGET_CLOSED RESERVATION_EXPIRED RESERVATION_FINALIZED"
                        + " IDEMPOTENCY_MISMATCH UNIT_MISMATCH OVERDRAFT_LIMIT_EXCEEDED"
                        + " DEBT_OUTSTANDING MAX_EXTENSIONS_EXCEEDED LIMIT_EXCEEDED TENANT_CLOSED"
                        + " INTERNAL_ERROR")
                    .split(" ")));
    assertThat(enumOf("AdminErrorCode")).hasSize(29).doesNotContain("MAX_EXTENSIONS_EXCEEDED");
    Set<String> both = new TreeSet<>(enumOf("ErrorCode"));
    both.removeAll(enumOf("AdminErrorCode"));
    assertThat(both).containsExactly("MAX_EXTENSIONS_EXCEEDED");
  }

  @Test
  void eventsAreThoseOfTheProtocol() {
    assertThat(enumOf("EventType"))
        .hasSize(51)
        .allMatch(type -> enumOf("EventCategory").contains(type.split("\\.")[0]));
    assertThat(enumOf("EventType").stream().filter(type -> type.matches("(budget|reser|ten).*")))
        .as("what tenants may see")
        .hasSize(29);
  }

  @Test
  void limitsAreThoseOfTheProtocol() {
    List<String> found =
        Stream.of(
                "ReservationCreateRequest.ttl_ms",
                "ReservationCreateRequest.grace_period_ms",
                "ReservationExtendRequest.extend_by_ms",
                "Amount.amount",
                "Subject.agent",
                "Action.kind",
                "Action.name",
                "Action.tags",
                "ReleaseRequest.reason",
                "BudgetFundingRequest.reason",
                "Tenant.tenant_id",
                "ApiKey.description",
                "WebhookSubscription.url",
                "WebhookRetryPolicy.max_retries",
                "WebhookRetryPolicy.initial_delay_ms",
                "WebhookRetryPolicy.backoff_multiplier",
                "WebhookRetryPolicy.max_delay_ms",
                "WebhookThresholdConfig.rate_window_seconds",
                "ReplayRequest.max_events")
            .map(DocumentTest::limits)
            .toList();
    assertThat(found)
        .containsExactly(
            "ReservationCreateRequest.ttl_ms minimum=1000 maximum=86400000",
            "ReservationCreateRequest.grace_period_ms minimum=0 maximum=60000",
            "ReservationExtendRequest.extend_by_ms minimum=1 maximum=86400000",
            "Amount.amount minimum=0",
            "Subject.agent maxLength=128",
            "Action.kind maxLength=64",
            "Action.name maxLength=256",
            "Action.tags maxItems=10",
            "ReleaseRequest.reason maxLength=256",
            "BudgetFundingRequest.reason maxLength=512",
            "Tenant.tenant_id minLength=3 maxLength=64",
            "ApiKey.description maxLength=1024",
            "WebhookSubscription.url maxLength=2048",
            "WebhookRetryPolicy.max_retries minimum=0 maximum=10",
            "WebhookRetryPolicy.initial_delay_ms minimum=100 maximum=60000",
            "WebhookRetryPolicy.backoff_multiplier minimum=1 maximum=10",
            "WebhookRetryPolicy.max_delay_ms minimum=1000 maximum=3600000",
            "WebhookThresholdConfig.rate_window_seconds minimum=60 maximum=86400",
            "ReplayRequest.max_events minimum=1 maximum=1000");
  }

  private static String limits(String place) {
    String[] names = place.split("\\.");
    JsonNode member = DOCUMENT.schemas().path(names[0]).path("properties").path(names[1]);
    return Stream.of("minimum", "maximum", "minLength", "maxLength", "maxItems")
        .filter(member::has)
        .map(limit -> " " + limit + "=" + member.path(limit))
        .collect(Collectors.joining("", place, ""));
  }

  @Test
  void everyOperationHasAnIdOfItsOwnAndNamesThePermissionOfATenantsKey() {
    assertThat(DOCUMENT.operations().stream().map(Operation::id)).doesNotHaveDuplicates();
    assertThat(
            DOCUMENT.operations().stream()
                .filter(operation -> caller(operation).startsWith("K"))
                .filter(operation -> !operation.node().has("x-permission"))
                .map(Operation::id))
        .containsExactly("introspectAuth");
    assertThat(
            DOCUMENT.operations().stream()
                .map(operation -> operation.node().path("x-permission").asText())
                .filter(permission -> !permission.isEmpty()))
        .allMatch(enumOf("Permission")::contains);
  }

  @Test
  void everyAnswerNamesItsRequestAndItsTrace() {
    for (Operation operation : DOCUMENT.operations()) {
      for (JsonNode response : operation.node().path("responses")) {
        JsonNode headers = DOCUMENT.resolved(response).path("headers");
        for (String name : List.of("X-Request-Id", "X-Cycles-Trace-Id")) {
          JsonNode header = DOCUMENT.resolved(headers.path(name));
          assertThat(header.path("required").asBoolean()).as(operation.id() + name).isTrue();
        }
      }
    }
  }
}
