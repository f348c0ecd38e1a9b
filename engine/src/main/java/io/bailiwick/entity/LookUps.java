package io.bailiwick.entity;

import io.bailiwick.reservation.KeptAnswer;
import io.bailiwick.reservation.Reservation;
import io.bailiwick.reservation.ReservationId;
import io.bailiwick.tenant.TenantId;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/** What books ask the tables. Never blocks. */
interface LookUps {

  CompletionStage<Optional<KeptAnswer>> key(TenantId tenant, String endpoint, String key);

  CompletionStage<Optional<Reservation>> reservation(ReservationId id);
}
