package io.bailiwick.query;

import io.bailiwick.config.ReservationSettings;
import io.bailiwick.config.WebhookSettings;
import io.bailiwick.journal.JournalWriter;
import io.bailiwick.projection.SqlStatement;
import io.bailiwick.projection.TableRanks;
import io.bailiwick.projection.TableWrite;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * Removes what is kept long enough: answers under keys, those of bulk actions, reservations that
 * have ended, and deliveries of webhooks. In small steps, as the one writer of the node has better
 * things to do; what is old is looked for on the read pool. Called by a timer. Thread-safe; never
 * blocks.
 */
public final class Retention {

  /** Rows of each kind in a step: a few milliseconds of the writer's time. */
  public static final int STEP_ROWS_MAX = 200;

  private static final String OLD_ANSWERS =
      "SELECT tenant, endpoint, idempotency_key FROM idempotency WHERE kept_from_ms < ? ORDER BY"
          + " kept_from_ms LIMIT ?";

  /** Again with its age: the key may have been used anew since it was looked for. */
  private static final SqlStatement DELETE_ANSWER =
      SqlStatement.every(
          TableRanks.OLD_ANSWER_DELETE,
          "DELETE FROM idempotency WHERE tenant = ? AND endpoint = ? AND idempotency_key = ? AND"
              + " kept_from_ms < ?");

  /** Tenant by tenant from its oldest on, so that the index on the creation serves this as well. */
  private static final String OLD_RESERVATIONS =
      "SELECT reservation_id FROM tenant CROSS JOIN reservation WHERE reservation.tenant ="
          + " tenant.tenant AND reservation.created_at_ms < ? AND reservation.ended_at_ms < ? LIMIT"
          + " ?";

  private static final SqlStatement DELETE_RESERVATION =
      SqlStatement.every(
          TableRanks.OLD_RESERVATION_DELETE, "DELETE FROM reservation WHERE reservation_id = ?");

  private static final String OLD_DELIVERIES =
      "SELECT delivery_id FROM webhook_delivery WHERE attempted_at_ms < ? ORDER BY attempted_at_ms"
          + " LIMIT ?";

  private static final SqlStatement DELETE_DELIVERY =
      SqlStatement.every(
          TableRanks.OLD_DELIVERY_DELETE, "DELETE FROM webhook_delivery WHERE delivery_id = ?");

  private static final String OLD_BULKS =
      "SELECT bulk_id FROM bulk_action WHERE began_at_ms < ? AND envelope IS NOT NULL ORDER BY"
          + " began_at_ms LIMIT ?";

  private static final SqlStatement DELETE_BULK =
      SqlStatement.every(
          TableRanks.OLD_BULK_DELETE,
          "DELETE FROM bulk_action WHERE bulk_id = ? AND envelope IS NOT NULL");

  private final Reads reads;
  private final JournalWriter writer;
  private final long answersMs;
  private final long reservationsMs;
  private final long deliveriesMs;

  public Retention(
      Reads reads, JournalWriter writer, ReservationSettings settings, WebhookSettings webhook) {
    this.reads = reads;
    this.writer = writer;
    this.answersMs = settings.idempotencyRetention().toMillis();
    // A reservation carries the answers under its keys.
    this.reservationsMs = Math.max(answersMs, settings.terminalRetention().toMillis());
    this.deliveriesMs = webhook.deliveryRetention().toMillis();
  }

  /**
   * Removes some of what is old by now.
   *
   * @return how many rows; when it is {@link #STEP_ROWS_MAX} or more, there may be further ones
   */
  public CompletionStage<Integer> step(long nowMs) {
    return reads
        .ask(connection -> deletes(connection, nowMs))
        .thenCompose(
            deletes ->
                deletes.isEmpty()
                    ? CompletableFuture.completedFuture(0)
                    : writer.write(deletes).thenApply(written -> deletes.size()));
  }

  private List<TableWrite> deletes(Connection connection, long nowMs) throws SQLException {
    List<TableWrite> deletes = new ArrayList<>();
    long answersBeforeMs = nowMs - answersMs;
    try (PreparedStatement select = connection.prepareStatement(OLD_ANSWERS)) {
      select.setLong(1, answersBeforeMs);
      select.setInt(2, STEP_ROWS_MAX);
      try (ResultSet row = select.executeQuery()) {
        while (row.next()) {
          deletes.add(
              TableWrite.of(
                  DELETE_ANSWER,
                  row.getString(1),
                  row.getString(2),
                  row.getString(3),
                  answersBeforeMs));
        }
      }
    }
    try (PreparedStatement select = connection.prepareStatement(OLD_RESERVATIONS)) {
      select.setLong(1, nowMs - reservationsMs);
      select.setLong(2, nowMs - reservationsMs);
      select.setInt(3, STEP_ROWS_MAX);
      try (ResultSet row = select.executeQuery()) {
        while (row.next()) {
          deletes.add(TableWrite.of(DELETE_RESERVATION, row.getString(1)));
        }
      }
    }
    addOld(connection, OLD_DELIVERIES, nowMs - deliveriesMs, DELETE_DELIVERY, deletes);
    addOld(connection, OLD_BULKS, answersBeforeMs, DELETE_BULK, deletes);
    return deletes;
  }

  private static void addOld(
      Connection connection, String sql, long beforeMs, SqlStatement delete, List<TableWrite> out)
      throws SQLException {
    try (PreparedStatement select = connection.prepareStatement(sql)) {
      select.setLong(1, beforeMs);
      select.setInt(2, STEP_ROWS_MAX);
      try (ResultSet row = select.executeQuery()) {
        while (row.next()) {
          out.add(TableWrite.of(delete, row.getString(1)));
        }
      }
    }
  }
}
