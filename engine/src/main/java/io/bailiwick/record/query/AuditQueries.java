package io.bailiwick.record.query;

import io.bailiwick.projection.SearchText;
import io.bailiwick.query.Conditions;
import io.bailiwick.query.ListReply;
import io.bailiwick.query.Listing;
import io.bailiwick.query.PageRequest;
import io.bailiwick.query.Part;
import io.bailiwick.query.Reads;
import io.bailiwick.query.SortDirection;
import io.bailiwick.record.RecordIds;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.CompletionStage;

/** The audit log for operators to look at. Thread-safe; never blocks. */
public final class AuditQueries {

  static final String COLUMNS =
      "log_id, at_ms, tenant, key_id, user_agent, source_ip, operation, resource_type,"
          + " resource_id, request_id, trace_id, status, error_code, subject, action, amount,"
          + " metadata";

  private final Reads reads;

  public AuditQueries(Reads reads) {
    this.reads = reads;
  }

  /** A page of entries. */
  public CompletionStage<ListReply<AuditView>> list(
      AuditFilter filter, AuditSort sort, SortDirection direction, PageRequest page) {
    Listing<AuditView> listing =
        new Listing<>(
            "audit_log",
            COLUMNS,
            conditions(filter),
            sortedBy(sort),
            sort == AuditSort.STATUS,
            direction,
            List.of("log_id"),
            Listing.fingerprint(filter, sort, direction),
            AuditQueries::read,
            true);
    return reads.ask(connection -> listing.page(connection, page));
  }

  /**
   * The entries after one of them, the oldest first: a part of an export.
   *
   * @param after an id, or null for the oldest
   * @param limit of entries; fewer are the last ones
   */
  public CompletionStage<Part<AuditView>> following(AuditFilter filter, String after, int limit) {
    return reads.ask(
        connection ->
            Part.of(
                Following.rows(
                    connection,
                    "audit_log",
                    COLUMNS,
                    "log_id",
                    conditions(filter),
                    after,
                    limit,
                    AuditQueries::read),
                limit,
                AuditView::logId));
  }

  /** The entries of some conditions, the oldest first. */
  public static List<AuditView> found(Connection connection, Conditions conditions, int limit)
      throws SQLException {
    return Following.rows(
        connection, "audit_log", COLUMNS, "log_id", conditions, null, limit, AuditQueries::read);
  }

  static Conditions conditions(AuditFilter filter) {
    // Each of these ids is of a few entries, and nothing must be looked for by anything else then.
    boolean isNarrow =
        filter.traceId() != null || filter.requestId() != null || filter.resourceId() != null;
    Conditions conditions =
        new Conditions()
            .andIfGiven("trace_id = ?", filter.traceId())
            .andIfGiven("request_id = ?", filter.requestId())
            .andIfGiven("resource_id = ?", filter.resourceId())
            .andIfGiven(beside("tenant", isNarrow) + " = ?", filter.tenant())
            .andIfGiven(beside("key_id", isNarrow) + " = ?", filter.keyId())
            .andAny(anyOf("operation", filter.operations(), isNarrow), filter.operations())
            .andAny(
                anyOf("resource_type", filter.resourceTypes(), isNarrow), filter.resourceTypes())
            .andAny(anyOf("error_code", filter.errorCodes(), isNarrow), filter.errorCodes())
            .andNone("error_code", filter.errorCodesExcluded())
            .andIfGiven((isNarrow ? "+status" : "status") + " = ?", filter.status())
            // Ranges are wide: the list is walked in its order, and not fetched to be sorted.
            .andIfGiven("+status >= ?", filter.statusMin())
            .andIfGiven("+status <= ?", filter.statusMax())
            .andSearch(filter.search(), List.of("search_text"), List.of());
    if (filter.search() != null && filter.search().indexOf(SearchText.BETWEEN) >= 0) {
      conditions.and("1 = 0");
    }
    return Times.within("log_id", RecordIds.AUDIT, filter.fromMs(), filter.toMs(), conditions);
  }

  private static String beside(String column, boolean isNarrow) {
    return isNarrow ? column + " || ''" : column;
  }

  /** One value has an index that is in the order of the list; several have not. */
  private static String anyOf(String column, List<String> values, boolean isNarrow) {
    return beside(column, isNarrow || values.size() > 1);
  }

  private static String sortedBy(AuditSort sort) {
    return switch (sort) {
      case TIMESTAMP -> "log_id";
      case OPERATION -> "operation";
      case RESOURCE_TYPE -> "resource_type";
      case TENANT_ID -> "tenant";
      case KEY_ID -> "key_id";
      case STATUS -> "status";
    };
  }

  static AuditView read(ResultSet row) throws SQLException {
    return new AuditView(
        row.getString("log_id"),
        row.getLong("at_ms"),
        row.getString("tenant"),
        present(row.getString("key_id")),
        row.getString("user_agent"),
        row.getString("source_ip"),
        row.getString("operation"),
        present(row.getString("resource_type")),
        row.getString("resource_id"),
        row.getString("request_id"),
        row.getString("trace_id"),
        row.getInt("status"),
        row.getString("error_code"),
        row.getString("subject"),
        row.getString("action"),
        row.getString("amount"),
        row.getString("metadata"));
  }

  private static String present(String text) {
    return text.isEmpty() ? null : text;
  }
}
