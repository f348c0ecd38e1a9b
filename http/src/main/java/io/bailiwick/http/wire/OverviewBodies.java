package io.bailiwick.http.wire;

import io.bailiwick.amount.Unit;
import io.bailiwick.overview.query.Overview;
import io.bailiwick.scope.Figures;
import io.bailiwick.scope.Ledger;
import io.bailiwick.scope.LedgerStatus;
import io.bailiwick.tenant.TenantStatus;
import io.bailiwick.webhook.WebhookStatus;
import io.bailiwick.webhook.WebhookSubscription;
import java.io.IOException;
import java.util.Map;

/** What operators see at first. Amounts are bare numbers here, as the protocol has it. */
public final class OverviewBodies {
  private OverviewBodies() {}

  public static byte[] one(Overview overview) {
    Overview.Counts counts = overview.counts();
    return JsonText.object(
        json -> {
          json.time("as_of", overview.asOfMs())
              .integer("event_window_seconds", (long) Overview.WINDOW_S)
              .object("tenant_counts", part -> tenants(part, counts.tenants()))
              .object("budget_counts", part -> ledgers(part, counts))
              .objects("over_limit_scopes", overview.overLimit(), OverviewBodies::overLimit)
              .objects("debt_scopes", overview.indebted(), OverviewBodies::indebted)
              .object("webhook_counts", part -> webhooks(part, counts))
              .objects("failing_webhooks", overview.failing(), OverviewBodies::failing)
              .object("event_counts", part -> events(part, counts.events()))
              .objects("recent_denials", overview.denials(), EventBodies::members)
              .objects("recent_expiries", overview.expiries(), EventBodies::members);
          if (counts.denialsByReason() != null) {
            json.object("recent_denials_by_reason", part -> each(part, counts.denialsByReason()));
          }
        });
  }

  private static void tenants(JsonText json, Map<TenantStatus, Long> counts) throws IOException {
    json.integer("total", total(counts))
        .integer("active", counts.getOrDefault(TenantStatus.ACTIVE, 0L))
        .integer("suspended", counts.getOrDefault(TenantStatus.SUSPENDED, 0L))
        .integer("closed", counts.getOrDefault(TenantStatus.CLOSED, 0L));
  }

  private static void ledgers(JsonText json, Overview.Counts counts) throws IOException {
    Map<LedgerStatus, Long> byStatus = counts.ledgers();
    json.integer("total", total(byStatus))
        .integer("active", byStatus.getOrDefault(LedgerStatus.ACTIVE, 0L))
        .integer("frozen", byStatus.getOrDefault(LedgerStatus.FROZEN, 0L))
        .integer("closed", byStatus.getOrDefault(LedgerStatus.CLOSED, 0L))
        .integer("over_limit", counts.overLimit())
        .integer("with_debt", counts.indebted())
        .object(
            "by_unit",
            part -> {
              for (Map.Entry<Unit, Long> unit : counts.ledgersByUnit().entrySet()) {
                part.integer(unit.getKey().name(), unit.getValue());
              }
            });
  }

  private static void overLimit(JsonText json, Ledger ledger) throws IOException {
    Figures figures = ledger.figures();
    json.text("scope", ledger.scope().text())
        .constant("unit", ledger.unit())
        .integer("allocated", figures.allocated())
        .integer("remaining", figures.remaining())
        .integer("debt", figures.debt());
  }

  private static void indebted(JsonText json, Ledger ledger) throws IOException {
    json.text("scope", ledger.scope().text())
        .constant("unit", ledger.unit())
        .integer("debt", ledger.figures().debt())
        .integer("overdraft_limit", ledger.figures().overdraftLimit());
  }

  private static void webhooks(JsonText json, Overview.Counts counts) throws IOException {
    json.integer("total", total(counts.webhooks()))
        .integer("active", counts.webhooks().getOrDefault(WebhookStatus.ACTIVE, 0L))
        .integer("disabled", counts.webhooks().getOrDefault(WebhookStatus.DISABLED, 0L))
        .integer("with_failures", counts.failingWebhooks());
  }

  private static void failing(JsonText json, WebhookSubscription webhook) throws IOException {
    json.text("subscription_id", webhook.id())
        .text("url", webhook.terms().url())
        .integer("consecutive_failures", (long) webhook.health().consecutiveFailures())
        .time("last_failure_at", webhook.health().lastFailureAtMs());
  }

  private static void events(JsonText json, Map<String, Long> counts) throws IOException {
    json.integer("total_recent", total(counts)).object("by_category", part -> each(part, counts));
  }

  private static void each(JsonText json, Map<String, Long> counts) throws IOException {
    for (Map.Entry<String, Long> count : counts.entrySet()) {
      json.integer(count.getKey(), count.getValue());
    }
  }

  private static long total(Map<?, Long> counts) {
    return counts.values().stream().mapToLong(Long::longValue).sum();
  }
}
