package io.bailiwick.record;

import java.util.Locale;

/** What kind of somebody asked for a change. The names are the wire names in upper case. */
public enum Actor {
  /** An operator, for an operation that is the operator's alone. */
  ADMIN,
  /** A tenant's key. */
  API_KEY,
  /** An operator, for an operation that tenants do for themselves. */
  ADMIN_ON_BEHALF_OF,
  /** This server: what follows from what was there already. */
  SYSTEM,
  /** A task of this server that runs by the clock. */
  SCHEDULER;

  /** Its name on the wire. */
  public String text() {
    return name().toLowerCase(Locale.ROOT);
  }
}
