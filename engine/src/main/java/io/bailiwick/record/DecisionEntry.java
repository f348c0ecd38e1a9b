package io.bailiwick.record;

import io.bailiwick.amount.Unit;
import io.bailiwick.scope.ScopePath;
import java.util.Collection;

/**
 * An entry of the decision log: what was allowed to agents, or denied, and how it ended. Never
 * changed.
 *
 * @param operation one of the constants here, or {@link AuditEntry#CASCADE}
 * @param decision null where nobody has asked: for an expiry, and for what a close lets go
 * @param isDryRun whether it was asked for without holding anything
 * @param occurrences it stands for; more than one for denials in a storm
 * @param reason the protocol's code of a denial, or why a reservation was let go, or null
 * @param scope that was asked for
 * @param ledgers of which scopes of the path the ledgers are that it is about, see {@link #ledgers}
 * @param estimated what was asked for or held, or null
 * @param actual what was used, of a commit or an event; else null
 * @param charged what every one of the ledgers is charged with, of a commit or an event; else null
 * @param reservationId or that of an event, or null
 * @param action of the request, in JSON, or null where it is not known
 * @param idempotencyKey or null where nobody has asked
 * @param origin null where nobody has asked, or nobody knows who
 */
public record DecisionEntry(
    long atMs,
    String tenant,
    String operation,
    Decision decision,
    boolean isDryRun,
    long occurrences,
    String reason,
    ScopePath scope,
    int ledgers,
    Unit unit,
    Long estimated,
    Long actual,
    Long charged,
    String reservationId,
    Json action,
    String idempotencyKey,
    Origin origin) {

  public static final String DECIDE = "decide";
  public static final String RESERVE = "createReservation";
  public static final String COMMIT = "commitReservation";
  public static final String RELEASE = "releaseReservation";
  public static final String EXTEND = "extendReservation";
  public static final String DEBIT = "createEvent";

  /** No operation of the protocol: a lease has ended. */
  public static final String EXPIRE = "expireReservation";

  /** Scopes of one path as a number: bit 0 for one of one segment, bit 1 for one of two. */
  public static int ledgers(Collection<ScopePath> budgeted) {
    int bits = 0;
    for (ScopePath scope : budgeted) {
      bits |= 1 << scope.depth();
    }
    return bits;
  }
}
