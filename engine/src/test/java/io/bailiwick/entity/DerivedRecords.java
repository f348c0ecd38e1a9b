package io.bailiwick.entity;

import io.bailiwick.journal.Batch;
import io.bailiwick.journal.codec.StoredFormSerializer;
import io.bailiwick.projection.RecordRows;
import io.bailiwick.projection.TableWrite;
import io.bailiwick.projection.TableWrites;
import io.bailiwick.protocol.EntityId;
import io.bailiwick.record.BookRecords;
import io.bailiwick.record.RecordPlace;
import io.bailiwick.record.ScopeRecords;
import io.bailiwick.reservation.BookEvent;
import io.bailiwick.reservation.BookState;
import io.bailiwick.reservation.Recent;
import io.bailiwick.scope.ScopeEvent;
import io.bailiwick.scope.ScopeState;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import javax.sql.DataSource;

/**
 * The records that a journal stands for, derived from its rows alone, and those that are in the
 * tables; both by id, each row as a text.
 */
final class DerivedRecords {

  private static final String EVENTS =
      "SELECT event_id, event_type, category, tenant, at_ms, source, scope, actor_type, key_id,"
          + " source_ip, data, correlation_id, request_id, trace_id, metadata FROM event";

  private static final String AUDITS =
      "SELECT log_id, at_ms, tenant, key_id, user_agent, source_ip, operation, resource_type,"
          + " resource_id, request_id, trace_id, status, error_code, subject, action, amount,"
          + " metadata, search_text FROM audit_log";

  private static final String JOURNAL =
      "SELECT persistence_id, sequence_number, event_ser_manifest, event_payload FROM event_journal"
          + " ORDER BY persistence_id, sequence_number";

  private final StoredFormSerializer serializer = new StoredFormSerializer(1);
  private final Map<String, Object> states = new TreeMap<>();
  private final TableWrites rows = new TableWrites();

  private DerivedRecords() {}

  /** From the journal. */
  static Map<String, String> ofJournal(DataSource store) throws Exception {
    DerivedRecords derived = new DerivedRecords();
    try (Connection connection = store.getConnection();
        PreparedStatement select = connection.prepareStatement(JOURNAL);
        ResultSet row = select.executeQuery()) {
      while (row.next()) {
        derived.add(
            row.getString(1).substring(EntityJournal.PREFIX.length() + 1),
            row.getLong(2),
            (Batch<?, ?>) derived.serializer.fromBinary(row.getBytes(4), row.getString(3)));
      }
    }
    return derived.rows.toList().stream()
        .filter(DerivedRecords::isRecord)
        .collect(
            Collectors.toMap(
                write -> write.arguments().getFirst().toString(),
                write -> write.arguments().toString()));
  }

  /** From the tables. */
  static Map<String, String> ofTables(DataSource store) throws Exception {
    Map<String, String> found = new TreeMap<>();
    try (Connection connection = store.getConnection()) {
      for (String sql : new String[] {EVENTS, AUDITS}) {
        try (PreparedStatement select = connection.prepareStatement(sql);
            ResultSet row = select.executeQuery()) {
          int columns = row.getMetaData().getColumnCount();
          while (row.next()) {
            ResultSet one = row;
            found.put(
                row.getString(1),
                IntStream.rangeClosed(1, columns)
                    .mapToObj(column -> text(one, column))
                    .toList()
                    .toString());
          }
        }
      }
    }
    return found;
  }

  private static String text(ResultSet row, int column) {
    try {
      return String.valueOf(row.getString(column));
    } catch (java.sql.SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  private static boolean isRecord(TableWrite write) {
    return write.statement().sql().matches("INSERT INTO (event|audit_log) .*");
  }

  private void add(String entity, long sequenceNumber, Batch<?, ?> batch) {
    for (int i = 0; i < batch.events().size(); i++) {
      RecordPlace place = new RecordPlace(entity, sequenceNumber, i);
      switch (batch.events().get(i)) {
        case ScopeEvent event -> {
          EntityId.OfScope id = (EntityId.OfScope) EntityId.parse(entity);
          ScopeState before =
              (ScopeState) states.getOrDefault(entity, ScopeState.empty(id.scope()));
          ScopeState after = before.apply(event);
          ScopeRecords.add(event, before, after, place, new RecordRows(rows));
          states.put(entity, after);
        }
        case BookEvent event -> {
          EntityId.OfBook id = (EntityId.OfBook) EntityId.parse(entity);
          BookState before =
              (BookState) states.getOrDefault(entity, BookState.empty(id.tenant(), id.number()));
          BookState after = before.apply(event, Recent.BOUNDS);
          BookRecords.add(event, after, place, new RecordRows(rows));
          states.put(entity, after);
        }
        default -> throw new IllegalStateException("not an event of ours");
      }
    }
  }
}
