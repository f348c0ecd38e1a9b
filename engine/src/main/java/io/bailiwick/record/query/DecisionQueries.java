package io.bailiwick.record.query;

import io.bailiwick.amount.Unit;
import io.bailiwick.query.Columns;
import io.bailiwick.query.Conditions;
import io.bailiwick.query.GrowingTable;
import io.bailiwick.query.ListReply;
import io.bailiwick.query.Listing;
import io.bailiwick.query.PageRequest;
import io.bailiwick.query.Part;
import io.bailiwick.query.Reads;
import io.bailiwick.query.SortDirection;
import io.bailiwick.scope.ScopeLevel;
import io.bailiwick.scope.ScopePath;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;

/** The decision log to look at, the newest first. Thread-safe; never blocks. */
public final class DecisionQueries {

  private static final String COLUMNS =
      "ordering, at_ms, tenant, operation, decision, dry_run, occurrences, reason, scope, ledgers,"
          + " unit, estimated, actual, charged, reservation_id, action_kind, action_name,"
          + " actor_type, key_id, source_ip, idempotency_key, request_id, trace_id";

  /** The log. */
  public static final GrowingTable<DecisionView> LOG =
      new GrowingTable<>("decision_log", COLUMNS, DecisionQueries::read);

  /** The only order. */
  private enum Sort {
    TIMESTAMP
  }

  private final Reads reads;

  public DecisionQueries(Reads reads) {
    this.reads = reads;
  }

  /** A page of entries; one that has less than was asked for, or nothing, may yet go on. */
  public CompletionStage<ListReply<DecisionView>> list(DecisionFilter filter, PageRequest page) {
    String fingerprint = Listing.fingerprint(filter, Sort.TIMESTAMP, SortDirection.DESC);
    return reads.ask(
        connection ->
            LOG.page(
                connection,
                () -> conditions(filter),
                filter.fromMs(),
                filter.toMs(),
                fingerprint,
                page));
  }

  /**
   * The entries after one of them, the oldest first: a part of an export.
   *
   * @param after a number, or null for the oldest
   */
  public CompletionStage<Part<DecisionView>> following(
      DecisionFilter filter, Long after, int limit) {
    return reads.ask(
        connection ->
            LOG.following(
                connection,
                () -> conditions(filter),
                filter.fromMs(),
                filter.toMs(),
                after,
                limit));
  }

  static Conditions conditions(DecisionFilter filter) {
    return new Conditions()
        .andIfGiven("tenant = ?", tenant(filter))
        .andIfGiven("key_id = ?", filter.keyId())
        .andIfGiven("operation = ?", filter.operation())
        .andIfGiven("decision = ?", filter.decision() == null ? null : filter.decision().name())
        .andIfGiven("action_kind = ?", filter.actionKind())
        .andIfGiven("action_name = ?", filter.actionName())
        .andIfGiven("reservation_id = ?", filter.reservationId())
        .andIfGiven("trace_id = ?", filter.traceId())
        .andIfGiven("request_id = ?", filter.requestId())
        .andIfGiven("idempotency_key = ?", filter.idempotencyKey())
        .andIfGiven("at_ms >= ?", filter.fromMs())
        .andIfGiven("at_ms <= ?", filter.toMs())
        .andWithin("scope", filter.scope())
        .andSegments(
            "scope", filter.agent() == null ? Map.of() : Map.of(ScopeLevel.AGENT, filter.agent()))
        .andSearch(
            filter.search(),
            List.of("scope"),
            List.of("action_kind", "action_name", "reservation_id", "idempotency_key", "reason"))
        .andReachedBy("scope", filter.keyScope());
  }

  /** A scope lies in its tenant, and the index begins with it. */
  private static String tenant(DecisionFilter filter) {
    return filter.tenant() == null && filter.scope() != null
        ? filter.scope().tenant().value()
        : filter.tenant();
  }

  private static DecisionView read(ResultSet row) throws SQLException {
    return new DecisionView(
        row.getLong("ordering"),
        row.getLong("at_ms"),
        row.getString("tenant"),
        row.getString("operation"),
        row.getString("decision"),
        row.getBoolean("dry_run"),
        row.getLong("occurrences"),
        row.getString("reason"),
        new ScopePath(row.getString("scope")),
        row.getInt("ledgers"),
        Unit.valueOf(row.getString("unit")),
        Columns.longOrNull(row, "estimated"),
        Columns.longOrNull(row, "actual"),
        Columns.longOrNull(row, "charged"),
        row.getString("reservation_id"),
        row.getString("action_kind"),
        row.getString("action_name"),
        row.getString("actor_type"),
        row.getString("key_id"),
        row.getString("source_ip"),
        row.getString("idempotency_key"),
        row.getString("request_id"),
        row.getString("trace_id"));
  }
}
