package io.bailiwick.query;

import io.bailiwick.reservation.ReservationId;
import io.bailiwick.scope.ScopePath;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/**
 * Where reservations were made. A key that reaches a part of a tree only may settle what was made
 * there, and waits for this first: so it is read beside the decisions, however slow the lists are.
 * Thread-safe; never blocks.
 */
public final class ReservationScopes {

  private static final String SELECT =
      "SELECT scope_path FROM reservation WHERE reservation_id = ?";

  private final GatheredReads reads;
  private final KeptStatements statements = new KeptStatements();

  /**
   * @param reads those of decisions
   */
  public ReservationScopes(Reads reads) {
    this.reads = new GatheredReads(reads);
  }

  /** The scope of a reservation, live or over; empty when there never was such a one. */
  public CompletionStage<Optional<ScopePath>> of(ReservationId id) {
    return reads.ask(
        connection -> {
          PreparedStatement select = statements.of(connection, SELECT);
          select.setString(1, id.text());
          try (ResultSet row = select.executeQuery()) {
            return row.next() ? Optional.of(new ScopePath(row.getString(1))) : Optional.empty();
          }
        });
  }
}
