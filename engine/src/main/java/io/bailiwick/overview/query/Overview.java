package io.bailiwick.overview.query;

import io.bailiwick.amount.Unit;
import io.bailiwick.record.query.EventView;
import io.bailiwick.scope.Ledger;
import io.bailiwick.scope.LedgerStatus;
import io.bailiwick.tenant.TenantStatus;
import io.bailiwick.webhook.WebhookStatus;
import io.bailiwick.webhook.WebhookSubscription;
import java.util.List;
import java.util.Map;

/**
 * How everything stands. Each number is that of the rows of a list, and each list the beginning of
 * one; events are those of the window up to {@code asOfMs}.
 *
 * @param counts all numbers
 * @param overLimit ledgers over their limit, those that owe most first
 * @param indebted ledgers that owe, those that owe most first
 * @param failing subscriptions with failures, those with most first
 * @param denials the latest events of denied reservations
 * @param expiries the latest events of expired reservations
 */
public record Overview(
    long asOfMs,
    Counts counts,
    List<Ledger> overLimit,
    List<Ledger> indebted,
    List<WebhookSubscription> failing,
    List<EventView> denials,
    List<EventView> expiries) {

  /** How long events are recent for, in seconds. */
  public static final int WINDOW_S = 3_600;

  /** Of each of the lists. */
  public static final int ROWS_MAX = 10;

  /**
   * Numbers.
   *
   * @param tenants by status; of those that there are none of it has nothing
   * @param ledgers by status
   * @param ledgersByUnit the same by unit
   * @param overLimit ledgers over their limit
   * @param indebted ledgers that owe
   * @param webhooks by status
   * @param failingWebhooks subscriptions with failures
   * @param events of the window, by the wire name of their category
   * @param denialsByReason denied reservations of the window, those that were only counted
   *     included; null where there are too many to look at
   */
  public record Counts(
      Map<TenantStatus, Long> tenants,
      Map<LedgerStatus, Long> ledgers,
      Map<Unit, Long> ledgersByUnit,
      long overLimit,
      long indebted,
      Map<WebhookStatus, Long> webhooks,
      long failingWebhooks,
      Map<String, Long> events,
      Map<String, Long> denialsByReason) {}
}
