package io.bailiwick.operation;

import java.util.List;

/**
 * A value of a parameter that finds something of the other tenant if anything could, and one like
 * it that finds nothing anywhere.
 */
record Filter(String theirs, String nobodys) {
  /** A scope and a key that the other tenant alone has. */
  static final String THEIR_SCOPE = "app:theirs";

  static final String THEIR_KEY = "their-key";

  /** Values of a parameter; none where it cannot name anything of a tenant. */
  static List<Filter> of(String parameter, Names foreign) {
    Names nobody = foreign.ofNobody();
    return switch (parameter) {
      case "tenant", "tenant_id" -> List.of(new Filter(foreign.tenant(), nobody.tenant()));
      case "scope", "scope_prefix" ->
          List.of(
              new Filter(foreign.scope(""), nobody.scope("")),
              new Filter(foreign.scope(THEIR_SCOPE), nobody.scope(THEIR_SCOPE)));
      case "scope_pattern" ->
          List.of(new Filter(foreign.scope("") + "/*", nobody.scope("") + "/*"));
      case "idempotency_key" -> List.of(new Filter(THEIR_KEY, "no-key"));
      case "app" -> List.of(new Filter("theirs", "nobodys"));
      case "search" ->
          List.of(new Filter(foreign.tenant(), nobody.tenant()), new Filter("theirs", "nobodys"));
      case "correlation_id" ->
          List.of(
              new Filter(
                  "tenant_close_cascade:" + foreign.tenant(),
                  "tenant_close_cascade:" + nobody.tenant()));
      case "key_id" -> List.of(new Filter(foreign.apiKey(), nobody.apiKey()));
      case "reservation_id" -> List.of(new Filter(foreign.reservation(), nobody.reservation()));
      case "operation", "decision", "action_kind", "action_name" -> List.of();
      case "trace_id", "request_id", "group_by", "ledgers" -> List.of();
      case "workspace", "workflow", "agent", "toolset" -> List.of();
      case "limit", "cursor", "sort_by", "sort_dir", "include", "include_children" -> List.of();
      case "status", "unit", "over_limit", "has_debt", "event_type", "category" -> List.of();
      case "utilization_min", "utilization_max", "from", "to" -> List.of();
      case "expires_from", "expires_to", "finalized_from", "finalized_to" -> List.of();
      case "has_action_quotas", "references_action_kind" -> List.of();
      default -> throw new IllegalArgumentException("what could be foreign in " + parameter);
    };
  }
}
