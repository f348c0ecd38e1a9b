package io.bailiwick.http.route;

import io.bailiwick.http.error.ErrorCode;
import io.bailiwick.http.error.Problem;
import io.bailiwick.http.wire.ReservationViews;
import io.bailiwick.query.ReservationFilter;
import io.bailiwick.query.ReservationFilter.Window;
import io.bailiwick.query.ReservationQueries;
import io.bailiwick.query.ReservationSort;
import io.bailiwick.query.ReservationView;
import io.bailiwick.query.SortDirection;
import io.bailiwick.reservation.ReservationStatus;
import io.bailiwick.tenant.TenantId;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** Reservations to look at: one, and lists. Thread-safe. */
final class ReservationReadRoutes {
  private static final int LIMIT_MAX = 200;

  private final ReservationQueries queries;
  private final ReservationLookUp lookUp;
  private final InstantSource clock;

  ReservationReadRoutes(ReservationQueries queries, ReservationLookUp lookUp, InstantSource clock) {
    this.queries = queries;
    this.lookUp = lookUp;
    this.clock = clock;
  }

  Map<Operation, Handler> handlers() {
    return Map.of(Operation.GET_RESERVATION, this::one, Operation.LIST_RESERVATIONS, this::list);
  }

  private Handler.Work one(Call call) {
    String text = ReservationLookUp.idText(call);
    return () ->
        lookUp
            .visible(call.principal(), ReservationLookUp.id(text))
            .thenApply(ReservationReadRoutes::answer);
  }

  private static Answer answer(ReservationView view) {
    if (view.status() == ReservationStatus.EXPIRED) {
      throw Problem.of(
          ErrorCode.RESERVATION_EXPIRED,
          "Reservation %s has expired".formatted(view.reservation().id()));
    }
    return Answer.ok(ReservationViews.one(view));
  }

  private Handler.Work list(Call call) {
    Parameters query = call.query();
    TenantId own = call.principal().tenant().orElse(null);
    boolean isForeign = own != null && query.namesOther("tenant", own);
    TenantId tenant = own == null ? query.tenant("tenant") : own;
    if (tenant == null) {
      // Word for word as the protocol has it.
      throw Problem.invalid(
          "tenant query parameter is required when using admin key authentication");
    }
    ReservationFilter filter =
        new ReservationFilter(
            tenant,
            query.idempotencyKey(),
            query.choice("status", ReservationStatus.class),
            query.levels(),
            window(query, "from", "to"),
            window(query, "expires_from", "expires_to"),
            window(query, "finalized_from", "finalized_to"),
            call.principal().filter());
    ReservationSort sort =
        query.choiceOr("sort_by", ReservationSort.class, ReservationSort.CREATED_AT_MS);
    SortDirection direction = query.direction();
    var page = query.page(LIMIT_MAX);
    Set<String> include = include(query.text("include"));
    return () -> {
      if (isForeign) {
        throw Problem.of(ErrorCode.FORBIDDEN, "tenant is not the tenant of the key");
      }
      return queries
          .list(filter, sort, direction, page, clock.millis())
          .thenApply(
              reply -> {
                var found = Lists.page(reply);
                return Answer.ok(ReservationViews.list(found.items(), include, found.nextCursor()));
              });
    };
  }

  private static Window window(Parameters query, String from, String to) {
    Window window = new Window(query.time(from), query.time(to));
    if (window.fromMs() != null && window.toMs() != null && window.fromMs() > window.toMs()) {
      throw Problem.invalid("%s must not be after %s", from, to);
    }
    return window;
  }

  private static Set<String> include(String text) {
    return text == null
        ? Set.of()
        : Arrays.stream(text.split(",")).map(String::strip).collect(Collectors.toSet());
  }
}
