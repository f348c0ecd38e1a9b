package io.bailiwick.http.route;

import io.bailiwick.http.wire.AuditBodies;
import io.bailiwick.http.wire.CsvText;
import io.bailiwick.http.wire.EventBodies;
import io.bailiwick.record.query.AuditFilter;
import io.bailiwick.record.query.AuditQueries;
import io.bailiwick.record.query.AuditView;
import io.bailiwick.record.query.EventFilter;
import io.bailiwick.record.query.EventQueries;
import io.bailiwick.record.query.EventView;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.apache.pekko.NotUsed;
import org.apache.pekko.japi.Pair;
import org.apache.pekko.stream.javadsl.Source;
import org.apache.pekko.util.ByteString;
import org.apache.pekko.util.ByteStringBuilder;

/**
 * Events and the audit log as files, of any length: read a part at a time, and not before the
 * client has taken the part before. Whoever lost the end of one goes on after the last line that
 * came whole. Thread-safe.
 */
final class ExportRoutes {
  /** Rows in memory for a client: some hundred kilobytes. */
  private static final int PART_ROWS = 500;

  private final EventQueries events;
  private final AuditQueries audits;
  private final InstantSource clock;

  ExportRoutes(EventQueries events, AuditQueries audits, InstantSource clock) {
    this.events = events;
    this.audits = audits;
    this.clock = clock;
  }

  Map<Operation, Handler> handlers() {
    return Map.of(
        Operation.EXPORT_EVENTS, this::ofEvents,
        Operation.EXPORT_AUDIT_LOGS, this::ofAudits);
  }

  /**
   * What is exported, and how a row of it is written.
   *
   * @param name of files
   * @param id by which it goes on
   * @param columns of a table
   */
  private record Kind<T>(
      String name,
      Function<T, String> id,
      List<String> columns,
      Function<T, byte[]> json,
      Function<T, List<String>> cells) {}

  private static final Kind<EventView> EVENTS =
      new Kind<>(
          "events", EventView::eventId, EventBodies.COLUMNS, EventBodies::one, EventBodies::cells);

  private static final Kind<AuditView> AUDITS =
      new Kind<>(
          "audit", AuditView::logId, AuditBodies.COLUMNS, AuditBodies::one, AuditBodies::cells);

  /** Reads what follows an id, or the first rows for null. */
  private interface Parts<T> {
    CompletionStage<List<T>> after(String id);
  }

  private Handler.Work ofEvents(Call call) {
    EventFilter asked = EventRoutes.filter(call.query());
    long untilMs = asked.toMs() == null ? clock.millis() : asked.toMs();
    EventFilter filter = asked.until(untilMs);
    return export(call, untilMs, EVENTS, id -> events.following(filter, id, PART_ROWS));
  }

  private Handler.Work ofAudits(Call call) {
    AuditFilter asked = AuditRoutes.filter(call.query());
    long untilMs = asked.toMs() == null ? clock.millis() : asked.toMs();
    AuditFilter filter = asked.until(untilMs);
    return export(call, untilMs, AUDITS, id -> audits.following(filter, id, PART_ROWS));
  }

  /** The first part is read before the answer begins: what goes wrong until then is an error. */
  private static <T> Handler.Work export(Call call, long untilMs, Kind<T> kind, Parts<T> parts) {
    ExportForm form = ExportForm.of(call);
    String after = call.query().text("after");
    String until = Instant.ofEpochMilli(untilMs).toString();
    return () ->
        parts
            .after(after)
            .thenApply(
                first ->
                    Answer.streamed(form.type(), stream(form, kind, parts, first, after == null))
                        .with("X-Bailiwick-Export-To", until)
                        .with(
                            "Content-Disposition",
                            "attachment; filename=\"%s-%s.%s\""
                                .formatted(kind.name(), until.replace(":", ""), form.ending())));
  }

  private static <T> Source<ByteString, NotUsed> stream(
      ExportForm form, Kind<T> kind, Parts<T> parts, List<T> first, boolean isBeginning) {
    Source<ByteString, NotUsed> head =
        form == ExportForm.CSV && isBeginning
            ? Source.single(ByteString.fromArrayUnsafe(CsvText.line(kind.columns())))
            : Source.empty();
    return head.concat(Source.unfoldAsync(first, part -> step(form, kind, parts, part)));
  }

  /** Writes a part and reads the one after it; none, where a part has nothing. */
  private static <T> CompletionStage<Optional<Pair<List<T>, ByteString>>> step(
      ExportForm form, Kind<T> kind, Parts<T> parts, List<T> part) {
    if (part.isEmpty()) {
      return CompletableFuture.completedFuture(Optional.empty());
    }
    CompletionStage<List<T>> following =
        part.size() < PART_ROWS
            ? CompletableFuture.completedFuture(List.of())
            : parts.after(kind.id().apply(part.getLast()));
    return following.thenApply(next -> Optional.of(Pair.create(next, lines(form, kind, part))));
  }

  private static <T> ByteString lines(ExportForm form, Kind<T> kind, List<T> rows) {
    ByteStringBuilder lines = new ByteStringBuilder();
    for (T row : rows) {
      switch (form) {
        case JSONL -> {
          lines.putBytes(kind.json().apply(row));
          lines.putByte((byte) '\n');
        }
        case CSV -> lines.putBytes(CsvText.line(kind.cells().apply(row)));
      }
    }
    return lines.result();
  }
}
