package io.bailiwick.record.query;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bailiwick.journal.codec.StoredJson;
import io.bailiwick.query.Conditions;
import io.bailiwick.query.Reads;
import io.bailiwick.record.EventType;
import io.bailiwick.record.RecordIds;
import io.bailiwick.webhook.EventHistory;
import io.bailiwick.webhook.WebhookOwner;
import io.bailiwick.webhook.query.StoredThresholds;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** The events that are recorded, for replays. Thread-safe; never blocks. */
public final class RecordedHistory implements EventHistory {

  private static final String COLUMNS =
      "event_id, event_type, scope, trace_id, CASE WHEN event_type = '"
          + EventType.BUDGET_THRESHOLD_CROSSED.text()
          + "' THEN data END AS crossing";

  private final Reads reads;

  public RecordedHistory(Reads reads) {
    this.reads = reads;
  }

  @Override
  public CompletionStage<List<PastEvent>> find(Wanted wanted, int limit) {
    return wanted.types().isEmpty()
        ? CompletableFuture.completedFuture(List.of())
        : reads.ask(
            connection ->
                Following.rows(
                    connection,
                    "event",
                    COLUMNS,
                    "event_id",
                    conditions(wanted),
                    null,
                    limit,
                    RecordedHistory::read));
  }

  static Conditions conditions(Wanted wanted) {
    boolean isOfAll = wanted.owner().equals(WebhookOwner.SYSTEM);
    Conditions conditions =
        new Conditions()
            .andIfGiven("tenant = ?", isOfAll ? null : wanted.owner().text())
            // The expression keeps the order of time from being sorted for, type by type.
            .andAny("event_type || ''", wanted.types().stream().map(EventType::text).toList());
    if (wanted.pattern() != null) {
      String begins = wanted.pattern().prefix();
      if (begins == null) {
        conditions.and("scope = ?", wanted.pattern().text());
      } else {
        int length = begins.codePointCount(0, begins.length());
        conditions.and(
            "length(scope) > %1$d AND substr(scope, 1, %1$d) = ?".formatted(length), begins);
      }
    }
    return Times.within("event_id", RecordIds.EVENT, wanted.fromMs(), wanted.toMs(), conditions);
  }

  private static PastEvent read(ResultSet row) throws SQLException {
    String scope = row.getString("scope");
    return new PastEvent(
        row.getString("event_id"),
        EventType.of(row.getString("event_type")).orElseThrow(),
        scope.isEmpty() ? null : scope,
        row.getString("trace_id"),
        utilization(row.getString("crossing")));
  }

  private static Integer utilization(String crossing) {
    return crossing == null
        ? null
        : StoredThresholds.millionths(
            StoredJson.read(crossing, ObjectNode.class).path("threshold").decimalValue());
  }
}
