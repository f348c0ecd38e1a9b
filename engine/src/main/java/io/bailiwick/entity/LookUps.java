package io.bailiwick.entity;

import io.bailiwick.record.Origin;
import io.bailiwick.reservation.KeptAnswer;
import io.bailiwick.reservation.Reservation;
import io.bailiwick.reservation.ReservationId;
import io.bailiwick.scope.CloseCounts;
import io.bailiwick.tenant.TenantId;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/** What participants ask the tables. Never blocks. */
interface LookUps {

  CompletionStage<Optional<KeptAnswer>> key(TenantId tenant, String endpoint, String key);

  CompletionStage<Optional<Reservation>> reservation(ReservationId id);

  /**
   * How much the close of a tenant has ended, reservations aside.
   *
   * @param origin of the close, or null
   */
  CompletionStage<CloseCounts> ended(TenantId tenant, Origin origin);
}
