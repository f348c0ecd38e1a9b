package io.bailiwick.http.wire;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bailiwick.amount.Amount;
import io.bailiwick.amount.Unit;
import io.bailiwick.apikey.ScopeFilter;
import io.bailiwick.bulk.Bulk;
import io.bailiwick.bulk.BulkAction;
import io.bailiwick.bulk.BulkFunding;
import io.bailiwick.bulk.BulkKind;
import io.bailiwick.http.error.ErrorCode;
import io.bailiwick.http.error.Problem;
import io.bailiwick.query.LedgerFilter;
import io.bailiwick.query.TenantFilter;
import io.bailiwick.record.EventType;
import io.bailiwick.record.Origin;
import io.bailiwick.scope.LedgerStatus;
import io.bailiwick.scope.ScopePath;
import io.bailiwick.tenant.TenantId;
import io.bailiwick.tenant.TenantStatus;
import io.bailiwick.webhook.WebhookOwner;
import io.bailiwick.webhook.WebhookStatus;
import io.bailiwick.webhook.query.WebhookFilter;
import java.math.BigDecimal;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Requests for bulk actions. A filter means what the parameters of the list mean: ids and scopes in
 * any case, and what is blank is absent. One that selects by nothing is refused, or it would mean
 * everybody.
 *
 * @param isCountRequired whether what nobody can undo has to say how many rows it expects
 */
public record BulkRequests(boolean isCountRequired) {
  private static final int KEY_LENGTH_MAX = 128;
  private static final int SEARCH_LENGTH_MAX = 128;
  private static final int REASON_LENGTH_MAX = 512;
  private static final int TEXT_LENGTH_MAX = 1_024;

  private static final String FILTER = "filter";
  private static final Set<String> OF_REQUEST =
      Set.of(FILTER, "action", "expected_count", Parts.KEY);
  private static final Set<String> OF_BUDGETS =
      Stream.concat(OF_REQUEST.stream(), Stream.of("amount", "spent", "reason"))
          .collect(Collectors.toUnmodifiableSet());
  private static final Set<String> OF_TENANT_FILTER =
      Set.of("status", "parent_tenant_id", "observe_mode", "search");
  private static final Set<String> OF_WEBHOOK_FILTER =
      Set.of("tenant_id", "status", "event_type", "search");
  private static final Set<String> OF_BUDGET_FILTER =
      Set.of(
          "tenant_id",
          "scope_prefix",
          "unit",
          "status",
          "over_limit",
          "has_debt",
          "utilization_min",
          "utilization_max",
          "search");

  public BulkRequest<TenantFilter> tenants(ObjectNode body, Origin origin) {
    Members members = Members.of(body, OF_REQUEST);
    Members filter = members.object(FILTER, OF_TENANT_FILTER);
    // Nothing here has such a mode, so it selects nobody and everybody.
    filter.textOrNull("observe_mode", 0, TEXT_LENGTH_MAX);
    String parent = textOrNull(filter, "parent_tenant_id", TEXT_LENGTH_MAX);
    TenantStatus status = filter.choiceOrNull("status", TenantStatus.class);
    String search = textOrNull(filter, "search", SEARCH_LENGTH_MAX);
    if (parent == null && status == null && search == null) {
      throw unselective("status, parent_tenant_id, search");
    }
    boolean isOfNobody = parent != null && !TenantId.isValid(folded(parent));
    return request(
        members,
        body,
        BulkKind.TENANTS,
        null,
        origin,
        isOfNobody
            ? null
            : new TenantFilter(
                status, parent == null ? null : new TenantId(folded(parent)), search));
  }

  public BulkRequest<WebhookFilter> webhooks(ObjectNode body, Origin origin) {
    Members members = Members.of(body, OF_REQUEST);
    Members filter = members.object(FILTER, OF_WEBHOOK_FILTER);
    String owner = textOrNull(filter, "tenant_id", TEXT_LENGTH_MAX);
    WebhookStatus status = filter.choiceOrNull("status", WebhookStatus.class);
    EventType type = eventTypeOrNull(filter);
    String search = textOrNull(filter, "search", SEARCH_LENGTH_MAX);
    if (owner == null && status == null && type == null && search == null) {
      throw unselective("tenant_id, status, event_type, search");
    }
    boolean isOfNobody = owner != null && !WebhookOwner.isValid(folded(owner));
    return request(
        members,
        body,
        BulkKind.WEBHOOKS,
        null,
        origin,
        isOfNobody
            ? null
            : new WebhookFilter(
                owner == null ? null : new WebhookOwner(folded(owner)),
                status,
                type,
                search,
                ScopeFilter.ALL));
  }

