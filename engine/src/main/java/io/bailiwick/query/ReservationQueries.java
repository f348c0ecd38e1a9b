package io.bailiwick.query;

import io.bailiwick.reservation.Reservation;
import io.bailiwick.reservation.ReservationId;
import io.bailiwick.reservation.ReservationStatus;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/**
 * Reservations for clients to look at. Thread-safe; never blocks.
 *
 * <p>The time is an argument because it decides what is shown: a reservation that is overdue is
 * EXPIRED for every reader, whether or not its book has recorded that.
 */
public final class ReservationQueries {

  private static final String IS_OVERDUE =
      "(status = 'ACTIVE' AND expires_at_ms + grace_ms < %d AND coalesce(expiry_policy, '') <>"
          + " 'MANUAL_CLEANUP')";

  /**
   * Sets cursors of the order of tenants apart: they have an id where those of earlier versions
   * have the tenant, which is refused and not mistaken for a place.
   */
  private static final String BY_ID = " by id";

  private final Reads reads;

  public ReservationQueries(Reads reads) {
    this.reads = reads;
  }

  /** One reservation of whatever tenant. */
  public CompletionStage<Optional<ReservationView>> byId(ReservationId id, long nowMs) {
    return reads.ask(
        connection -> {
          String sql =
              "SELECT " + ReservationRow.LISTED + " FROM reservation WHERE reservation_id = ?";
          try (PreparedStatement select = connection.prepareStatement(sql)) {
            select.setString(1, id.text());
            try (ResultSet row = select.executeQuery()) {
              return row.next() ? Optional.of(view(row, nowMs)) : Optional.empty();
            }
          }
        });
  }

  /** A page of a tenant's reservations. */
  public CompletionStage<ListReply<ReservationView>> list(
      ReservationFilter filter,
      ReservationSort sort,
      SortDirection direction,
      PageRequest page,
      long nowMs) {
    // All are the same tenant's, and the ids of equal rows ascend.
    boolean isById = sort == ReservationSort.TENANT;
    ReservationSort walked = isById ? ReservationSort.RESERVATION_ID : sort;
    Listing<ReservationView> listing =
        new Listing<>(
            "reservation",
            ReservationRow.LISTED,
            conditions(filter, walked, nowMs),
            sortedBy(filter, walked, nowMs),
            isNumber(walked),
            isById ? SortDirection.ASC : direction,
            List.of("reservation_id"),
            Listing.fingerprint(filter, sort, direction) + (isById ? BY_ID : ""),
            row -> view(row, nowMs));
    return reads.ask(connection -> listing.page(connection, page));
  }

  private static ReservationView view(ResultSet row, long nowMs) throws SQLException {
    Reservation reservation = ReservationRow.read(row);
    return new ReservationView(
        reservation,
        reservation.isOverdue(nowMs) ? ReservationStatus.EXPIRED : reservation.status());
  }

  private static Conditions conditions(ReservationFilter filter, ReservationSort sort, long nowMs) {
    Conditions conditions =
        ofTenant(filter, sort)
            .andIfGiven("idempotency_key = ?", filter.idempotencyKey())
            .andSegments("scope_path", filter.names())
            .andReachedBy("scope_path", filter.keyScope())
            .andIfGiven("created_at_ms >= ?", filter.created().fromMs())
            .andIfGiven("created_at_ms <= ?", filter.created().toMs())
            .andIfGiven("expires_at_ms >= ?", filter.expires().fromMs())
            .andIfGiven("expires_at_ms <= ?", filter.expires().toMs())
            .andIfGiven("ended_at_ms >= ?", filter.finalized().fromMs())
            .andIfGiven("ended_at_ms <= ?", filter.finalized().toMs());
    if (!filter.finalized().isOpen()) {
      conditions.and("status IN ('COMMITTED', 'RELEASED')");
    }
    return filter.status() == null ? conditions : conditions.and(shown(filter.status(), nowMs));
  }

  /**
   * A tenant's ids lie side by side, so in their order they are walked, by nothing but their
   * beginning: were the tenant compared as well, SQLite would take one of the indexes that begin
   * with it, and sort.
   */
  private static Conditions ofTenant(ReservationFilter filter, ReservationSort sort) {
    return sort == ReservationSort.RESERVATION_ID && !isOfFew(filter)
        ? new Conditions()
            .andBeginning("reservation_id", ReservationId.beginningOfAll(filter.tenant()))
        : new Conditions().and("tenant = ?", filter.tenant().value());
  }

  /** What has an index of its own, which finds a few of the tenant's. */
  private static boolean isOfFew(ReservationFilter filter) {
    return filter.idempotencyKey() != null
        || filter.status() == ReservationStatus.ACTIVE
        || !filter.created().isOpen();
  }

  /** What readers see as ACTIVE. */
  static String isLive(long nowMs) {
    return shown(ReservationStatus.ACTIVE, nowMs);
  }

  /** Written out, not bound: an index on what is ACTIVE is only used where that word stands. */
  private static String shown(ReservationStatus status, long nowMs) {
    String recorded = "status = '" + status + "'";
    String overdue = IS_OVERDUE.formatted(nowMs);
    return switch (status) {
      case ACTIVE -> "(" + recorded + " AND NOT " + overdue + ")";
      case EXPIRED -> "(" + recorded + " OR " + overdue + ")";
      case COMMITTED, RELEASED -> recorded;
    };
  }

  private static String sortedBy(ReservationFilter filter, ReservationSort sort, long nowMs) {
    return switch (sort) {
      case STATUS -> "CASE WHEN " + IS_OVERDUE.formatted(nowMs) + " THEN 'EXPIRED' ELSE status END";
      // Under a key there are one or two. The plus keeps SQLite from walking all of the tenant in
      // the order of creation to find them.
      case CREATED_AT_MS -> filter.idempotencyKey() == null ? "created_at_ms" : "+created_at_ms";
      case TENANT, RESERVATION_ID, SCOPE_PATH, RESERVED, EXPIRES_AT_MS ->
          sort.name().toLowerCase(Locale.ROOT);
    };
  }

  private static boolean isNumber(ReservationSort sort) {
    return switch (sort) {
      case RESERVED, CREATED_AT_MS, EXPIRES_AT_MS -> true;
      case RESERVATION_ID, TENANT, SCOPE_PATH, STATUS -> false;
    };
  }
}
