package io.bailiwick.record.query;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bailiwick.journal.codec.StoredJson;
import io.bailiwick.query.Conditions;
import io.bailiwick.query.Reads;
import io.bailiwick.record.BudgetData;
import io.bailiwick.record.EventType;
import io.bailiwick.record.RateKind;
import io.bailiwick.record.RateTerms;
import io.bailiwick.record.RecordIds;
import io.bailiwick.scope.BurnTerms;
import io.bailiwick.webhook.AlarmFigure;
import io.bailiwick.webhook.EventHistory;
import io.bailiwick.webhook.WebhookOwner;
import io.bailiwick.webhook.query.StoredThresholds;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The events that are recorded, for replays. Thread-safe; never blocks. */
public final class RecordedHistory implements EventHistory {

  private static final String COLUMNS =
      "event_id, event_type, scope, trace_id, CASE WHEN event_type IN (%s) THEN".formatted(alarms())
          + " data END AS alarm, CASE WHEN event_type = '%s' THEN metadata END AS terms"
              .formatted(EventType.BUDGET_BURN_RATE_ANOMALY.text());

  private final Reads reads;

  /** The types whose data says what they go by. */
  private static String alarms() {
    Stream<EventType> ofLedgers =
        Stream.of(EventType.BUDGET_THRESHOLD_CROSSED, EventType.BUDGET_BURN_RATE_ANOMALY);
    return Stream.concat(ofLedgers, Stream.of(RateKind.values()).map(RateKind::told))
        .map(type -> "'" + type.text() + "'")
        .collect(Collectors.joining(", "));
  }

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
    EventType type = EventType.of(row.getString("event_type")).orElseThrow();
    return new PastEvent(
        row.getString("event_id"),
        type,
        scope.isEmpty() ? null : scope,
        row.getString("trace_id"),
        figure(type, row.getString("alarm"), row.getString("terms")));
  }

  /**
   * What an alarm goes by.
   *
   * @param alarm the data of the event, null for one that is none
   * @param terms metadata of the event; null where there is none
   */
  private static AlarmFigure figure(EventType type, String alarm, String terms) {
    if (alarm == null) {
      return null;
    }
    ObjectNode data = StoredJson.read(alarm, ObjectNode.class);
    if (type == EventType.BUDGET_THRESHOLD_CROSSED) {
      return new AlarmFigure.Crossed(
          StoredThresholds.millionths(data.path("threshold").decimalValue()));
    }
    int windowS = data.path("window_seconds").asInt();
    if (type != EventType.BUDGET_BURN_RATE_ANOMALY) {
      return new AlarmFigure.Spiked(
          new RateTerms(
              windowS, StoredThresholds.millionths(data.path("threshold_rate").decimalValue())));
    }
    JsonNode multiplier =
        terms == null
            ? null
            : StoredJson.read(terms, ObjectNode.class).get(BudgetData.BurnRateAnomaly.MULTIPLIER);
    return new AlarmFigure.Burned(
        new BurnTerms(
            windowS,
            multiplier == null
                ? BurnTerms.PROTOCOL.multiplier()
                : StoredThresholds.thousandths(multiplier.decimalValue())));
  }
}
