package io.bailiwick.record;

import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * All types of events of the protocol (governance, EventType), also those that nothing here causes:
 * they can be asked for. A type belongs to the category before its point.
 */
public enum EventType {
  BUDGET_CREATED("budget.created"),
  BUDGET_UPDATED("budget.updated"),
  BUDGET_FUNDED("budget.funded"),
  BUDGET_DEBITED("budget.debited"),
  BUDGET_RESET("budget.reset"),
  BUDGET_RESET_SPENT("budget.reset_spent"),
  BUDGET_DEBT_REPAID("budget.debt_repaid"),
  BUDGET_FROZEN("budget.frozen"),
  BUDGET_UNFROZEN("budget.unfrozen"),
  BUDGET_CLOSED("budget.closed"),
  BUDGET_CLOSED_VIA_TENANT_CASCADE("budget.closed_via_tenant_cascade"),
  BUDGET_THRESHOLD_CROSSED("budget.threshold_crossed"),
  BUDGET_EXHAUSTED("budget.exhausted"),
  BUDGET_OVER_LIMIT_ENTERED("budget.over_limit_entered"),
  BUDGET_OVER_LIMIT_EXITED("budget.over_limit_exited"),
  BUDGET_DEBT_INCURRED("budget.debt_incurred"),
  BUDGET_BURN_RATE_ANOMALY("budget.burn_rate_anomaly"),

  RESERVATION_DENIED("reservation.denied"),
  RESERVATION_DENIAL_RATE_SPIKE("reservation.denial_rate_spike"),
  RESERVATION_EXPIRED("reservation.expired"),
  RESERVATION_EXPIRY_RATE_SPIKE("reservation.expiry_rate_spike"),
  RESERVATION_COMMIT_OVERAGE("reservation.commit_overage"),
  RESERVATION_RELEASED_VIA_TENANT_CASCADE("reservation.released_via_tenant_cascade"),

  TENANT_CREATED("tenant.created"),
  TENANT_UPDATED("tenant.updated"),
  TENANT_SUSPENDED("tenant.suspended"),
  TENANT_REACTIVATED("tenant.reactivated"),
  TENANT_CLOSED("tenant.closed"),
  TENANT_SETTINGS_CHANGED("tenant.settings_changed"),

  WEBHOOK_CREATED("webhook.created"),
  WEBHOOK_UPDATED("webhook.updated"),
  WEBHOOK_PAUSED("webhook.paused"),
  WEBHOOK_RESUMED("webhook.resumed"),
  WEBHOOK_DISABLED("webhook.disabled"),
  WEBHOOK_DELETED("webhook.deleted"),
  WEBHOOK_DISABLED_VIA_TENANT_CASCADE("webhook.disabled_via_tenant_cascade"),

  API_KEY_CREATED("api_key.created"),
  API_KEY_REVOKED("api_key.revoked"),
  API_KEY_REVOKED_VIA_TENANT_CASCADE("api_key.revoked_via_tenant_cascade"),
  API_KEY_EXPIRED("api_key.expired"),
  API_KEY_PERMISSIONS_CHANGED("api_key.permissions_changed"),
  API_KEY_AUTH_FAILED("api_key.auth_failed"),
  API_KEY_AUTH_FAILURE_RATE_SPIKE("api_key.auth_failure_rate_spike"),

  POLICY_CREATED("policy.created"),
  POLICY_UPDATED("policy.updated"),
  POLICY_DELETED("policy.deleted"),

  SYSTEM_STORE_CONNECTION_LOST("system.store_connection_lost"),
  SYSTEM_STORE_CONNECTION_RESTORED("system.store_connection_restored"),
  SYSTEM_HIGH_LATENCY("system.high_latency"),
  SYSTEM_WEBHOOK_DELIVERY_FAILED("system.webhook_delivery_failed"),
  SYSTEM_WEBHOOK_TEST("system.webhook_test");

  private static final Map<String, EventType> BY_TEXT =
      Stream.of(values()).collect(Collectors.toMap(EventType::text, Function.identity()));

  private final String text;
  private final EventCategory category;

  EventType(String text) {
    this.text = text;
    this.category = EventCategory.of(text.substring(0, text.indexOf('.'))).orElseThrow();
  }

  /** Its name on the wire. */
  public String text() {
    return text;
  }

  public EventCategory category() {
    return category;
  }

  /** Whether a tenant sees its own events of this type. */
  public boolean isShownToTenants() {
    return category.isShownToTenants();
  }

  /** The type of that name. */
  public static Optional<EventType> of(String text) {
    return Optional.ofNullable(BY_TEXT.get(text));
  }
}
