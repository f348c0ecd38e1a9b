package io.bailiwick.entity;

import static io.bailiwick.entity.TestNode.answer;
import static org.assertj.core.api.Assertions.assertThat;

import io.bailiwick.journal.Batch;
import io.bailiwick.journal.codec.StoredFormSerializer;
import io.bailiwick.projection.DecisionRows;
import io.bailiwick.projection.RecordRows;
import io.bailiwick.projection.TableWrite;
import io.bailiwick.projection.TableWrites;
import io.bailiwick.protocol.EntityId;
import io.bailiwick.query.Part;
import io.bailiwick.query.Reads;
import io.bailiwick.record.BookRecords;
import io.bailiwick.record.DecisionEntry;
import io.bailiwick.record.RecordIds;
import io.bailiwick.record.RecordPlace;
import io.bailiwick.record.ScopeRecords;
import io.bailiwick.record.query.AuditFilter;
import io.bailiwick.record.query.AuditQueries;
import io.bailiwick.record.query.AuditView;
import io.bailiwick.record.query.EventFilter;
import io.bailiwick.record.query.EventQueries;
import io.bailiwick.record.query.EventView;
import io.bailiwick.reservation.BookEvent;
import io.bailiwick.reservation.BookState;
import io.bailiwick.reservation.Recent;
import io.bailiwick.scope.ScopeEvent;
import io.bailiwick.scope.ScopeState;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import javax.sql.DataSource;

/**
 * The records that a journal stands for, derived from its rows alone, and those that are in the
 * tables; both by id, each row as a text.
 */
final class DerivedRecords {

  /** Rows that an export reads at once. */
  private static final int PART = 97;

  private static final String EVENTS =
      "SELECT event_id, event_type, category, tenant, at_ms, source, scope, actor_type, key_id,"
          + " source_ip, data, correlation_id, request_id, trace_id, metadata, bulk_id FROM event";

  private static final String AUDITS =
      "SELECT log_id, at_ms, tenant, key_id, user_agent, source_ip, operation, resource_type,"
          + " resource_id, request_id, trace_id, status, error_code, subject, action, amount,"
          + " metadata, search_text FROM audit_log";

  /** Without who asked, which no journal knows of all, and without what was denied. */
  private static final String DECISIONS =
      "SELECT at_ms, tenant, operation, decision, dry_run, reason, scope, ledgers, unit, estimated,"
          + " actual, charged, reservation_id, action_kind, action_name, idempotency_key FROM"
          + " decision_log";

  /** Where each of those columns is among what a row is written with. */
  private static final int[] DECISION_ARGUMENTS = {
    0, 1, 2, 3, 4, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 19
  };

  private static final String JOURNAL =
      "SELECT persistence_id, sequence_number, event_ser_manifest, event_payload FROM event_journal"
          + " ORDER BY persistence_id, sequence_number";

  private final StoredFormSerializer serializer = new StoredFormSerializer(1);
  private final Map<String, Object> states = new TreeMap<>();
  private final TableWrites rows = new TableWrites();

  private DerivedRecords() {}

  /** From the journal. */
  static Map<String, String> ofJournal(DataSource store) throws Exception {
    return read(store).rows.toList().stream()
        .filter(DerivedRecords::isRecord)
        .collect(
            Collectors.toMap(
                write -> write.arguments().getFirst().toString(),
                write -> write.arguments().toString()));
  }

  private static DerivedRecords read(DataSource store) throws Exception {
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
    return derived;
  }

  /** Whether the decision log has what the journal stands for, of each operation some. */
  static void decisionsAreThoseOfTheJournal(DataSource store, long seed) throws Exception {
    List<String> decisions = decisionsOfTables(store);
    assertThat(decisions).as("seed %d", seed).isEqualTo(decisionsOfJournal(store));
    for (String operation :
        List.of(
            DecisionEntry.RESERVE,
            DecisionEntry.COMMIT,
            DecisionEntry.RELEASE,
            DecisionEntry.EXTEND,
            DecisionEntry.EXPIRE,
            DecisionEntry.DEBIT)) {
      assertThat(decisions).as(operation).anyMatch(row -> row.contains(operation));
    }
  }

  /** The decisions that a journal stands for, sorted. */
  private static List<String> decisionsOfJournal(DataSource store) throws Exception {
    List<String> decisions = new ArrayList<>();
    for (TableWrite write : read(store).rows.toList()) {
      if (write.statement().sql().startsWith("INSERT INTO decision_log")) {
        decisions.add(
            IntStream.of(DECISION_ARGUMENTS)
                .mapToObj(index -> String.valueOf(write.arguments().get(index)))
                .toList()
                .toString());
      } else if (write.statement().sql().startsWith("DELETE FROM decision_log")) {
        String never = write.arguments().get(1).toString();
        assertThat(decisions.removeIf(one -> one.contains(", " + never + ", "))).isTrue();
      }
    }
    return decisions.stream().sorted().toList();
  }

  /** The decisions in the tables, sorted. */
  private static List<String> decisionsOfTables(DataSource store) throws Exception {
    List<String> decisions = new ArrayList<>();
    try (Connection connection = store.getConnection();
        PreparedStatement select = connection.prepareStatement(DECISIONS);
        ResultSet row = select.executeQuery()) {
      while (row.next()) {
        List<String> cells = new ArrayList<>();
        for (int column = 1; column <= DECISION_ARGUMENTS.length; column++) {
          cells.add(column == 5 ? String.valueOf(row.getBoolean(column)) : text(row, column));
        }
        decisions.add(cells.toString());
      }
    }
    return decisions.stream().sorted().toList();
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

  /** Whether a row tells of what is in tables alone: of keys, or of webhooks. */
  static boolean isOfOwned(String row) {
    return kind(row) != null;
  }

  /** How often each kind is told. */
  static Map<String, Integer> counted(Map<String, String> rows) {
    Map<String, Integer> counted = new TreeMap<>();
    rows.values().forEach(row -> counted.merge(kind(row), 1, Integer::sum));
    return counted;
  }

  /** The type of an event, or the operation of an entry, of keys and webhooks; else null. */
  private static String kind(String row) {
    String[] cells = row.substring(1).split(", ");
    boolean isEvent = cells[0].startsWith(RecordIds.EVENT);
    String about = isEvent ? cells[2] : cells[7];
    boolean isOwned = about.equals("webhook") || about.equals("api_key");
    return isOwned ? isEvent ? cells[1] : cells[6] : null;
  }

  /** The ids of all rows, as an export reads them. */
  static Set<String> exported(Reads reads) {
    Set<String> ids = new TreeSet<>();
    EventQueries events = new EventQueries(reads);
    String after = null;
    do {
      Part<EventView> part = answer(events.following(EventFilter.ALL, after, PART));
      part.rows().forEach(event -> assertThat(ids.add(event.eventId())).isTrue());
      after = part.after();
    } while (after != null);
    AuditQueries audits = new AuditQueries(reads);
    do {
      Part<AuditView> part = answer(audits.following(AuditFilter.ALL, after, PART));
      part.rows().forEach(entry -> assertThat(ids.add(entry.logId())).isTrue());
      after = part.after();
    } while (after != null);
    return ids;
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
          DecisionRows.add(event, before, null, true, rows);
          states.put(entity, after);
        }
        default -> throw new IllegalStateException("not an event of ours");
      }
    }
  }
}
