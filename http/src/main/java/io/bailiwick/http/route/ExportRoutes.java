package io.bailiwick.http.route;

import io.bailiwick.http.wire.AuditBodies;
import io.bailiwick.http.wire.CsvText;
import io.bailiwick.http.wire.DecisionBodies;
import io.bailiwick.http.wire.EventBodies;
import io.bailiwick.http.wire.ExportBodies;
import io.bailiwick.query.Part;
import io.bailiwick.record.query.AuditFilter;
import io.bailiwick.record.query.AuditQueries;
import io.bailiwick.record.query.AuditView;
import io.bailiwick.record.query.DecisionFilter;
import io.bailiwick.record.query.DecisionQueries;
import io.bailiwick.record.query.DecisionView;
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
 * Events, decisions and the audit log as files, of any length: read a part at a time, and not
 * before the client has taken the part before. Whoever lost the end of one goes on after the last
 * line that came whole. Thread-safe.
 */
final class ExportRoutes {
  /** Rows in memory for a client: some hundred kilobytes. */
  private static final int PART_ROWS = 500;

  private final EventQueries events;
  private final AuditQueries audits;
  private final DecisionQueries decisions;
  private final InstantSource clock;

  ExportRoutes(
      EventQueries events, AuditQueries audits, DecisionQueries decisions, InstantSource clock) {
    this.events = events;
    this.audits = audits;
    this.decisions = decisions;
    this.clock = clock;
  }

  Map<Operation, Handler> handlers() {
    return Map.of(
        Operation.EXPORT_EVENTS, this::ofEvents,
        Operation.EXPORT_AUDIT_LOGS, this::ofAudits,
        Operation.EXPORT_DECISIONS, this::ofDecisions);
  }

  /**
   * What is exported, and how a row of it is written.
   *
   * @param name of files
   * @param filters parameters that select, {@code to} apart
   * @param columns of a table
   */
  private record Kind<T>(
      String name,
      List<String> filters,
      List<String> columns,
      Function<T, byte[]> json,
      Function<T, List<String>> cells) {}

  private static final Kind<EventView> EVENTS =
      new Kind<>(
          "events", EventRoutes.FILTERS, EventBodies.COLUMNS, EventBodies::one, EventBodies::cells);

  private static final Kind<AuditView> AUDITS =
      new Kind<>(
          "audit", AuditRoutes.FILTERS, AuditBodies.COLUMNS, AuditBodies::one, AuditBodies::cells);

  private static final Kind<DecisionView> DECISIONS =
      new Kind<>(
          "decisions",
          DecisionRoutes.FILTERS,
          DecisionBodies.COLUMNS,
          DecisionBodies::one,
          DecisionBodies::cells);

  /** Reads what follows a row, or the first rows for null. */
  private interface Parts<T> {
    CompletionStage<Part<T>> after(String id);
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

  private Handler.Work ofDecisions(Call call) {
    DecisionFilter asked = DecisionRoutes.filter(call);
    long untilMs = asked.toMs() == null ? clock.millis() : asked.toMs();
    DecisionFilter filter = asked.within(asked.fromMs(), untilMs);
    DecisionRoutes.number(call.query(), "after");
    return export(
        call,
        untilMs,
        DECISIONS,
        id -> decisions.following(filter, id == null ? null : Long.valueOf(id), PART_ROWS));
  }

  /** An export under way. */
  private record Export<T>(
      ExportForm form, Kind<T> kind, Parts<T> parts, ExportedFilter filter, boolean hasSummary) {

    /**
     * What was read and is not written yet.
     *
     * @param part null when all is written
     * @param rows before it
     */
    private record Progress<T>(Part<T> part, long rows) {}

    Source<ByteString, NotUsed> stream(Part<T> first, boolean isBeginning) {
      Source<ByteString, NotUsed> head =
          form == ExportForm.CSV && isBeginning
              ? Source.single(ByteString.fromArrayUnsafe(CsvText.line(kind.columns())))
              : Source.empty();
      return head.concat(Source.unfoldAsync(new Progress<>(first, 0), this::step))
          .filter(bytes -> !bytes.isEmpty());
    }

    /** Writes a part and reads the one after it. */
    private CompletionStage<Optional<Pair<Progress<T>, ByteString>>> step(Progress<T> progress) {
      Part<T> part = progress.part();
      if (part == null) {
        return CompletableFuture.completedFuture(Optional.empty());
      }
      long rows = progress.rows() + part.rows().size();
      if (part.after() == null) {
        ByteString last = hasSummary ? lines(part).concat(summary(rows)) : lines(part);
        return CompletableFuture.completedFuture(
            Optional.of(Pair.create(new Progress<>(null, rows), last)));
      }
      return parts
          .after(part.after())
          .thenApply(next -> Optional.of(Pair.create(new Progress<>(next, rows), lines(part))));
    }

    private ByteString lines(Part<T> part) {
      ByteStringBuilder lines = new ByteStringBuilder();
      for (T row : part.rows()) {
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

    private ByteString summary(long rows) {
      return switch (form) {
        case JSONL ->
            ByteString.fromArrayUnsafe(ExportBodies.summary(kind.name(), filter.parameters(), rows))
                .concat(ByteString.fromString("\n"));
        case CSV ->
            ByteString.fromArrayUnsafe(
                CsvText.line(ExportBodies.cells(kind.name(), filter.parameters(), rows)));
      };
    }
  }

  /** The first part is read before the answer begins: what goes wrong until then is an error. */
  private static <T> Handler.Work export(Call call, long untilMs, Kind<T> kind, Parts<T> parts) {
    Parameters query = call.query();
    ExportForm form = ExportForm.of(call);
    String after = query.text("after");
    String until = Instant.ofEpochMilli(untilMs).toString();
    ExportedFilter filter = ExportedFilter.of(query, kind.filters(), until);
    Export<T> export =
        new Export<>(form, kind, parts, filter, Boolean.TRUE.equals(query.flag("summary")));
    return () ->
        parts
            .after(after)
            .thenApply(
                first ->
                    Answer.streamed(form.type(), export.stream(first, after == null))
                        .with("X-Bailiwick-Export-To", until)
                        .with("X-Bailiwick-Export-Filter", filter.query())
                        .with(
                            "Content-Disposition",
                            "attachment; filename=\"%s-%s.%s\""
                                .formatted(kind.name(), until.replace(":", ""), form.ending())));
  }
}
