package io.bailiwick.apikey;

import io.bailiwick.tenant.TenantId;
import java.util.List;

/**
 * How a key has been used: requests that it was found good for, whatever became of them. A little
 * late, as it is written down in intervals.
 *
 * @param uses since they are counted; 0 or more
 * @param firstUsedAtMs since they are counted, or null
 * @param lastUsedAtMs or null
 * @param lastSourceIp of the last request, or null
 * @param scopes that requests named and the key reached, the last used ones first; at most {@link
 *     #PLACES_MAX}
 * @param sources addresses that requests came from, in the same way
 */
public record KeyUsage(
    String keyId,
    TenantId tenant,
    long uses,
    Long firstUsedAtMs,
    Long lastUsedAtMs,
    String lastSourceIp,
    List<Place> scopes,
    List<Place> sources) {

  /**
   * Places of each kind that are kept of a key: enough to see that it is shared, and a bound for
   * one that names a new scope with every request.
   */
  public static final int PLACES_MAX = 20;

  /** What kind of place. */
  public enum Kind {
    SCOPE,
    SOURCE
  }

  /**
   * Where a key was used.
   *
   * @param text a scope or an address
   * @param uses there, 1 or more, while it is among those that are kept
   */
  public record Place(Kind kind, String text, long uses, long firstUsedAtMs, long lastUsedAtMs) {}
}
