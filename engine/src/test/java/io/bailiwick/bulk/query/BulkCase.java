package io.bailiwick.bulk.query;

import io.bailiwick.amount.Amount;
import io.bailiwick.amount.Unit;
import io.bailiwick.bulk.Bulk;
import io.bailiwick.bulk.BulkAction;
import io.bailiwick.bulk.BulkFunding;
import io.bailiwick.bulk.BulkReply;
import io.bailiwick.bulk.BulkRow;
import io.bailiwick.bulk.BulkRows;
import io.bailiwick.bulk.Bulks;
import io.bailiwick.journal.TestStore;
import io.bailiwick.projection.TableWrite;
import io.bailiwick.query.ReadTables;
import io.bailiwick.record.Actor;
import io.bailiwick.record.Origin;
import io.bailiwick.scope.BudgetCommand;
import io.bailiwick.scope.BudgetReply;
import io.bailiwick.scope.Budgets;
import io.bailiwick.scope.Figures;
import io.bailiwick.scope.ScopeEvent;
import io.bailiwick.scope.ScopePath;
import io.bailiwick.scope.ScopeState;
import io.bailiwick.tenant.Tenant;
import io.bailiwick.tenant.TenantCommand;
import io.bailiwick.tenant.TenantId;
import io.bailiwick.tenant.TenantReply;
import io.bailiwick.tenant.TenantRules;
import io.bailiwick.tenant.TenantSettings;
import io.bailiwick.tenant.TenantStatus;
import io.bailiwick.tenant.Tenants;
import java.nio.file.Path;
import java.sql.ResultSet;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;

/**
 * A store, tenants and ledgers that live beside it, and nodes that can die at any of their writes.
 */
final class BulkCase implements AutoCloseable, Tenants, Budgets {

  static final TenantId ACME = new TenantId("acme");

  final ReadTables tables;
  final AtomicLong nowMs = new AtomicLong(1_000_000);
  final InstantSource clock = () -> Instant.ofEpochMilli(nowMs.get());
  final Map<TenantId, ScopeState> roots = new ConcurrentHashMap<>();
  final List<TenantCommand> asked = new CopyOnWriteArrayList<>();
  final Map<String, BudgetReply> fundings = new ConcurrentHashMap<>();
  final AtomicInteger funded = new AtomicInteger();

  /** Tenants that answer nothing; their changes are made all the same if they are here as true. */
  final Map<TenantId, Boolean> silent = new ConcurrentHashMap<>();

  /** Tenants that cannot even be asked. */
  final Set<TenantId> broken = ConcurrentHashMap.newKeySet();

  /** Tenants that answer what nobody has asked for. */
  final Set<TenantId> confused = ConcurrentHashMap.newKeySet();

  BulkCase(TestStore store, Path dataDir) throws Exception {
    tables = new ReadTables(store, dataDir);
  }

  /** A node, which dies at a write of its own. */
  final class Node {
    private final AtomicInteger writesLeft;
    private final boolean isLastDurable;
    private volatile boolean isDead;
    private final CompletableFuture<CompletionStage<Void>> lastWrite = new CompletableFuture<>();
    final StoredBulks bulks;
    final BulkLook look;

    /**
     * @param writes that it makes before the one that it dies at
     * @param isLastDurable whether that one is made as well
     */
    Node(int writes, boolean isLastDurable) {
      this.writesLeft = new AtomicInteger(writes);
      this.isLastDurable = isLastDurable;
      this.bulks =
          new StoredBulks(
              tables.reads,
              this::write,
              (command, origin) -> alive(BulkCase.this.ask(command, origin)),
              (command, origin) -> alive(BulkCase.this.ask(command, origin)),
              null,
              this::pause,
              Bulks.ANSWER_WITHIN,
              clock);
      this.look = new BulkLook(bulks, true, () -> true);
    }

    private CompletionStage<Void> write(List<TableWrite> writes) {
      if (isDead) {
        return new CompletableFuture<>();
      }
      int left = writesLeft.getAndDecrement();
      if (left > 0) {
        return alive(tables.writer.write(writes));
      }
      isDead = true;
      if (left < 0) {
        return new CompletableFuture<>();
      }
      lastWrite.complete(
          isLastDurable ? tables.writer.write(writes) : CompletableFuture.completedFuture(null));
      return new CompletableFuture<>();
    }

    /** Of the dead nothing is heard any more. */
    private <T> CompletionStage<T> alive(CompletionStage<T> answer) {
      return answer.thenCompose(
          value -> isDead ? new CompletableFuture<>() : CompletableFuture.completedFuture(value));
    }

    private CompletionStage<Void> pause(Duration pause) {
      nowMs.addAndGet(pause.toMillis());
      return CompletableFuture.runAsync(
          () -> {}, CompletableFuture.delayedExecutor(1, TimeUnit.MILLISECONDS));
    }

    /** Until it is dead, and what it wrote last is in the tables. */
    void awaitDeath() throws Exception {
      ReadTables.answer(ReadTables.answer(lastWrite));
    }
  }

