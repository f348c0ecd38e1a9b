package io.bailiwick.entity;

import io.bailiwick.query.KeptAnswers;
import io.bailiwick.query.KnownKeys;
import io.bailiwick.record.Origin;
import io.bailiwick.record.query.CloseRecords;
import io.bailiwick.reservation.KeptAnswer;
import io.bailiwick.reservation.Reservation;
import io.bailiwick.reservation.ReservationId;
import io.bailiwick.reservation.UsedKey;
import io.bailiwick.scope.CloseCounts;
import io.bailiwick.tenant.TenantId;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Look-ups in the tables of this node's store. */
final class KeptLookUps implements LookUps {

  private final KeptAnswers kept;
  private final KnownKeys known;
  private final CloseRecords closes;

  KeptLookUps(KeptAnswers kept, KnownKeys known, CloseRecords closes) {
    this.kept = kept;
    this.known = known;
    this.closes = closes;
  }

  @Override
  public long moment() {
    return known.moment();
  }

  @Override
  public void used(TenantId tenant, UsedKey key) {
    known.add(tenant, key.endpoint(), key.key());
  }

  @Override
  public CompletionStage<Optional<KeptAnswer>> key(TenantId tenant, long since, UsedKey key) {
    return known.isNew(tenant, since, key.endpoint(), key.key())
        ? CompletableFuture.completedFuture(Optional.empty())
        : kept.byKey(tenant, key.endpoint(), key.key());
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
