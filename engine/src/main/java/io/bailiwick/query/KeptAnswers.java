package io.bailiwick.query;

import io.bailiwick.amount.Unit;
import io.bailiwick.journal.codec.StoredJson;
import io.bailiwick.projection.AnswerRows;
import io.bailiwick.reservation.Endpoint;
import io.bailiwick.reservation.KeptAnswer;
import io.bailiwick.reservation.RequestKey;
import io.bailiwick.reservation.Reservation;
import io.bailiwick.reservation.ReservationId;
import io.bailiwick.reservation.ReservationReply;
import io.bailiwick.scope.BudgetReply;
import io.bailiwick.scope.ScopePath;
import io.bailiwick.tenant.TenantId;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/**
 * What has left the memory of its book or scope: answers under keys, and whole reservations.
 * Thread-safe; never blocks.
 */
public final class KeptAnswers {

  private static final String SELECT_ANSWER =
      "SELECT payload_hash, answer, at_ms FROM idempotency WHERE tenant = ? AND endpoint = ? AND"
          + " idempotency_key = ?";

  /** The plus keeps SQLite from walking all of the tenant in the order of creation. */
  static final String SELECT_BY_KEY =
      "SELECT "
          + ReservationRow.WHOLE
          + " FROM reservation WHERE tenant = ? AND idempotency_key = ? ORDER BY +created_at_ms"
          + " DESC LIMIT 1";

  /** Asked first, once for each new key: nearly all are, and then there is nothing to fetch. */
  static final String SELECT_IS_KNOWN =
      "SELECT 1 FROM idempotency WHERE tenant = ? AND endpoint = ? AND idempotency_key = ? UNION"
          + " ALL SELECT 1 FROM reservation WHERE tenant = ? AND idempotency_key = ? LIMIT 1";

  private static final String SELECT_BY_ID =
      "SELECT " + ReservationRow.WHOLE + " FROM reservation WHERE reservation_id = ?";

  private final GatheredReads reads;
  private final KeptStatements statements = new KeptStatements();

  public KeptAnswers(Reads reads) {
    this.reads = new GatheredReads(reads);
  }

  /**
   * The answer under a key. That of a reservation has no time remaining: only one that has ended
   * leaves its book's memory. Where an old key was used again, the last answer.
   *
   * @param endpoint the namespace of the key, see {@link Endpoint}
   */
  public CompletionStage<Optional<KeptAnswer>> byKey(TenantId tenant, String endpoint, String key) {
    return reads.ask(
        connection -> {
          if (!endpoint.equals(Endpoint.RESERVE)) {
            return answer(connection, tenant, endpoint, key);
          }
          return isKnown(connection, tenant, key)
              ? later(answer(connection, tenant, endpoint, key), made(connection, tenant, key))
              : Optional.empty();
        });
  }

  /** A reservation with all that its book knew of it. */
  public CompletionStage<Optional<Reservation>> restore(ReservationId id) {
    return reads.ask(connection -> one(connection, SELECT_BY_ID, id.text()));
  }

  /** The reservation that was made under a key last. */
  public CompletionStage<Optional<Reservation>> reservationOf(TenantId tenant, String key) {
    return reads.ask(connection -> one(connection, SELECT_BY_KEY, tenant.value(), key));
  }

  /** The funding of a ledger under a key. */
  public CompletionStage<Optional<KeptFunding>> funding(ScopePath scope, Unit unit, String key) {
    return reads.ask(
        connection -> {
          PreparedStatement select =
              bound(
                  connection,
                  SELECT_ANSWER,
                  scope.tenant().value(),
                  AnswerRows.fundingEndpoint(scope, unit),
                  key);
          try (ResultSet row = select.executeQuery()) {
            return row.next()
                ? Optional.of(
                    new KeptFunding(
                        row.getString("payload_hash"),
                        StoredJson.read(row.getString("answer"), BudgetReply.Funded.class)))
                : Optional.empty();
          }
        });
  }

  private Optional<KeptAnswer> answer(
      Connection connection, TenantId tenant, String endpoint, String key) throws SQLException {
    PreparedStatement select = bound(connection, SELECT_ANSWER, tenant.value(), endpoint, key);
    try (ResultSet row = select.executeQuery()) {
      return row.next()
          ? Optional.of(
              new KeptAnswer(
                  endpoint,
                  new RequestKey(key, row.getString("payload_hash")),
                  StoredJson.read(row.getString("answer"), ReservationReply.Success.class),
                  row.getLong("at_ms")))
          : Optional.empty();
    }
  }

  /** Whether a reservation was made, or tried, under the key. */
  private boolean isKnown(Connection connection, TenantId tenant, String key) throws SQLException {
    PreparedStatement select =
        bound(
            connection,
            SELECT_IS_KNOWN,
            tenant.value(),
            Endpoint.RESERVE,
            key,
            tenant.value(),
            key);
    try (ResultSet row = select.executeQuery()) {
      return row.next();
    }
  }

  private Optional<KeptAnswer> made(Connection connection, TenantId tenant, String key)
      throws SQLException {
    return one(connection, SELECT_BY_KEY, tenant.value(), key)
        .map(
            made ->
                new KeptAnswer(
                    Endpoint.RESERVE,
                    made.key(),
                    new ReservationReply.Reserved(
                        made.id(),
                        made.amount(),
                        made.scope(),
                        made.firstExpiresAtMs(),
                        0,
                        made.createBalances() == null ? List.of() : made.createBalances(),
                        made.caps()),
                    made.createdAtMs()));
  }

  private Optional<Reservation> one(Connection connection, String sql, String... arguments)
      throws SQLException {
    try (ResultSet row = bound(connection, sql, arguments).executeQuery()) {
      return row.next() ? Optional.of(ReservationRow.read(row)) : Optional.empty();
    }
  }

  private PreparedStatement bound(Connection connection, String sql, String... arguments)
      throws SQLException {
    PreparedStatement select = statements.of(connection, sql);
    for (int i = 0; i < arguments.length; i++) {
      select.setString(i + 1, arguments[i]);
    }
    return select;
  }

  private static Optional<KeptAnswer> later(Optional<KeptAnswer> a, Optional<KeptAnswer> b) {
    if (a.isEmpty() || b.isEmpty()) {
      return a.or(() -> b);
    }
    return a.get().atMs() >= b.get().atMs() ? a : b;
  }
}
