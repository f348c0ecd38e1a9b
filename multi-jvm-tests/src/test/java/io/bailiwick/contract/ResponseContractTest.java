package io.bailiwick.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A judge that never convicts is none: each promise is broken once. */
class ResponseContractTest {
  private static final ResponseContract CONTRACT = ResponseContract.of(Repository.openapi());
  private static final String COMMIT = "/v1/reservations/acme.3.1k.2f/commit";
  private static final String REQUEST_ID = "3f0c2b0e-6f35-4f0e-9d3a-6f0d6b0a2c11";
  private static final String TRACE_ID = "9f2c4e1ab07d4d5e8a6b3c2d1e0f4a5b";
  private static final String COMMITTED =
      """
      {"status":"COMMITTED","charged":{"unit":"TOKENS","amount":5},"balances":[]}\
      """;
  private static final String APPLIED =
      """
      {"status":"APPLIED","event_id":"acme.3.1k.2g"}\
      """;

  private static Answer answer(String method, String path, int status, String body) {
    return new Answer(method, path, status, headers(), body);
  }

  private static Map<String, List<String>> headers() {
    Map<String, List<String>> headers = new HashMap<>();
    headers.put("content-type", List.of("application/json"));
    headers.put("x-request-id", List.of(REQUEST_ID));
    headers.put("x-cycles-trace-id", List.of(TRACE_ID));
    headers.put("x-cycles-tenant", List.of("acme"));
    return headers;
  }

  private static Answer withHeader(String name, String value) {
    Map<String, List<String>> headers = headers();
    headers.put(name, List.of(value));
    return new Answer("POST", COMMIT, 200, headers, COMMITTED);
  }

  private static Answer withoutHeader(String name) {
    Map<String, List<String>> headers = headers();
    headers.remove(name);
    return new Answer("POST", COMMIT, 200, headers, COMMITTED);
  }

  private static String error(String code) {
    return """
    {"error":"%s","message":"why","request_id":"%s","trace_id":"%s"}\
    """
        .formatted(code, REQUEST_ID, TRACE_ID);
  }

  private static void isRefused(Answer answer, String because) {
    assertThat(CONTRACT.violations(answer))
        .anySatisfy(found -> assertThat(found).contains(because));
  }

  private static void isAccepted(Answer answer) {
    assertThat(CONTRACT.violations(answer)).isEmpty();
  }

  @Test
  void acceptsWhatIsPromised() {
    isAccepted(answer("POST", COMMIT, 200, COMMITTED));
    isAccepted(answer("POST", COMMIT, 409, error("RESERVATION_FINALIZED")));
    isAccepted(answer("POST", "/v1/events", 201, APPLIED));
    isAccepted(answer("GET", "/v1/admin/tenants/bulk", 404, error("TENANT_NOT_FOUND")));
    isAccepted(answer("GET", "/actuator/health", 503, "{\"status\":\"DOWN\"}"));
    isAccepted(answer("GET", "/v1/nothing", 404, error("NOT_FOUND")));
    CONTRACT.check(answer("POST", COMMIT, 200, COMMITTED));
  }

  @Test
  void aFailedCheckShowsTheAnswer() {
    assertThatThrownBy(() -> CONTRACT.check(answer("POST", COMMIT, 200, "{}")))
        .isInstanceOf(AssertionError.class)
        .hasMessageContainingAll("POST " + COMMIT + " -> 200 {}", "charged");
  }

  @Test
  void refusesAMemberTooMany() {
    isRefused(answer("POST", COMMIT, 200, COMMITTED.replace("{\"st", "{\"note\":1,\"st")), "note");
    isRefused(
        answer("POST", COMMIT, 200, COMMITTED.replace("\"amount\"", "\"scale\":2,\"amount\"")),
        "scale");
  }

  @Test
  void refusesAnUndocumentedMemberEvenWhereTheProtocolIsOpen() {
    isRefused(answer("GET", "/v1/admin/tenants", 200, "{\"tenants\":[],\"total\":0}"), "total");
  }

  @Test
  void refusesAMissingMember() {
    isRefused(answer("POST", COMMIT, 200, "{\"status\":\"COMMITTED\"}"), "charged");
  }

  @Test
  void refusesNull() {
    isRefused(
        answer("GET", "/v1/reservations", 200, "{\"reservations\":[],\"next_cursor\":null}"),
        "$.next_cursor: is null");
  }

  @Test
  void leavesTheClientsOwnMetadataAlone() {
    assertThat(
            JsonRules.violations(
                new ObjectMapper().valueToTree(Map.of("metadata", Map.of("share", 0.5)))))
        .isEmpty();
  }

  @Test
  void refusesAmountsThatAreNotWholeNumbersOf64Bits() {
    String place = "$.charged.amount: is not a whole number";
    isRefused(answer("POST", COMMIT, 200, COMMITTED.replace(":5}", ":5.0}")), place);
    isRefused(
        answer("POST", COMMIT, 200, COMMITTED.replace(":5}", ":9223372036854775808}")), place);
    isRefused(answer("POST", COMMIT, 200, COMMITTED.replace(":5}", ":-5}")), "minimum");
  }

