package io.bailiwick.http.route;

import io.bailiwick.http.auth.Principal;
import io.bailiwick.http.error.ErrorCode;
import io.bailiwick.http.error.Problem;
import io.bailiwick.query.ReservationQueries;
import io.bailiwick.query.ReservationView;
import io.bailiwick.reservation.ReservationId;
import java.time.InstantSource;
import java.util.concurrent.CompletionStage;

/** Finds a reservation for somebody: first whether it is there (404), then whose it is (403). */
record ReservationLookUp(ReservationQueries queries, InstantSource clock) {

  /** The reservation, if {@code principal} may see it; else the stage fails. */
  CompletionStage<ReservationView> visible(Principal principal, ReservationId id) {
    return queries
        .byId(id, clock.millis())
        .thenApply(
            found -> {
              ReservationView view = found.orElseThrow(() -> notFound(id.text()));
              if (!principal.reaches(view.reservation().scope())) {
                throw Problem.of(ErrorCode.FORBIDDEN, "The reservation is out of reach of the key");
              }
              return view;
            });
  }

  static Problem notFound(String id) {
    String shown = id.length() <= 128 ? id : id.substring(0, 128) + '…';
    return Problem.of(ErrorCode.NOT_FOUND, "Reservation not found: " + shown);
  }
}
