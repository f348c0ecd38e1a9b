package io.bailiwick.http.wire;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bailiwick.amount.Amount;
import io.bailiwick.reservation.RequestKey;
import io.bailiwick.reservation.ReservationCommand;
import io.bailiwick.reservation.ReservationId;
import java.util.Set;

/** A request about a reservation that is there: commit, release, extend. Well-formed. */
@FunctionalInterface
public interface SettleRequest {

  /** The members that each of them may have. */
  Set<String> OF_COMMIT = Set.of(Parts.KEY, "actual", "metrics", "metadata");

  Set<String> OF_RELEASE = Set.of(Parts.KEY, "reason");
  Set<String> OF_EXTEND = Set.of(Parts.KEY, "extend_by_ms", "metadata");

  /** What is asked of the engine. */
  ReservationCommand.OfReservation command(ReservationId id);

  /** A {@code POST /v1/reservations/{id}/commit}. */
  static SettleRequest commit(ObjectNode body, String keyHeader) {
    Members members = Members.of(body, OF_COMMIT);
    Amount actual = members.amount("actual");
    String note = Parts.note(members);
    RequestKey key = key(members, keyHeader, body);
    return id -> new ReservationCommand.Commit(key, id, actual, note);
  }

  /** A {@code POST /v1/reservations/{id}/release}. */
  static SettleRequest release(ObjectNode body, String keyHeader) {
    Members members = Members.of(body, OF_RELEASE);
    String reason = members.textOrNull("reason", 0, 256);
    RequestKey key = key(members, keyHeader, body);
    return id -> new ReservationCommand.Release(key, id, reason);
  }

  /** A {@code POST /v1/reservations/{id}/extend}. */
  static SettleRequest extend(ObjectNode body, String keyHeader) {
    Members members = Members.of(body, OF_EXTEND);
    long byMs = members.integer("extend_by_ms", 1, 86_400_000);
    members.freeOrNull("metadata");
    RequestKey key = key(members, keyHeader, body);
    return id -> new ReservationCommand.Extend(key, id, byMs);
  }

  private static RequestKey key(Members members, String keyHeader, ObjectNode body) {
    return new RequestKey(Parts.key(members, keyHeader), PayloadHash.of(body));
  }
}
