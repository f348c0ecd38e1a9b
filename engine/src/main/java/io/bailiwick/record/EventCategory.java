package io.bailiwick.record;

import java.util.Locale;
import java.util.Optional;

/** What an event is about (governance, EventCategory). */
public enum EventCategory {
  BUDGET(true),
  TENANT(true),
  API_KEY(false),
  POLICY(false),
  RESERVATION(true),
  SYSTEM(false),
  WEBHOOK(false);

  private final boolean isShownToTenants;

  EventCategory(boolean isShownToTenants) {
    this.isShownToTenants = isShownToTenants;
  }

  /** Its name on the wire. */
  public String text() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Whether a tenant sees its own events of this category; the others are for operators alone. */
  public boolean isShownToTenants() {
    return isShownToTenants;
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
