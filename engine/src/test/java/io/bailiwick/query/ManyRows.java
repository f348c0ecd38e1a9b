package io.bailiwick.query;

import io.bailiwick.projection.SqlStatement;
import io.bailiwick.projection.TableWrite;
import java.util.List;

/**
 * Tables with many rows, made by the store itself. Half of all rows are of the tenant {@code ten0},
 * the others of forty-nine more. Values are spread by remainders, so that each filter finds some.
 */
final class ManyRows {

  private static final String NUMBERS =
      " WITH RECURSIVE n(i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i + 1 < ?) SELECT ";

  private static final String TENANT = "'ten' || CASE WHEN i % 2 = 0 THEN 0 ELSE i % 50 END";

  /** Six digits, so that the order of texts is that of numbers. */
  private static final String SIX = "substr(CAST(1000000 + i AS TEXT), 2)";

  /** The same, in no order that another column has. */
  private static final String SHUFFLED = "substr(CAST(1000000 + (i * 7919) % 1000000 AS TEXT), 2)";

  private static final SqlStatement TENANTS =
      SqlStatement.every(
          1,
          "INSERT INTO tenant (tenant, name, status, parent_tenant, created_at_ms, updated_at_ms,"
              + " close_complete)"
              + NUMBERS
              + "'t-' || "
              + SIX
              + ", 'name ' || "
              + SHUFFLED
              + ", CASE WHEN i % 10 = 0 THEN 'SUSPENDED' ELSE 'ACTIVE' END, CASE WHEN i % 3 = 0"
              + " THEN 'ten' || (i % 100) END, i / 3, i, FALSE FROM n");

  private static final SqlStatement LEDGERS =
      SqlStatement.every(
          2,
          "INSERT INTO ledger (scope, unit, tenant, ledger_id, status, allocated, spent, reserved,"
              + " debt, overdraft_limit, over_limit, created_at_ms, updated_at_ms)"
              + NUMBERS
              + "'tenant:' || "
              + TENANT
              + " || '/app:a' || "
              + SHUFFLED
              + " || '/agent:b' || i, CASE WHEN i % 3 = 0 THEN 'CREDITS' ELSE 'TOKENS' END, "
              + TENANT
              + ", 'led_' || "
              + SIX
              + ", CASE WHEN i % 7 = 0 THEN 'FROZEN' ELSE 'ACTIVE' END, 1000000, (i * 7919) %"
              + " 1000000, i % 100, CASE WHEN i % 20 = 0 THEN i % 50 ELSE 0 END, 0, i % 100 = 0, i,"
              + " i FROM n");

  private static final SqlStatement KEYS =
      SqlStatement.every(
          3,
          "INSERT INTO api_key (key_id, tenant, key_prefix, secret_hash, name, permissions,"
              + " scope_filter, created_at_ms, expires_at_ms, revoked_at_ms)"
              + NUMBERS
              + "'key_' || "
              + SHUFFLED
              + " || i, "
              + TENANT
              + ", 'cyc_live_' || "
              + SIX
              + ", ?, 'name ' || (i % 1000), 'balances:read reservations:create', '', i / 3,"
              + " 1000000 + (i * 31) % 1000, CASE WHEN i % 5 = 0 THEN i END FROM n");

  private static final SqlStatement WEBHOOKS =
      SqlStatement.every(
          4,
          "INSERT INTO webhook (subscription_id, tenant, version, changes, url, event_types,"
              + " event_categories, signing_secret, headers, status, max_retries,"
              + " initial_delay_ms, backoff_multiplier, max_delay_ms, disable_after_failures,"
              + " consecutive_failures, created_at_ms, updated_at_ms, replay_queued)"
              + NUMBERS
              + "'whsub_' || "
              + SHUFFLED
              + " || i, "
              + TENANT
              + ", 1, '', 'https://hooks' || (i % 1000) || '.example.com/', 'tenant.created', '',"
              + " '', '{}', CASE WHEN i % 4 = 0 THEN 'PAUSED' ELSE 'ACTIVE' END, 5, 1000, '2',"
              + " 60000, 10, i % 10, i, i, FALSE FROM n");

  private static final SqlStatement TYPES =
      SqlStatement.every(
          5,
          "INSERT INTO webhook_event_type (subscription_id, event_type) SELECT subscription_id,"
              + " event_types FROM webhook WHERE ? > 0");

  private static final SqlStatement RESERVATIONS =
      SqlStatement.every(
          6,
          "INSERT INTO reservation (reservation_id, tenant, scope_path, status, unit, reserved,"
              + " charged, created_at_ms, first_expires_at_ms, expires_at_ms, grace_ms,"
              + " ended_at_ms, extensions, extensions_max, overage_policy, budgeted_scopes,"
              + " subject, action, idempotency_key, payload_hash)"
              + NUMBERS
              + TENANT
              + " || '.0.1.' || "
              + SIX
              + ", "
              + TENANT
              + ", 'tenant:' || "
              + TENANT
              + " || '/app:a' || (i % 20), CASE WHEN i % 10 = 0 THEN 'ACTIVE' WHEN i % 3 = 0 THEN"
              + " 'RELEASED' ELSE 'COMMITTED' END, 'TOKENS', i % 1000, CASE WHEN i % 10 = 0 THEN"
              + " NULL ELSE i % 1000 END, i / 3, 10000000000000, 10000000000000 + i % 7, 5000, CASE"
              + " WHEN i % 10 = 0 THEN NULL ELSE i END, 0, 10, 'REJECT', 'tenant:' || "
              + TENANT
              + ", '{\"tenant\":\"' || "
              + TENANT
              + " || '\"}', '{\"kind\":\"llm.completion\",\"name\":\"x\"}', 'idem-' || "
              + SIX
              + ", 'hash' FROM n");

  private ManyRows() {}

  /** Fills all tables of this class with {@code rows} each. */
  static void fill(ReadTables tables, int rows) throws Exception {
    tables.write(List.of(TableWrite.of(TENANTS, rows)));
    ledgers(tables, rows);
    tables.write(List.of(TableWrite.of(KEYS, rows, new byte[32])));
    tables.write(List.of(TableWrite.of(WEBHOOKS, rows)));
    tables.write(List.of(TableWrite.of(TYPES, 1)));
    tables.write(List.of(TableWrite.of(RESERVATIONS, rows)));
  }

  static void ledgers(ReadTables tables, int rows) throws Exception {
    tables.write(List.of(TableWrite.of(LEDGERS, rows)));
  }
}
