package io.bailiwick.apikey;

import java.util.Collection;
import java.util.List;
import java.util.Optional;

/** What a key may be good for. The list is closed by the protocol. */
public enum Permission {
  RESERVATIONS_CREATE("reservations:create"),
  RESERVATIONS_COMMIT("reservations:commit"),
  RESERVATIONS_RELEASE("reservations:release"),
  RESERVATIONS_EXTEND("reservations:extend"),
  RESERVATIONS_LIST("reservations:list"),
  BALANCES_READ("balances:read"),
  BUDGETS_READ("budgets:read"),
  BUDGETS_WRITE("budgets:write"),
  POLICIES_READ("policies:read"),
  POLICIES_WRITE("policies:write"),
  WEBHOOKS_READ("webhooks:read"),
  WEBHOOKS_WRITE("webhooks:write"),
  EVENTS_READ("events:read"),
  ADMIN_READ("admin:read"),
  ADMIN_WRITE("admin:write"),
  ADMIN_TENANTS_READ("admin:tenants:read"),
  ADMIN_TENANTS_WRITE("admin:tenants:write"),
  ADMIN_BUDGETS_READ("admin:budgets:read"),
  ADMIN_BUDGETS_WRITE("admin:budgets:write"),
  ADMIN_POLICIES_READ("admin:policies:read"),
  ADMIN_POLICIES_WRITE("admin:policies:write"),
  ADMIN_APIKEYS_READ("admin:apikeys:read"),
  ADMIN_APIKEYS_WRITE("admin:apikeys:write"),
  ADMIN_WEBHOOKS_READ("admin:webhooks:read"),
  ADMIN_WEBHOOKS_WRITE("admin:webhooks:write"),
  ADMIN_EVENTS_READ("admin:events:read"),
  ADMIN_AUDIT_READ("admin:audit:read");

  /** Of a key that names none (governance, ApiKeyCreateRequest.permissions). */
  public static final List<Permission> DEFAULTS =
      List.of(
          RESERVATIONS_CREATE,
          RESERVATIONS_COMMIT,
          RESERVATIONS_RELEASE,
          RESERVATIONS_EXTEND,
          RESERVATIONS_LIST,
          BALANCES_READ,
          BUDGETS_READ,
          BUDGETS_WRITE,
          POLICIES_READ,
          POLICIES_WRITE);

  private static final String ADMIN = "admin:";

  private final String text;

  Permission(String text) {
    this.text = text;
  }

  /** Its name on the wire. */
  public String text() {
    return text;
  }

  /** The permission of that name. */
  public static Optional<Permission> of(String text) {
    for (Permission permission : values()) {
      if (permission.text.equals(text)) {
        return Optional.of(permission);
      }
    }
    return Optional.empty();
  }

  /**
   * Whether one of {@code held} is this one, or stands for it: {@code admin:read} for all that end
   * in {@code :read}, {@code admin:write} for all that end in {@code :write} (governance,
   * Permission, normative), and {@code admin:budgets:read} for {@code budgets:read} and so on. What
   * writes never stands for what reads, nor the other way; for permissions on reservations nothing
   * stands.
   */
  public boolean isAllowedBy(Collection<Permission> held) {
    return held.contains(this)
        || (text.endsWith(":read") && held.contains(ADMIN_READ))
        || (text.endsWith(":write") && held.contains(ADMIN_WRITE))
        || of(ADMIN + text).filter(held::contains).isPresent();
  }
}