  @Test
  void refusesAnotherSuccessThanDeclared() {
    isRefused(answer("POST", "/v1/events", 200, APPLIED), "does not declare the status 200");
    isRefused(answer("POST", COMMIT, 201, COMMITTED), "does not declare the status 201");
    isRefused(answer("POST", COMMIT, 429, error("LIMIT_EXCEEDED")), "does not declare");
  }

  @Test
  void refusesAnErrorThatTheOperationDoesNotGive() {
    isRefused(answer("POST", COMMIT, 409, error("MAX_EXTENSIONS_EXCEEDED")), "error");
    isRefused(answer("POST", COMMIT, 409, error("SOMETHING_ELSE")), "error");
    isRefused(answer("POST", "/v1/decide", 409, error("BUDGET_EXCEEDED")), "error");
  }

  @Test
  void refusesAnErrorWithoutItsIdentity() {
    isRefused(
        answer("POST", COMMIT, 410, error("RESERVATION_EXPIRED").replace(TRACE_ID, "0".repeat(32))),
        "trace_id should be that of X-Cycles-Trace-Id");
    isRefused(
        answer("POST", COMMIT, 410, "{\"error\":\"RESERVATION_EXPIRED\",\"message\":\"why\"}"),
        "request_id");
  }

  @Test
  void refusesMissingAndMalformedHeaders() {
    isRefused(withoutHeader("x-request-id"), "X-Request-Id is missing");
    isRefused(withoutHeader("x-cycles-trace-id"), "X-Cycles-Trace-Id is missing");
    isRefused(withoutHeader("x-cycles-tenant"), "X-Cycles-Tenant is missing");
    isRefused(withoutHeader("content-type"), "content type");
    isRefused(withHeader("x-request-id", "req_1"), "X-Request-Id");
    isRefused(withHeader("x-cycles-trace-id", TRACE_ID.toUpperCase()), "X-Cycles-Trace-Id");
    isRefused(withHeader("content-type", "text/html"), "content type");
    isRefused(withHeader("content-type", "application/json; charset=iso-8859-1"), "content type");
  }

  @Test
  void refusesARetryAfterThatIsADate() {
    Map<String, List<String>> headers = headers();
    headers.put("x-ratelimit-reset", List.of("1795514400"));
    headers.put("retry-after", List.of("Tue, 24 Nov 2026 09:00:00 GMT"));
    isRefused(
        new Answer("POST", "/v1/decide", 429, headers, error("LIMIT_EXCEEDED")), "Retry-After");
    headers.put("retry-after", List.of("2"));
    headers.remove("x-ratelimit-reset");
    isRefused(
        new Answer("POST", "/v1/decide", 429, headers, error("LIMIT_EXCEEDED")),
        "X-RateLimit-Reset is missing");
    headers.put("x-ratelimit-reset", List.of("1795514400"));
    isAccepted(new Answer("POST", "/v1/decide", 429, headers, error("LIMIT_EXCEEDED")));
  }

  @Test
  void refusesALeaseWithoutAnEndAndADenialThatHolds() {
    String scopes = "\"affected_scopes\":[\"tenant:acme\"]";
    String create = "/v1/reservations";
    isRefused(
        answer(
            "POST",
            create,
            200,
            "{\"decision\":\"ALLOW\",\"reservation_id\":\"r\"," + scopes + "}"),
        "remaining_ttl_ms");
    isRefused(answer("POST", create, 200, "{\"decision\":\"DENY\"," + scopes + "}"), "reason_code");
    isRefused(
        answer("POST", create, 200, "{\"decision\":\"ALLOW\",\"caps\":{}," + scopes + "}"), "not");
  }

  @Test
  void anUnknownMethodOfAKnownPathIs405WithAllow() {
    Answer without = answer("PUT", "/v1/reservations", 405, error("INVALID_REQUEST"));
    isRefused(without, "Allow is missing");
    Map<String, List<String>> headers = headers();
    headers.put("allow", List.of("GET, POST"));
    isAccepted(new Answer("PUT", "/v1/reservations", 405, headers, without.body()));
    isRefused(answer("PUT", "/v1/reservations", 404, error("NOT_FOUND")), "should be 405");
    isRefused(answer("GET", "/v1/nothing", 200, "{}"), "should be 404");
  }

  @Test
  void eachFormOfBalancesIsTakenForItselfOnly() {
    String balance =
        """
        {"balances":[{"scope":"a","scope_path":"a","remaining":{"unit":"TOKENS","amount":-1}}]}\
        """;
    assertThat(CONTRACT.violations("BalanceResponse", balance)).isEmpty();
    assertThat(CONTRACT.violations("BalanceListResponse", balance)).isNotEmpty();
    isAccepted(answer("GET", "/v1/balances", 200, balance));
    isAccepted(answer("GET", "/v1/balances", 200, "{\"balances\":[]}"));
  }

  @Test
  void refusesWhatIsNotJson() {
    isRefused(answer("POST", COMMIT, 200, ""), "not JSON");
    isRefused(answer("POST", COMMIT, 200, COMMITTED + "{}"), "not JSON");
    isRefused(answer("POST", COMMIT, 200, "<html>"), "not JSON");
  }
}
