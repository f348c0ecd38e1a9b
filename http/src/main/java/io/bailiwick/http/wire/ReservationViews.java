package io.bailiwick.http.wire;

import com.fasterxml.jackson.databind.JsonNode;
import io.bailiwick.query.ReservationView;
import io.bailiwick.reservation.Purpose;
import io.bailiwick.reservation.Reservation;
import io.bailiwick.reservation.ReservationStatus;
import java.io.IOException;
import java.util.List;
import java.util.Set;

/** Reservations as readers see them. */
public final class ReservationViews {
  /** What the rows of a list only have when it is asked for. */
  public static final String METADATA = "metadata";

  public static final String COMMITTED_METADATA = "committed_metadata";
  private static final Set<String> EVERYTHING = Set.of(METADATA, COMMITTED_METADATA);

  private ReservationViews() {}

  public static byte[] one(ReservationView view) {
    return JsonText.object(json -> members(json, view, EVERYTHING));
  }

  /**
   * A page.
   *
   * @param include what the rows have beyond the usual; what is unknown is ignored
   */
  public static byte[] list(List<ReservationView> views, Set<String> include, String nextCursor) {
    return JsonText.object(
        json -> {
          json.objects("reservations", views, (each, view) -> members(each, view, include));
          Pages.write(json, nextCursor);
        });
  }

  private static void members(JsonText json, ReservationView view, Set<String> include)
      throws IOException {
    Reservation reservation = view.reservation();
    Purpose purpose = reservation.purpose();
    json.text("reservation_id", reservation.id().text())
        .constant("status", view.status())
        .text("idempotency_key", reservation.key().text())
        .kept("subject", purpose.subject())
        .kept("action", purpose.action())
        .amount("reserved", reservation.amount());
    boolean isCommitted = view.status() == ReservationStatus.COMMITTED;
    if (isCommitted) {
      json.amount("committed", reservation.amount().unit(), reservation.end().charged());
    }
    json.integer("created_at_ms", reservation.createdAtMs())
        .integer("expires_at_ms", reservation.expiresAtMs());
    if (isCommitted || view.status() == ReservationStatus.RELEASED) {
      json.integer("finalized_at_ms", reservation.end().atMs());
    }
    json.text("scope_path", reservation.scope().text());
    Balances.affectedScopes(json, reservation.scope());
    if (include.contains(METADATA)) {
      json.kept(METADATA, purpose.metadata());
    }
    if (isCommitted && include.contains(COMMITTED_METADATA)) {
      json.kept(COMMITTED_METADATA, committedMetadata(reservation.end().note()));
    }
  }

  /** The note of a commit has its metrics as well. */
  private static String committedMetadata(String note) {
    JsonNode metadata = note == null ? null : StrictJson.kept(note).get(METADATA);
    return metadata == null ? null : Members.canonical(metadata);
  }
}