  public BulkRequest<LedgerFilter> budgets(ObjectNode body, Origin origin) {
    Members members = Members.of(body, OF_BUDGETS);
    Members filter = members.object(FILTER, OF_BUDGET_FILTER);
    String named = filter.text("tenant_id", 1, TEXT_LENGTH_MAX);
    String owner = folded(named.strip());
    TenantId tenant = TenantId.isValid(owner) ? new TenantId(owner) : null;
    Long min = shareOrNull(filter, "utilization_min");
    Long max = shareOrNull(filter, "utilization_max");
    if (min != null && max != null && min > max) {
      throw Problem.invalid("filter.utilization_min must not be above filter.utilization_max");
    }
    LedgerFilter selected =
        new LedgerFilter(
            tenant,
            Map.of(),
            prefixOrNull(filter),
            filter.choiceOrNull("unit", Unit.class),
            filter.choiceOrNull("status", LedgerStatus.class),
            filter.flagOrNull("over_limit"),
            filter.flagOrNull("has_debt"),
            min,
            max,
            textOrNull(filter, "search", SEARCH_LENGTH_MAX),
            ScopeFilter.ALL);
    String reason = members.textOrNull("reason", 0, REASON_LENGTH_MAX);
    BulkRequest<LedgerFilter> request =
        request(
            members,
            body,
            BulkKind.BUDGETS,
            funding(members, tenant),
            origin.because(reason),
            selected);
    if (tenant == null) {
      // As of any tenant that there is not, when all else is well-formed.
      throw Problem.of(ErrorCode.TENANT_NOT_FOUND, "Tenant not found: " + Members.shown(owner));
    }
    return request;
  }

  private static BulkFunding funding(Members members, TenantId tenant) {
    Amount amount = members.amount("amount");
    Amount spent = members.amountOrNull("spent");
    boolean isSpentSet = action(members, BulkKind.BUDGETS) == BulkAction.RESET_SPENT;
    if (spent == null || !isSpentSet) {
      return new BulkFunding(tenant, amount, null);
    }
    if (spent.unit() != amount.unit()) {
      throw Problem.invalid(
          "spent.unit must be %s as that of amount, was %s", amount.unit(), spent.unit());
    }
    return new BulkFunding(tenant, amount, spent.value());
  }

  private <F> BulkRequest<F> request(
      Members members,
      ObjectNode body,
      BulkKind kind,
      BulkFunding funding,
      Origin origin,
      F filter) {
    BulkAction action = action(members, kind);
    Long expected = members.integerOrNull("expected_count", 0, Integer.MAX_VALUE);
    if (isCountRequired && action.isFinal() && expected == null) {
      throw Problem.invalid("expected_count is required for %s, which nobody can undo", action);
    }
    Bulk bulk =
        new Bulk(
            action,
            members.text(Parts.KEY, 1, KEY_LENGTH_MAX),
            PayloadHash.of(body),
            members.canonicalOrNull(FILTER),
            funding,
            origin);
    return new BulkRequest<>(bulk, expected, filter);
  }

  private static BulkAction action(Members members, BulkKind kind) {
    String text = members.text("action", 0, Integer.MAX_VALUE);
    Set<BulkAction> actions =
        Arrays.stream(BulkAction.values())
            .filter(action -> action.kind() == kind)
            .collect(Collectors.toCollection(java.util.TreeSet::new));
    return actions.stream()
        .filter(action -> action.name().equals(text))
        .findFirst()
        .orElseThrow(
            () ->
                Members.notOneOf(
                    "action",
                    actions.stream().map(Enum::name).collect(Collectors.joining(", ")),
                    text));
  }

  private static Problem unselective(String names) {
    return Problem.invalid(
        "filter must have at least one of %s: without any of them it would mean everybody", names);
  }

  /** As a parameter of the list: blank is as good as absent. */
  private static String textOrNull(Members filter, String name, int lengthMax) {
    String text = filter.textOrNull(name, 0, lengthMax);
    return text == null || text.isBlank() ? null : text.strip();
  }

  private static String folded(String text) {
    return text.toLowerCase(Locale.ROOT);
  }

  private static ScopePath prefixOrNull(Members filter) {
    String text = textOrNull(filter, "scope_prefix", TEXT_LENGTH_MAX);
    return text == null ? null : BudgetRequests.prefix(text);
  }

  private static EventType eventTypeOrNull(Members filter) {
    String text = textOrNull(filter, "event_type", TEXT_LENGTH_MAX);
    return text == null
        ? null
        : EventType.of(text)
            .orElseThrow(() -> Members.notOneOf("filter.event_type", "the protocol's types", text));
  }

  private static Long shareOrNull(Members filter, String name) {
    BigDecimal share = Fractions.numberOrNull(filter, name, BigDecimal.ZERO, BigDecimal.ONE);
    return share == null ? null : Long.valueOf(Fractions.billionths(share));
  }
}
