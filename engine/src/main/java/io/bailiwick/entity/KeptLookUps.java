package io.bailiwick.entity;

import io.bailiwick.query.KeptAnswers;
import io.bailiwick.record.Origin;
import io.bailiwick.record.query.CloseRecords;
import io.bailiwick.reservation.KeptAnswer;
import io.bailiwick.reservation.Reservation;
import io.bailiwick.reservation.ReservationId;
import io.bailiwick.scope.CloseCounts;
import io.bailiwick.tenant.TenantId;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/** Look-ups in the tables of this node's store. */
final class KeptLookUps implements LookUps {

  private final KeptAnswers kept;
  private final CloseRecords closes;

  KeptLookUps(KeptAnswers kept, CloseRecords closes) {
    this.kept = kept;
    this.closes = closes;
  }

  @Override
  public CompletionStage<Optional<KeptAnswer>> key(TenantId tenant, String endpoint, String key) {
    return kept.byKey(tenant, endpoint, key);
  }

  @Override
  public CompletionStage<Optional<Reservation>> reservation(ReservationId id) {
    return kept.restore(id);
  }

  @Override
  public CompletionStage<CloseCounts> ended(TenantId tenant, Origin origin) {
    return closes.told(tenant, origin);
  }
}
