package io.bailiwick.http.route;

import io.bailiwick.http.auth.Principal;
import io.bailiwick.http.error.ErrorCode;
import io.bailiwick.http.error.Problem;
import io.bailiwick.query.ReservationQueries;
import io.bailiwick.query.ReservationScopes;
import io.bailiwick.query.ReservationView;
import io.bailiwick.reservation.ReservationId;
import java.time.InstantSource;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Finds a reservation for somebody: first whether it is there (404), then whose it is (403). */
record ReservationLookUp(
    ReservationQueries queries, ReservationScopes scopes, InstantSource clock) {
  private static final int ID_LENGTH_MAX = 128;

  /**
   * The reservation, if {@code principal} may see it; else the stage fails. An id says whose it is:
   * one of another tenant is 403, as the protocol has it, whether it is there or not. So nobody
   * learns what others have.
   */
  CompletionStage<ReservationView> visible(Principal principal, ReservationId id) {
    requireOwn(principal, id);
    return queries
        .byId(id, clock.millis())
        .thenApply(
            found -> {
              ReservationView view = found.orElseThrow(() -> notFound(id.text()));
              if (!principal.reaches(view.reservation().scope())) {
                throw outOfReach();
              }
              return view;
            });
  }

  /**
   * Completes when {@code principal} may settle the reservation; else fails as {@link #visible}
   * does. Only what the id cannot say is looked up.
   */
  CompletionStage<Void> settleable(Principal principal, ReservationId id) {
    requireOwn(principal, id);
    if (principal.filter().entries().isEmpty()) {
      return CompletableFuture.completedFuture(null);
    }
    return scopes
        .of(id)
        .thenAccept(
            found -> {
              if (!principal.reaches(found.orElseThrow(() -> notFound(id.text())))) {
                throw outOfReach();
              }
            });
  }

  private static void requireOwn(Principal principal, ReservationId id) {
    if (principal.tenant().map(own -> !own.equals(id.tenant())).orElse(false)) {
      throw outOfReach();
    }
  }

  /** The id in the path, as it was written; one that is too long is a {@link Problem}. */
  static String idText(Call call) {
    String text = call.parameter();
    if (text.length() > ID_LENGTH_MAX) {
      throw Problem.invalid(
          "reservation_id must have 1 to %d characters, had %d", ID_LENGTH_MAX, text.length());
    }
    return text;
  }

  /** The id that {@code text} is; what can be none of ours is not found. */
  static ReservationId id(String text) {
    return ReservationId.parse(text).orElseThrow(() -> notFound(text));
  }

  private static Problem outOfReach() {
    return Problem.of(ErrorCode.FORBIDDEN, "The reservation is out of reach of the key");
  }

  private static Problem notFound(String id) {
    return Problem.of(ErrorCode.NOT_FOUND, "Reservation not found: " + id);
  }
}
