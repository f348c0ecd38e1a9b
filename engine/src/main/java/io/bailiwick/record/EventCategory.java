package io.bailiwick.record;

import java.util.Locale;
import java.util.Optional;

/** What an event is about. The list is closed by the protocol (governance, EventCategory). */
public enum EventCategory {
  BUDGET(true),
  TENANT(true),
  API_KEY(false),
  POLICY(false),
  RESERVATION(true),
  SYSTEM(false),
  WEBHOOK(false);

  private final boolean isForTenants;

  EventCategory(boolean isForTenants) {
    this.isForTenants = isForTenants;
  }

  /** Its name on the wire. */
  public String text() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Whether a tenant may see events of it; the others are for operators alone. */
  public boolean isForTenants() {
    return isForTenants;
  }

  /** The category of that name. */
  public static Optional<EventCategory> of(String text) {
    for (EventCategory category : values()) {
      if (category.text().equals(text)) {
        return Optional.of(category);
      }
    }
    return Optional.empty();
  }
}
