package io.bailiwick.entity;

import io.bailiwick.record.Origin;
import io.bailiwick.reservation.KeptAnswer;
import io.bailiwick.reservation.Reservation;
import io.bailiwick.reservation.ReservationId;
import io.bailiwick.reservation.UsedKey;
import io.bailiwick.scope.CloseCounts;
import io.bailiwick.tenant.TenantId;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/** What participants ask the tables. Never blocks. */
interface LookUps {

  /** A point in the order of all that happens on this node. An entity takes one when it is here. */
  long moment();

  /** The tables have an answer under this key now, or will have. Said before it is asked for. */
  void used(TenantId tenant, UsedKey key);

  /**
   * The answer under a key.
   *
   * @param since the moment at which the book that asks was here
   */
  CompletionStage<Optional<KeptAnswer>> key(TenantId tenant, long since, UsedKey key);

  CompletionStage<Optional<Reservation>> reservation(ReservationId id);

  /**
   * How much the close of a tenant has ended, reservations aside.
   *
   * @param origin of the close, or null
   */
  CompletionStage<CloseCounts> ended(TenantId tenant, Origin origin);
}
