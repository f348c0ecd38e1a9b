package io.bailiwick.http.wire;

import io.bailiwick.amount.Unit;
import io.bailiwick.record.query.DecisionView;
import io.bailiwick.scope.ScopePath;
import java.io.IOException;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/** What is shown of the decision log. */
public final class DecisionBodies {
  /** Of a table of entries. */
  public static final List<String> COLUMNS =
      List.of(
          "decision_id",
          "timestamp",
          "tenant_id",
          "operation",
          "decision",
          "dry_run",
          "occurrences",
          "reason",
          "scope",
          "affected_scopes",
          "unit",
          "estimated",
          "actual",
          "charged",
          "overage",
          "reservation_id",
          "action_kind",
          "action_name",
          "actor_type",
          "key_id",
          "source_ip",
          "idempotency_key",
          "request_id",
          "trace_id");

  private DecisionBodies() {}

  /** In the order of the columns; null where something is absent. */
  public static List<String> cells(DecisionView entry) {
    return Arrays.asList(
        entry.id(),
        Instant.ofEpochMilli(entry.atMs()).toString(),
        entry.tenant(),
        entry.operation(),
        entry.decision(),
        Boolean.toString(entry.isDryRun()),
        Long.toString(entry.occurrences()),
        entry.reason(),
        entry.scope().text(),
        entry.affected().stream().map(ScopePath::text).collect(Collectors.joining(" ")),
        entry.unit().name(),
        text(entry.estimated()),
        text(entry.actual()),
        text(entry.charged()),
        text(entry.overage()),
        entry.reservationId(),
        entry.actionKind(),
        entry.actionName(),
        entry.actorType(),
        entry.keyId(),
        entry.sourceIp(),
        entry.idempotencyKey(),
        entry.requestId(),
        entry.traceId());
  }

  public static byte[] one(DecisionView entry) {
    return JsonText.object(json -> members(json, entry));
  }

  public static byte[] list(List<DecisionView> entries, String nextCursor) {
    return JsonText.object(
        json -> {
          json.objects("decisions", entries, DecisionBodies::members);
          Pages.write(json, nextCursor);
        });
  }

  static void members(JsonText json, DecisionView entry) throws IOException {
    json.text("decision_id", entry.id())
        .time("timestamp", entry.atMs())
        .text("tenant_id", entry.tenant())
        .text("operation", entry.operation())
        .text("decision", entry.decision());
    if (entry.isDryRun()) {
      json.flag("dry_run", true);
    }
    json.integer("occurrences", entry.occurrences() == 1 ? null : entry.occurrences())
        .text("reason", entry.reason())
        .text("scope", entry.scope().text())
        .texts("affected_scopes", entry.affected().stream().map(ScopePath::text).toList());
    amount(json, "estimated", entry.unit(), entry.estimated());
    amount(json, "actual", entry.unit(), entry.actual());
    amount(json, "charged", entry.unit(), entry.charged());
    amount(json, "overage", entry.unit(), entry.overage());
    json.text("reservation_id", entry.reservationId());
    if (entry.actionKind() != null || entry.actionName() != null) {
      json.object(
          "action",
          action -> action.text("kind", entry.actionKind()).text("name", entry.actionName()));
    }
    if (entry.actorType() != null) {
      json.object(
          "actor",
          actor ->
              actor
                  .text("type", entry.actorType())
                  .text("key_id", entry.keyId())
                  .text("source_ip", entry.sourceIp()));
    }
    json.text("idempotency_key", entry.idempotencyKey())
        .text("request_id", entry.requestId())
        .text("trace_id", entry.traceId());
  }

  private static void amount(JsonText json, String name, Unit unit, Long value) throws IOException {
    if (value != null) {
      json.amount(name, unit, value);
    }
  }

  private static String text(Long value) {
    return value == null ? null : value.toString();
  }
}
