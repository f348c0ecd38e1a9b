package io.bailiwick.bulk;

import io.bailiwick.record.Origin;
import java.util.Locale;
import java.util.Objects;

/**
 * A bulk action as it was asked for: all that any node needs to go on with it.
 *
 * @param idempotencyKey 1 to 128 characters, one effect for each {@link BulkKind}
 * @param payloadHash what the key stands for
 * @param filter canonical JSON object, as it was given
 * @param funding of ledgers, else null
 * @param origin of the request, without a correlation id
 */
public record Bulk(
    BulkAction action,
    String idempotencyKey,
    String payloadHash,
    String filter,
    BulkFunding funding,
    Origin origin) {

  public Bulk {
    Objects.requireNonNull(idempotencyKey, "idempotencyKey");
    Objects.requireNonNull(origin, "origin");
    if ((action.kind() == BulkKind.BUDGETS) != (funding != null)) {
      throw new IllegalArgumentException(action + " of " + action.kind() + " with " + funding);
    }
  }

  /** What all of its events have in common (governance, EVENTS of the bulk actions). */
  public String correlationId() {
    return "%s:%s:%s"
        .formatted(
            action.kind().correlation(),
            action.name().toLowerCase(Locale.ROOT),
            origin.requestId());
  }

  /**
   * The origin of what is changed in a row: it has no audit entry of its own.
   *
   * @param id of this bulk action, which says whose change it was
   */
  public Origin originOfRows(String id) {
    return origin.partOf(correlationId(), id);
  }
}
