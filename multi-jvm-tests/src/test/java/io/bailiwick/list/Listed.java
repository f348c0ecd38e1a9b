package io.bailiwick.list;

import static org.assertj.core.api.Assertions.assertThat;

import io.bailiwick.harness.Query;
import java.util.List;
import java.util.Set;

/**
 * A list of the document, and how to ask for it.
 *
 * @param operation its id
 * @param member of the answer that has the rows
 * @param id of a row
 * @param always what every request has, ending with an ampersand, or nothing
 * @param filters each a part of a query; the first is none
 */
record Listed(
    String operation, String path, String member, String id, String always, List<String> filters) {

  /** No filters: how much, from where, in which order, and what the rows have. */
  private static final Set<String> NO_FILTERS =
      Set.of("limit", "cursor", "sort_by", "sort_dir", "include");

  /** Accepted and without meaning in this version of the protocol. */
  private static final Set<String> IGNORED =
      Set.of("observe_mode", "has_action_quotas", "references_action_kind");

  static List<Listed> all(Population population) {
    String tenant = population.tenancy().id();
    String scope = Query.encode(population.tenancy().scope("app:chat"));
    String time = "from=2020-01-01T00:00:00Z&to=2100-01-01T00:00:00Z";
    return List.of(
        new Listed(
            "listTenants",
            "/v1/admin/tenants",
            "tenants",
            "tenant_id",
            "",
            List.of(
                "x=1",
                "status=ACTIVE",
                "status=SUSPENDED",
                "parent_tenant_id=" + tenant,
                "search=NAME%207",
                "search=nothing")),
        new Listed(
            "listBudgets",
            "/v1/admin/budgets",
            "ledgers",
            "ledger_id",
            "",
            List.of(
                "x=1",
                "tenant_id=" + tenant,
                "scope_prefix=" + scope,
                "unit=TOKENS",
                "status=FROZEN",
                "over_limit=true",
                "has_debt=false",
                "utilization_min=0.01",
                "utilization_max=0.5",
                "search=agent:B7",
                "search=nothing")),
        new Listed(
            "listApiKeys",
            "/v1/admin/api-keys",
            "keys",
            "key_id",
            "",
            List.of(
                "x=1",
                "tenant_id=" + tenant,
                "status=ACTIVE",
                "status=REVOKED",
                "status=EXPIRED",
                "search=NAME%207",
                "search=nothing")),
        new Listed(
            "listPolicies",
            "/v1/admin/policies",
            "policies",
            "policy_id",
            "tenant_id=" + tenant + "&",
            List.of(
                "x=1",
                "scope_pattern=" + Query.encode("*/agent:p1"),
                "status=ACTIVE",
                "status=DISABLED")),
        new Listed(
            "listWebhookSubscriptions",
            "/v1/admin/webhooks",
            "subscriptions",
            "subscription_id",
            "",
            List.of(
                "x=1",
                "tenant_id=" + tenant,
                "status=PAUSED",
                "event_type=budget.funded",
                "search=HOOK7",
                "search=nothing")),
        new Listed(
            "listAuditLogs",
            "/v1/admin/audit/logs",
            "logs",
            "log_id",
            "",
            List.of(
                "x=1",
                "tenant_id=" + tenant,
                "key_id=none",
                "operation=createBudget,fundBudget",
                "resource_type=budget",
                "resource_id=" + tenant,
                "error_code=TENANT_NOT_FOUND",
                "error_code_exclude=TENANT_NOT_FOUND",
                "status=404",
                "status_min=400&status_max=499",
                "status_min=500&status_max=599",
                time,
                "trace_id=" + "0".repeat(31) + "1",
                "request_id=none",
                "search=CREATEbudget",
                "search=nothing")),
        new Listed(
            "listEvents",
            "/v1/admin/events",
            "events",
            "event_id",
            "",
            List.of(
                "x=1",
                "tenant_id=" + tenant,
                "event_type=budget.created",
                "category=budget",
                "scope=" + scope,
                "correlation_id=none",
                "trace_id=" + "0".repeat(31) + "1",
                "request_id=none",
                time,
                "search=AGENT:b7",
                "search=nothing")),
        new Listed(
            "listDecisions",
            "/v1/x-bailiwick/decisions",
            "decisions",
            "decision_id",
            "",
            List.of(
                "x=1",
                "tenant_id=" + tenant,
                "scope=" + scope,
                "key_id=none",
                "operation=createReservation",
                "decision=ALLOW",
                "action_kind=none",
                "action_name=draft",
                "agent=b1",
                "reservation_id=none",
                "trace_id=" + "0".repeat(31) + "1",
                "request_id=none",
                "idempotency_key=r7",
                time,
                "search=AGENT:b7",
                "search=nothing")),
        new Listed(
            "listReservations",
            "/v1/reservations",
            "reservations",
            "reservation_id",
            "tenant=" + tenant + "&",
            List.of(
                "x=1",
                "status=ACTIVE",
                "status=RELEASED",
                "status=COMMITTED",
                "status=EXPIRED",
                "idempotency_key=r7",
                "app=chat",
                "agent=b1",
                "workspace=none",
                "workflow=none",
                "toolset=none",
                time,
                "expires_" + time.replace("&to", "&expires_to"),
                "finalized_" + time.replace("&to", "&finalized_to"))));
  }

  /** A parameter that was added since has to be walked with too. */
  void hasAFilterForEach(List<String> parameters) {
    String all = "&" + always + String.join("&", filters) + "&";
    assertThat(parameters)
        .as("parameters of %s that no walk has", operation)
        .allMatch(
            name ->
                NO_FILTERS.contains(name)
                    || IGNORED.contains(name)
                    || all.contains("&" + name + "="));
  }
}
