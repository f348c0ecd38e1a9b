package io.bailiwick.query;

import io.bailiwick.config.StoreSettings;
import io.bailiwick.journal.JournalObserver;
import io.bailiwick.journal.JournalWriter;
import io.bailiwick.journal.Occupancy;
import io.bailiwick.journal.Store;
import io.bailiwick.journal.TestStore;
import io.bailiwick.projection.BookRows;
import io.bailiwick.projection.ScopeRows;
import io.bailiwick.projection.SqlStatement;
import io.bailiwick.projection.TableWrite;
import io.bailiwick.projection.TableWrites;
import io.bailiwick.record.Origin;
import io.bailiwick.record.RecordPlace;
import io.bailiwick.reservation.BookEvent;
import io.bailiwick.reservation.BookState;
import io.bailiwick.reservation.Recent;
import io.bailiwick.scope.ScopeEvent;
import io.bailiwick.scope.ScopeState;
import io.bailiwick.tenant.ExpiryPolicy;
import io.bailiwick.tenant.Tenant;
import io.bailiwick.tenant.TenantId;
import io.bailiwick.tenant.TenantSettings;
import io.bailiwick.tenant.TenantStatus;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import javax.sql.DataSource;

/** A new store, and entities of which only the rows are written. */
public final class ReadTables implements AutoCloseable {

  private static final int THREADS = 4;
  private static final int WRITES_AT_ONCE = 500;

  private static final SqlStatement INSERT_BOOK =
      SqlStatement.every(1, "INSERT INTO book (tenant, book, wake_at_ms) VALUES (?, ?, ?)");

  private final Store store;
  private final AtomicLong rows = new AtomicLong();
  private final ExecutorService threads = Executors.newFixedThreadPool(THREADS);
  public final JournalWriter writer;
  public final Reads reads;

  public ReadTables(TestStore kind, Path dataDir) throws Exception {
    this(kind.settingsOfOneUpToDate(dataDir));
  }

  public ReadTables(StoreSettings settings) {
    store = Store.open(settings, Occupancy.ALONE, InstantSource.system());
    writer = store.startWriter(JournalObserver.NONE);
    reads = new Reads(store.readPool(), store.queryLimit(), threads);
  }

  /**
   * The state after the events, whose rows are written, each event's in a transaction of its own.
   */
  public BookState apply(BookState before, BookEvent... events) throws Exception {
    BookState state = before;
    for (BookEvent event : events) {
      TableWrites out = new TableWrites();
      BookState after = state.apply(event, Recent.BOUNDS);
      BookRows.add(event, state, after, nextPlace(), out);
      write(out.toList());
      state = after;
    }
    return state;
  }

  /** The same for a scope. */
  public ScopeState apply(ScopeState before, ScopeEvent... events) throws Exception {
    ScopeState state = before;
    TableWrites out = new TableWrites();
    for (ScopeEvent event : events) {
      ScopeState earlier = state;
      state = state.apply(event);
      ScopeRows.add(event, earlier, state, nextPlace(), out);
    }
    write(out.toList());
    return state;
  }

  private RecordPlace nextPlace() {
    return new RecordPlace("entity", rows.incrementAndGet(), 0);
  }

  /** A tenant's row, as its root writes it. */
  public void tenant(String id, TenantStatus status) throws Exception {
    apply(ScopeState.empty(io.bailiwick.scope.ScopePath.root(new TenantId(id))), set(id, status));
  }

  /** A tenant's row whose close is complete. */
  public void closedTenant(String id) throws Exception {
    apply(
        ScopeState.empty(io.bailiwick.scope.ScopePath.root(new TenantId(id))),
        set(id, TenantStatus.CLOSED),
        new ScopeEvent.CloseCompleted(null, 0));
  }

  /** The same, told with who has closed it. */
  public void closedTenant(String id, Origin origin) throws Exception {
    apply(
        ScopeState.empty(io.bailiwick.scope.ScopePath.root(new TenantId(id))),
        set(id, TenantStatus.ACTIVE),
        new ScopeEvent.TenantSet(
            ((ScopeEvent.TenantSet) set(id, TenantStatus.CLOSED)).tenant(), origin, 0),
        new ScopeEvent.CloseCompleted(null, 0));
  }

  private static ScopeEvent set(String id, TenantStatus status) {
    Tenant tenant =
        new Tenant(
            new TenantId(id),
            id,
            status,
            null,
            TenantSettings.NONE,
            ExpiryPolicy.AUTO_RELEASE,
            null,
            0,
            0,
            null,
            status == TenantStatus.CLOSED ? 0L : null);
    return new ScopeEvent.TenantSet(tenant, null, 0);
  }

  /** Books of one tenant, all of which wanted to be woken at one time. */
  public void dueBooks(String tenant, int first, int last, long wakeAtMs) throws Exception {
    write(
        IntStream.rangeClosed(first, last)
            .mapToObj(number -> TableWrite.of(INSERT_BOOK, tenant, number, wakeAtMs))
            .toList());
  }

  public void write(List<TableWrite> writes) throws Exception {
    List<TableWrite> rest = new ArrayList<>(writes);
    while (!rest.isEmpty()) {
      List<TableWrite> some = rest.subList(0, Math.min(WRITES_AT_ONCE, rest.size()));
      answer(writer.write(List.copyOf(some)));
      some.clear();
    }
  }

  /** Connections of this store. */
  public DataSource pool() {
    return store.readPool();
  }

  /** The answer, within a time that a healthy store never needs. */
  public static <T> T answer(CompletionStage<T> stage) throws Exception {
    return stage.toCompletableFuture().get(20, TimeUnit.SECONDS);
  }

  @Override
  public void close() {
    writer.close();
    threads.shutdownNow();
    store.close();
  }
}
