package io.bailiwick.record;

import java.util.Locale;
import java.util.Optional;

/** What kinds of events there are. The list is closed by the protocol (governance, EventType). */
public enum EventType {
  BUDGET_CREATED(EventCategory.BUDGET, "created"),
  BUDGET_UPDATED(EventCategory.BUDGET, "updated"),
  BUDGET_FUNDED(EventCategory.BUDGET, "funded"),
  BUDGET_DEBITED(EventCategory.BUDGET, "debited"),
  BUDGET_RESET(EventCategory.BUDGET, "reset"),
  BUDGET_RESET_SPENT(EventCategory.BUDGET, "reset_spent"),
  BUDGET_DEBT_REPAID(EventCategory.BUDGET, "debt_repaid"),
  BUDGET_FROZEN(EventCategory.BUDGET, "frozen"),
  BUDGET_UNFROZEN(EventCategory.BUDGET, "unfrozen"),
  BUDGET_CLOSED(EventCategory.BUDGET, "closed"),
  BUDGET_CLOSED_VIA_TENANT_CASCADE(EventCategory.BUDGET, "closed_via_tenant_cascade"),
  BUDGET_THRESHOLD_CROSSED(EventCategory.BUDGET, "threshold_crossed"),
  BUDGET_EXHAUSTED(EventCategory.BUDGET, "exhausted"),
  BUDGET_OVER_LIMIT_ENTERED(EventCategory.BUDGET, "over_limit_entered"),
  BUDGET_OVER_LIMIT_EXITED(EventCategory.BUDGET, "over_limit_exited"),
  BUDGET_DEBT_INCURRED(EventCategory.BUDGET, "debt_incurred"),
  BUDGET_BURN_RATE_ANOMALY(EventCategory.BUDGET, "burn_rate_anomaly"),
  RESERVATION_DENIED(EventCategory.RESERVATION, "denied"),
  RESERVATION_DENIAL_RATE_SPIKE(EventCategory.RESERVATION, "denial_rate_spike"),
  RESERVATION_EXPIRED(EventCategory.RESERVATION, "expired"),
  RESERVATION_EXPIRY_RATE_SPIKE(EventCategory.RESERVATION, "expiry_rate_spike"),
  RESERVATION_COMMIT_OVERAGE(EventCategory.RESERVATION, "commit_overage"),
  RESERVATION_RELEASED_VIA_TENANT_CASCADE(EventCategory.RESERVATION, "released_via_tenant_cascade"),
  TENANT_CREATED(EventCategory.TENANT, "created"),
  TENANT_UPDATED(EventCategory.TENANT, "updated"),
  TENANT_SUSPENDED(EventCategory.TENANT, "suspended"),
  TENANT_REACTIVATED(EventCategory.TENANT, "reactivated"),
  TENANT_CLOSED(EventCategory.TENANT, "closed"),
  TENANT_SETTINGS_CHANGED(EventCategory.TENANT, "settings_changed"),
  WEBHOOK_CREATED(EventCategory.WEBHOOK, "created"),
  WEBHOOK_UPDATED(EventCategory.WEBHOOK, "updated"),
  WEBHOOK_PAUSED(EventCategory.WEBHOOK, "paused"),
  WEBHOOK_RESUMED(EventCategory.WEBHOOK, "resumed"),
  WEBHOOK_DISABLED(EventCategory.WEBHOOK, "disabled"),
  WEBHOOK_DELETED(EventCategory.WEBHOOK, "deleted"),
  WEBHOOK_DISABLED_VIA_TENANT_CASCADE(EventCategory.WEBHOOK, "disabled_via_tenant_cascade"),
  API_KEY_CREATED(EventCategory.API_KEY, "created"),
  API_KEY_REVOKED(EventCategory.API_KEY, "revoked"),
  API_KEY_REVOKED_VIA_TENANT_CASCADE(EventCategory.API_KEY, "revoked_via_tenant_cascade"),
  API_KEY_EXPIRED(EventCategory.API_KEY, "expired"),
  API_KEY_PERMISSIONS_CHANGED(EventCategory.API_KEY, "permissions_changed"),
  API_KEY_AUTH_FAILED(EventCategory.API_KEY, "auth_failed"),
  API_KEY_AUTH_FAILURE_RATE_SPIKE(EventCategory.API_KEY, "auth_failure_rate_spike"),
  POLICY_CREATED(EventCategory.POLICY, "created"),
  POLICY_UPDATED(EventCategory.POLICY, "updated"),
  POLICY_DELETED(EventCategory.POLICY, "deleted"),
  SYSTEM_STORE_CONNECTION_LOST(EventCategory.SYSTEM, "store_connection_lost"),
  SYSTEM_STORE_CONNECTION_RESTORED(EventCategory.SYSTEM, "store_connection_restored"),
  SYSTEM_HIGH_LATENCY(EventCategory.SYSTEM, "high_latency"),
  SYSTEM_WEBHOOK_DELIVERY_FAILED(EventCategory.SYSTEM, "webhook_delivery_failed"),
  SYSTEM_WEBHOOK_TEST(EventCategory.SYSTEM, "webhook_test");

  private final EventCategory category;
  private final String text;

  EventType(EventCategory category, String action) {
    this.category = category;
    this.text = category.name().toLowerCase(Locale.ROOT) + '.' + action;
  }

  /** Its name on the wire: {@code category.action}. */
  public String text() {
    return text;
  }

  public EventCategory category() {
    return category;
  }

  /** Whether a tenant may see it. */
  public boolean isForTenants() {
    return category.isForTenants();
  }

  /** The type of that name. */
  public static Optional<EventType> of(String text) {
    for (EventType type : values()) {
      if (type.text.equals(text)) {
        return Optional.of(type);
      }
    }
    return Optional.empty();
  }
}