  Node node() {
    return new Node(Integer.MAX_VALUE, true);
  }

  /** Enough looks for a node to go on with what another one has left. */
  void takeOver(Node node) throws Exception {
    for (int i = 0; i <= BulkLook.QUIET_LOOKS; i++) {
      ReadTables.answer(node.look.look());
    }
  }

  List<BulkRow> tenants(int count, TenantStatus status) throws Exception {
    List<BulkRow> rows = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      TenantId id = new TenantId("tenant-%03d".formatted(i));
      Tenant tenant =
          new Tenant(id, "T" + i, status, null, TenantSettings.NONE, null, null, 1, 1, null, null);
      roots.put(
          id,
          tables.apply(
              ScopeState.empty(ScopePath.root(id)), new ScopeEvent.TenantSet(tenant, null, 1)));
      rows.add(BulkRow.of(id));
    }
    return rows;
  }

  static List<BulkRow> ledgers(int count) {
    return IntStream.range(0, count)
        .mapToObj(
            i ->
                new BulkRow(
                    "led_%03d".formatted(i),
                    new ScopePath("tenant:acme/app:a%03d".formatted(i)),
                    Unit.TOKENS))
        .toList();
  }

  static Bulk bulk(BulkAction action, String key) {
    return bulk(action, key, "hash", "req-1");
  }

  static Bulk bulk(BulkAction action, String key, String hash, String requestId) {
    BulkFunding funding = new BulkFunding(ACME, new Amount(Unit.TOKENS, 7), null);
    return new Bulk(
        action,
        key,
        hash,
        "{\"search\":\"t\"}",
        action.kind() == io.bailiwick.bulk.BulkKind.BUDGETS ? funding : null,
        new Origin(
            Actor.ADMIN_ON_BEHALF_OF,
            null,
            "10.0.0.1",
            "test",
            requestId,
            "ab".repeat(16),
            action.kind().operation(),
            null,
            null,
            null));
  }

  static Bulks.Selection of(List<BulkRow> rows) {
    return max -> CompletableFuture.completedFuture(new BulkRows(rows.size(), rows));
  }

  static BulkReply ask(Node node, Bulk bulk, List<BulkRow> rows) throws Exception {
    return ReadTables.answer(node.bulks.ask(bulk, null, of(rows)));
  }

  @Override
  public CompletionStage<TenantReply> ask(TenantCommand command, Origin origin) {
    asked.add(command);
    if (broken.contains(command.tenant())) {
      throw new IllegalStateException("a bug in the way to it");
    }
    if (confused.contains(command.tenant())) {
      return CompletableFuture.completedFuture(new TenantReply.Created(null));
    }
    // On a thread of its own: whoever asks is the store's writer, which must not wait for itself.
    return CompletableFuture.supplyAsync(() -> change(command, origin));
  }

  /** As a root does it: the rows of the change are written with it, the event among them. */
  private synchronized TenantReply change(TenantCommand command, Origin origin) {
    Boolean changesAllTheSame = silent.get(command.tenant());
    if (Boolean.FALSE.equals(changesAllTheSame)) {
      return new TenantReply.Unavailable("as told");
    }
    ScopeState root = roots.get(command.tenant());
    TenantRules.Decision decision =
        TenantRules.decide(root == null ? null : root.tenant(), command, nowMs.incrementAndGet());
    if (decision.changed() != null) {
      roots.put(command.tenant(), applied(root, decision.changed(), origin));
    }
    return changesAllTheSame == null ? decision.reply() : new TenantReply.Unavailable("as told");
  }

  private ScopeState applied(ScopeState root, Tenant changed, Origin origin) {
    ScopeEvent set = new ScopeEvent.TenantSet(changed, origin, nowMs.get());
    try {
      return changed.status() == TenantStatus.CLOSED
          ? tables.apply(root, set, new ScopeEvent.CloseCompleted(null, nowMs.incrementAndGet()))
          : tables.apply(root, set);
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  /** As scopes do it: one effect for a key on a ledger. */
  @Override
  public CompletionStage<BudgetReply> ask(BudgetCommand command, Origin origin) {
    BudgetCommand.Fund fund = (BudgetCommand.Fund) command;
    Figures figures = new Figures(7, 0, 0, 0, 0, false);
    return CompletableFuture.completedFuture(
        fundings.computeIfAbsent(
            fund.scope() + " " + fund.unit() + ' ' + fund.idempotencyKey(),
            key -> {
              funded.incrementAndGet();
              return new BudgetReply.Funded(fund.operation(), figures, figures, nowMs.get());
            }));
  }

  /** The texts of the first column of a query. */
  List<String> texts(String sql) throws Exception {
    return ReadTables.answer(
        tables.reads.ask(
            connection -> {
              try (Statement statement = connection.createStatement();
                  ResultSet row = statement.executeQuery(sql)) {
                List<String> texts = new ArrayList<>();
                while (row.next()) {
                  texts.add(row.getString(1));
                }
                return texts;
              }
            }));
  }

  @Override
  public void close() {
    tables.close();
  }
}
