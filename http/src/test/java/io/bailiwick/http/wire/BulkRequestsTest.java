package io.bailiwick.http.wire;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bailiwick.bulk.BulkAction;
import io.bailiwick.http.error.ErrorCode;
import io.bailiwick.http.error.Problem;
import io.bailiwick.query.LedgerFilter;
import io.bailiwick.query.TenantFilter;
import io.bailiwick.record.Actor;
import io.bailiwick.record.Origin;
import io.bailiwick.scope.ScopePath;
import io.bailiwick.tenant.TenantId;
import io.bailiwick.tenant.TenantStatus;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class BulkRequestsTest {
  private static final Origin ORIGIN =
      new Origin(Actor.ADMIN, null, null, null, "req-1", null, "op", null, null, null);
  private static final BulkRequests REQUESTS = new BulkRequests(false);

  private static final String TENANTS =
      "{'filter':{'status':'ACTIVE'},'action':'SUSPEND','idempotency_key':'k'}";
  private static final String WEBHOOKS =
      "{'filter':{'tenant_id':'acme'},'action':'PAUSE','idempotency_key':'k'}";
  private static final String BUDGETS =
      "{'filter':{'tenant_id':'acme'},'action':'RESET_SPENT','idempotency_key':'k',"
          + "'amount':{'unit':'TOKENS','amount':5},'spent':{'unit':'TOKENS','amount':1}}";

  private static final Map<String, String> BODIES =
      Map.of("tenants", TENANTS, "webhooks", WEBHOOKS, "budgets", BUDGETS);

  private static final Map<String, Consumer<ObjectNode>> READERS =
      Map.of(
          "tenants", body -> REQUESTS.tenants(body, ORIGIN),
          "webhooks", body -> REQUESTS.webhooks(body, ORIGIN),
          "budgets", body -> REQUESTS.budgets(body, ORIGIN));

  private static String value(String shorthand) {
    return shorthand.matches("[0-9]+x")
        ? "'" + "x".repeat(Integer.parseInt(shorthand.replace("x", ""))) + "'"
        : shorthand.replace('`', '\'');
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "tenants; /filter; ; filter",
        "tenants; /filter; {}; filter",
        "tenants; /filter/status; `OPEN`; status",
        "tenants; /filter/search; 129x; search",
        "tenants; /filter/name; `x`; name",
        "tenants; /filter/observe_mode; 1; observe_mode",
        "tenants; /action; ; action",
        "tenants; /action; `suspend`; SUSPEND, REACTIVATE, CLOSE",
        "tenants; /action; `PAUSE`; SUSPEND, REACTIVATE, CLOSE",
        "tenants; /expected_count; -1; expected_count",
        "tenants; /expected_count; 1.5; expected_count",
        "tenants; /idempotency_key; ; idempotency_key",
        "tenants; /idempotency_key; ``; idempotency_key",
        "tenants; /idempotency_key; 129x; idempotency_key",
        "tenants; /amount; {`unit`:`TOKENS`,`amount`:1}; amount",
        "webhooks; /filter; {}; filter",
        "webhooks; /filter/event_type; `budget.eaten`; budget.eaten",
        "webhooks; /filter/status; `GONE`; status",
        "webhooks; /action; `SUSPEND`; PAUSE, RESUME, DELETE",
        "budgets; /filter; {`unit`:`TOKENS`}; tenant_id",
        "budgets; /filter/scope_prefix; `acme`; scope",
        "budgets; /filter/utilization_min; 1.1; utilization_min",
        "budgets; /filter/has_debt; `true`; has_debt",
        "budgets; /amount; ; amount",
        "budgets; /amount/amount; -1; amount",
        "budgets; /spent/amount; -1; spent",
        "budgets; /spent/unit; `CREDITS`; spent.unit",
        "budgets; /reason; 513x; reason",
        "budgets; /action; `CLOSE`; CREDIT, DEBIT, RESET, RESET_SPENT, REPAY_DEBT"
      })
  void whatIsMalformedIsRefusedByItsName(
      String reader, String pointer, String shorthand, String named) {
    String changed = shorthand == null ? "" : value(shorthand);
    Refused.invalid(READERS.get(reader), Refused.with(BODIES.get(reader), pointer, changed), named);
  }

  /** The mode is not looked at, and what is blank is absent, as in the list. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "{'observe_mode':'SHADOW'}",
        "{'search':''}",
        "{'search':'  ','observe_mode':'x'}",
        "{'parent_tenant_id':' '}"
      })
  void aFilterThatSelectsByNothingIsRefused(String filter) {
    Refused.invalid(
        READERS.get("tenants"),
        Refused.with(TENANTS, "/filter", filter),
        "at least one of status, parent_tenant_id, search");
    if (filter.contains("search")) {
      Refused.invalid(
          READERS.get("webhooks"),
          Refused.with(WEBHOOKS, "/filter", "{'search':' '}"),
          "at least one of");
    }
  }

  @Test
  void aFilterIsReadAsTheListReadsIt() {
    BulkRequest<TenantFilter> tenants =
        REQUESTS.tenants(
            Refused.json(
                "{'filter':{'status':'ACTIVE','parent_tenant_id':'ACME','observe_mode':'x',"
                    + "'search':' Ab '},'action':'CLOSE','expected_count':3,"
                    + "'idempotency_key':'k'}"),
            ORIGIN);
    assertThat(tenants.filter())
        .isEqualTo(new TenantFilter(TenantStatus.ACTIVE, new TenantId("acme"), "Ab"));
    assertThat(tenants.expected()).isEqualTo(3);
    assertThat(tenants.bulk().action()).isEqualTo(BulkAction.CLOSE);

    BulkRequest<LedgerFilter> ledgers =
        REQUESTS.budgets(
            Refused.with(
                BUDGETS,
                "/filter",
                "{'tenant_id':'ACME','scope_prefix':'tenant:ACME/app:Chat/','over_limit':false,"
                    + "'utilization_min':0.25,'utilization_max':1}"),
            ORIGIN);
    assertThat(ledgers.filter().tenant()).isEqualTo(new TenantId("acme"));
    assertThat(ledgers.filter().scopePrefix()).isEqualTo(new ScopePath("tenant:acme/app:chat"));
    assertThat(ledgers.filter().overLimit()).isFalse();
    assertThat(ledgers.filter().utilizationMin()).isEqualTo(250_000_000);
    assertThat(ledgers.bulk().funding().spent()).isEqualTo(1);
    Refused.invalid(
        READERS.get("budgets"),
        Refused.with(
            BUDGETS, "/filter", "{'tenant_id':'acme','utilization_min':1,'utilization_max':0.5}"),
        "utilization_min");
  }

  @Test
  void whoCanBeNobodyMatchesNothing() {
    assertThat(
            REQUESTS
                .tenants(Refused.with(TENANTS, "/filter/parent_tenant_id", "'a b'"), ORIGIN)
                .filter())
        .isNull();
    assertThat(
            REQUESTS
                .webhooks(Refused.with(WEBHOOKS, "/filter/tenant_id", "'no!'"), ORIGIN)
                .filter())
        .isNull();
    assertThat(
            REQUESTS
                .webhooks(Refused.with(WEBHOOKS, "/filter/tenant_id", "'__system__'"), ORIGIN)
                .filter())
        .isNotNull();
  }

  /** As a tenant that there is not: when the rest is well-formed. */
  @ParameterizedTest
  @ValueSource(strings = {"a", "no_such_tenant", "__system__"})
  void ledgersOfWhoCanBeNobodyAreThoseOfAnUnknownTenant(String tenant) {
    ObjectNode body = Refused.with(BUDGETS, "/filter/tenant_id", "'" + tenant + "'");
    Problem problem = Refused.by(READERS.get("budgets"), body);
    assertThat(problem.code()).isEqualTo(ErrorCode.TENANT_NOT_FOUND);
    assertThat(problem.status()).isEqualTo(404);
    body.remove("action");
    Refused.invalid(READERS.get("budgets"), body, "action");
  }

  @Test
  void spentIsForResetSpentAlone() {
    ObjectNode credit = Refused.with(BUDGETS, "/action", "'CREDIT'");
    assertThat(REQUESTS.budgets(credit, ORIGIN).bulk().funding().spent()).isNull();
  }

  @Test
  void whatNobodyCanUndoHasToSayHowManyWhereThatIsWanted() {
    BulkRequests strict = new BulkRequests(true);
    ObjectNode close = Refused.with(TENANTS, "/action", "'CLOSE'");
    Refused.invalid(body -> strict.tenants(body, ORIGIN), close, "expected_count");
    ObjectNode delete = Refused.with(WEBHOOKS, "/action", "'DELETE'");
    Refused.invalid(body -> strict.webhooks(body, ORIGIN), delete, "expected_count");

    close.put("expected_count", 2);
    assertThat(strict.tenants(close, ORIGIN).expected()).isEqualTo(2);
    assertThat(strict.tenants(Refused.json(TENANTS), ORIGIN).expected()).isNull();
  }
}
