package io.bailiwick.http.wire;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bailiwick.amount.Unit;
import io.bailiwick.apikey.ApiKeyCommand;
import io.bailiwick.http.error.ErrorCode;
import io.bailiwick.record.Origin;
import io.bailiwick.scope.BudgetCommand;
import io.bailiwick.scope.ScopePath;
import io.bailiwick.tenant.TenantId;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AdminRequestsTest {
  private static final TenantId ACME = new TenantId("acme");
  private static final Origin ORIGIN = Origin.system("op");
  private static final ScopePath SCOPE = new ScopePath("tenant:acme");

  private static final Map<String, String> BODIES =
      Map.of(
          "tenant",
          "{'tenant_id':'acme','name':'Acme'}",
          "change",
          "{}",
          "budget",
          "{'tenant_id':'acme','scope':'tenant:acme','unit':'TOKENS',"
              + "'allocated':{'unit':'TOKENS','amount':5}}",
          "terms",
          "{}",
          "freeze",
          "{}",
          "fund",
          "{'operation':'CREDIT','amount':{'unit':'TOKENS','amount':5}}",
          "key",
          "{'tenant_id':'acme','name':'agents'}",
          "rights",
          "{}",
          "policy",
          "{'tenant_id':'acme','name':'agents','scope_pattern':'agent:*'}",
          "rules",
          "{}");

  private static final Map<String, Consumer<ObjectNode>> READERS =
      Map.of(
          "tenant", TenantRequests::create,
          "change", body -> TenantRequests.update(ACME, body),
          "budget", body -> BudgetRequests.open(body, null, "id"),
          "terms", body -> BudgetRequests.update(body, SCOPE, Unit.TOKENS),
          "freeze", body -> BudgetRequests.ofTransition(body, ORIGIN),
          "fund", AdminRequestsTest::fund,
          "key", body -> KeyRequests.create(body, 0),
          "rights", body -> KeyRequests.update("key_1", body),
          "policy", body -> PolicyRequests.create(body, null, "1"),
          "rules", body -> PolicyRequests.update(body, null));

  private static String value(String shorthand) {
    return shorthand.matches("[0-9]+x")
        ? "'" + "x".repeat(Integer.parseInt(shorthand.replace("x", ""))) + "'"
        : shorthand.replace('`', '\'');
  }

  @ParameterizedTest
  @CsvSource({
    "tenant, /tenant_id, 64x, 65x",
    "tenant, /tenant_id, 3x, 2x",
    "tenant, /tenant_id, `a-1`, `Acme`",
    "tenant, /tenant_id, `bulk-actions`, `bulk-action`",
    "tenant, /name, 256x, 257x",
    "tenant, /name, `x`, ` `",
    "tenant, /parent_tenant_id, `other`, `Other Inc`",
    "tenant, /metadata, {`a`:`b`}, {`a`:1}",
    "tenant, /default_commit_overage_policy, `REJECT`, `NEVER`",
    "tenant, /default_reservation_ttl_ms, 1000, 999",
    "tenant, /max_reservation_ttl_ms, 86400000, 86400001",
    "tenant, /max_reservation_extensions, 0, -1",
    "tenant, /reservation_expiry_policy, `GRACE_ONLY`, `NEVER`",
    "change, /status, `CLOSED`, `GONE`",
    "change, /name, 256x, 257x",
    "change, /max_reservation_extensions, 5, 5.0",
    "budget, /scope, `tenant:acme/app:chat`, `app:chat`",
    "budget, /scope, `TENANT:ACME/App:Chat`, `tenant:acme/agent:a/app:b`",
    "budget, /scope, `tenant:acme/app:a`, `tenant:acme/app:a/app:b`",
    "budget, /scope, `tenant:acme/app:a`, `tenant:acme/app:`",
    "budget, /scope, `tenant:acme/app:a`, `tenant:other`",
    "budget, /unit, `TOKENS`, `EUR`",
    "budget, /allocated/amount, 0, -1",
    "budget, /rollover_policy, `CARRY_FORWARD`, `ALWAYS`",
    "budget, /period_start, `2026-11-24T09:00:00Z`, `2026-11-24`",
    "budget, /metadata, {`a`:[1]}, 5",
    "terms, /commit_overage_policy, `REJECT`, 1",
    "freeze, /reason, 512x, 513x",
    "fund, /operation, `DEBIT`, `debit`",
    "fund, /reason, 512x, 513x",
    "fund, /idempotency_key, 256x, 257x",
    "key, /name, 256x, 257x",
    "key, /description, 1024x, 1025x",
    "key, /permissions, [`balances:read`], [`everything`]",
    "key, /scope_filter, [`agent:*`], [`chat`]",
    "key, /expires_at, `2026-11-24T09:00:00+01:00`, `1969-12-31T23:59:59Z`",
    "key, /expires_at, `9999-12-31T23:59:59Z`, `+10000-01-01T00:00:00Z`",
    "budget, /period_start, `0000-01-01T00:00:00Z`, `-0001-12-31T23:59:59Z`",
    "rights, /permissions, [], `balances:read`",
    "rights, /description, 1024x, 1025x",
    "policy, /name, 256x, 257x",
    "policy, /name, `x`, ` `",
    "policy, /description, 1024x, 1025x",
    "policy, /scope_pattern, `tenant:acme/app:chat/agent:*`, `tenant:acme/agent:*/app:chat`",
    "policy, /scope_pattern, `TENANT:ACME/*`, `tenant:other/*`",
    "policy, /scope_pattern, `*/agent:writer`, `*`",
    "policy, /priority, 2147483647, 2147483648",
    "policy, /priority, 0, -1",
    "policy, /caps, {`max_tokens`:0}, {`max_tokens`:-1}",
    "policy, /caps, {`max_steps_remaining`:2147483647}, {`max_steps_remaining`:2147483648}",
    "policy, /caps, {`cooldown_ms`:1}, {`cooldown_ms`:1.5}",
    "policy, /caps, {`tool_allowlist`:[`a`]}, {`tool_allowlist`:`a`}",
    "policy, /caps, {}, {`max_calls`:1}",
    "policy, /commit_overage_policy, `REJECT`, `NEVER`",
    "policy, /reservation_ttl_override, {`default_ttl_ms`:1000}, {`default_ttl_ms`:999}",
    "policy, /reservation_ttl_override, {`max_ttl_ms`:86400000}, {`max_ttl_ms`:86400001}",
    "policy, /reservation_ttl_override, {`max_extensions`:0}, {`max_extensions`:-1}",
    "policy, /rate_limits, {`max_commits_per_minute`:1}, {`max_commits_per_minute`:0}",
    "policy, /rate_limits, {`max_reservations_per_minute`:1}, {`max_reservations_per_minute`:0}",
    "policy, /effective_from, `2026-11-24T09:00:00Z`, `tomorrow`",
    "rules, /status, `DISABLED`, `DELETED`",
    "rules, /name, 256x, 257x",
    "rules, /caps, {}, 1"
  })
  void oneBeyondALimitIsRefused(String request, String pointer, String last, String beyond) {
    Consumer<ObjectNode> reader = READERS.get(request);
    reader.accept(Refused.with(BODIES.get(request), pointer, value(last)));
    ObjectNode body = Refused.with(BODIES.get(request), pointer, value(beyond));
    assertThat(Refused.by(reader, body).code()).isEqualTo(ErrorCode.INVALID_REQUEST);
  }

  @ParameterizedTest
  @CsvSource({
    "tenant", "change", "budget", "terms", "freeze", "fund", "key", "rights", "policy", "rules"
  })
  void everyMemberIsNeededAndNoOtherIsKnown(String request) {
    Consumer<ObjectNode> reader = READERS.get(request);
    String body = BODIES.get(request);
    Refused.json(body)
        .fieldNames()
        .forEachRemaining(
            name -> Refused.invalid(reader, Refused.with(body, "/" + name, ""), name));
    Refused.invalid(reader, Refused.with(body, "/colour", "1"), "colour");
  }

  private static void fund(ObjectNode body) {
    BudgetRequests.fund(body, SCOPE, Unit.TOKENS);
    BudgetRequests.ofFunding(body, ORIGIN);
  }

  @Test
  void whatIsNotedWithAChangeGoesWithItsOrigin() {
    String body = "{'reason':'spike','metadata':{'ticket':'T-1'}}";
    assertThat(BudgetRequests.ofTransition(Refused.json(body), ORIGIN))
        .returns("spike", Origin::reason)
        .returns("{\"ticket\":\"T-1\"}", Origin::metadata);
    assertThat(BudgetRequests.ofFunding(Refused.json("{}"), ORIGIN)).isEqualTo(ORIGIN);
  }

  /** The body is an open one (governance, validateApiKey). */
  @Test
  void aSecretOfAnyLengthCanBeAskedAbout() {
    String secret = "x".repeat(5_000);
    ObjectNode body = Refused.with("{'colour':1}", "/key_secret", "'" + secret + "'");
    assertThat(KeyRequests.secret(body)).isEqualTo(secret);
    Refused.invalid(KeyRequests::secret, Refused.with("{}", "/key_secret", "''"), "key_secret");
  }

  @Test
  void theTenantOfANewLedgerIsTheKeysOrNamed() {
    ObjectNode named = Refused.json(BODIES.get("budget"));
    Refused.invalid(body -> BudgetRequests.open(body, ACME, "id"), named, "tenant_id");
    ObjectNode foreign = Refused.with(BODIES.get("budget"), "/tenant_id", "");
    assertThat(BudgetRequests.open(foreign, ACME, "id").scope()).isEqualTo(SCOPE);
    assertThat(
            Refused.by(body -> BudgetRequests.open(body, new TenantId("other"), "id"), foreign)
                .code())
        .isEqualTo(ErrorCode.FORBIDDEN);
  }

  @Test
  void amountsAreInTheLedgersUnit() {
    String credits = "{'unit':'CREDITS','amount':1}";
    for (String pointer : new String[] {"/allocated", "/overdraft_limit"}) {
      ObjectNode body = Refused.with(BODIES.get("budget"), pointer, credits);
      assertThat(Refused.by(READERS.get("budget"), body).code()).isEqualTo(ErrorCode.UNIT_MISMATCH);
    }
    ObjectNode spent = Refused.with(BODIES.get("fund"), "/operation", "'RESET_SPENT'");
    spent.set("spent", Refused.json(credits));
    assertThat(Refused.by(READERS.get("fund"), spent).code()).isEqualTo(ErrorCode.UNIT_MISMATCH);
    // Of another operation it means nothing.
    BudgetRequests.fund(spent.put("operation", "CREDIT"), SCOPE, Unit.TOKENS);
  }

  @Test
  void aNewPeriodMayKeepItsAllocation() {
    BudgetCommand.Fund fund =
        BudgetRequests.fund(Refused.json("{'operation':'RESET_SPENT'}"), SCOPE, Unit.TOKENS);
    assertThat(fund.amount()).isNull();
    Refused.invalid(READERS.get("fund"), Refused.json("{'operation':'RESET'}"), "amount");
  }

  @Test
  void anEndIsAfterItsBeginning() {
    ObjectNode body = Refused.with(BODIES.get("budget"), "/period_start", "'2026-11-24T09:00:00Z'");
    Refused.invalid(
        READERS.get("budget"), body.put("period_end", "2026-11-24T09:00:00Z"), "period_end");
  }

  @Test
  void aPolicysBoundsAreInOrder() {
    ObjectNode times =
        Refused.with(BODIES.get("policy"), "/effective_from", "'2026-11-24T09:00:00Z'");
    Refused.invalid(
        READERS.get("policy"),
        times.put("effective_until", "2026-11-24T09:00:00Z"),
        "effective_until");
    ObjectNode ttl =
        Refused.with(
            BODIES.get("policy"),
            "/reservation_ttl_override",
            "{'default_ttl_ms':2000,'max_ttl_ms':1999}");
    Refused.invalid(READERS.get("policy"), ttl, "default_ttl_ms");
  }

  @Test
  void thePatternOfAPolicyAndItsTenantDoNotChange() {
    for (String name : new String[] {"tenant_id", "scope_pattern"}) {
      ObjectNode body = Refused.with("{}", "/" + name, "'tenant:acme'");
      Refused.invalid(READERS.get("rules"), body, name);
    }
    Refused.invalid(
        READERS.get("policy"), Refused.with(BODIES.get("policy"), "/status", "'ACTIVE'"), "status");
  }

  @Test
  void aKeyWithoutPermissionsLeavesThemToTheEngine() {
    ApiKeyCommand.Create create = KeyRequests.create(Refused.json(BODIES.get("key")), 0);
    assertThat(create.permissions()).isNull();
    assertThat(create.scopeFilter()).isNull();
    assertThat(create.expiresAtMs()).isNull();
  }
}
