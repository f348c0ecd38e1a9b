package io.bailiwick.entity;

import static io.bailiwick.entity.TestNode.answer;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.bailiwick.amount.Amount;
import io.bailiwick.amount.Unit;
import io.bailiwick.config.Settings;
import io.bailiwick.projection.SqlStatement;
import io.bailiwick.projection.TableWrite;
import io.bailiwick.protocol.EntityId;
import io.bailiwick.reservation.Purpose;
import io.bailiwick.reservation.RequestKey;
import io.bailiwick.reservation.ReservationCommand;
import io.bailiwick.reservation.ReservationReply;
import io.bailiwick.scope.BudgetCommand;
import io.bailiwick.scope.BudgetReply;
import io.bailiwick.scope.LedgerTerms;
import io.bailiwick.scope.ScopePath;
import io.bailiwick.tenant.TenantCommand;
import io.bailiwick.tenant.TenantId;
import io.bailiwick.tenant.TenantReply;
import io.bailiwick.tenant.TenantSettings;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletionStage;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a decision does waits for the disk with the decision, and is never there without it. */
class WrittenTogetherTest {

  private static final TenantId ACME = new TenantId("acme");
  private static final List<ScopePath> PATH =
      List.of(
          ScopePath.root(ACME),
          new ScopePath("tenant:acme/app:chat"),
          new ScopePath("tenant:acme/app:chat/agent:writer"));
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  /** Changes nothing, and waits for the database's lock all the same. */
  private static final SqlStatement NOTHING =
      new SqlStatement(0, 0, "UPDATE tenant SET name = name WHERE tenant = ''");

  @TempDir Path dataDir;
  private Settings settings;
  private TestNode node;

  @BeforeEach
  void start() {
    settings = TestNode.settings(TestNode.embedded(dataDir));
    node = new TestNode(settings);
    var create = new TenantCommand.Create(ACME, "Acme", null, TenantSettings.NONE, null, null);
    assertThat(answer(node.authority.tenants().ask(create, null)))
        .isInstanceOf(TenantReply.Created.class);
    PATH.forEach(this::open);
    // Everybody is awake.
    assertThat(answer(reserve("first"))).isInstanceOf(ReservationReply.Reserved.class);
  }

  @AfterEach
  void stop() {
    node.close();
  }

  @Test
  void scopesWriteWhileTheRecordWaitsForTheDisk() throws Exception {
    CompletionStage<ReservationReply> reply;
    try (Connection database = database();
        Statement statement = database.createStatement()) {
      awaitQuiet(database);
      statement.execute("BEGIN IMMEDIATE");
      node.writer.write(List.of(new TableWrite(NOTHING, List.of())));
      await().atMost(PATIENCE).until(() -> node.writer.queueDepth() == 0);
      reply = reserve(anotherOfTheSameBook("first"));
      // The record waits for the disk behind that, and what the scopes hold waits with it.
      await().atMost(PATIENCE).until(() -> node.writer.queueDepth() > PATH.size());
      assertThat(reply.toCompletableFuture()).isNotDone();
      statement.execute("ROLLBACK");
    }
    assertThat(answer(reply)).isInstanceOf(ReservationReply.Reserved.class);
  }

  @Test
  void nothingIsHeldForARecordThatARivalHasPrevented() throws Exception {
    ReservationCommand.Reserve command = command("second");
    try (Connection database = database()) {
      addRival(
          database, new EntityId.OfBook(ACME, command.book(settings.placement().booksPerTenant())));
      long before = rowsOfScopes(database);

      assertThat(answer(node.authority.reservations().ask(command, null)))
          .isInstanceOf(ReservationReply.Unavailable.class);
      assertThat(rowsOfScopes(database)).isEqualTo(before);
    }
  }

  private Connection database() throws SQLException {
    return DriverManager.getConnection("jdbc:sqlite:" + dataDir.resolve("bailiwick.db"));
  }

  /** A key that the same book answers for, which is awake. */
  private String anotherOfTheSameBook(String key) {
    int books = settings.placement().booksPerTenant();
    return IntStream.range(0, 1_000)
        .mapToObj(i -> key + "-" + i)
        .filter(other -> command(other).book(books) == command(key).book(books))
        .findFirst()
        .orElseThrow();
  }

  /**
   * Nothing of earlier requests is still to be written, the date included when the book is to be
   * found: it is set again a second later, and a request behind that write waits for it.
   */
  private static void awaitQuiet(Connection database) {
    await()
        .atMost(PATIENCE)
        .pollInterval(Duration.ofSeconds(3))
        .until(
            new Callable<>() {
              private long before = -1;

              @Override
              public Boolean call() throws SQLException {
                long last = before;
                before = rows(database, "%");
                return last == before;
              }
            });
  }

  private static long rowsOfScopes(Connection database) throws SQLException {
    return rows(database, "%/scope/%");
  }

  private static long rows(Connection database, String persistenceIds) throws SQLException {
    try (PreparedStatement select =
        database.prepareStatement(
            "SELECT count(*) FROM event_journal WHERE persistence_id LIKE ?")) {
      select.setString(1, persistenceIds);
      try (ResultSet rows = select.executeQuery()) {
        rows.next();
        return rows.getLong(1);
      }
    }
  }

  /** The book's next write fails, and its journal cannot be read any more. */
  private static void addRival(Connection database, EntityId.OfBook book) throws SQLException {
    String id = EntityJournal.persistenceId(book.text()).id();
    try (PreparedStatement insert =
        database.prepareStatement(
            "INSERT INTO event_journal (persistence_id, sequence_number, deleted, writer,"
                + " write_timestamp, adapter_manifest, event_ser_id, event_ser_manifest,"
                + " event_payload) SELECT ?, coalesce(max(sequence_number), 0) + 1, false,"
                + " 'rival', 1, '', 1, '', x'00' FROM event_journal WHERE persistence_id = ?")) {
      insert.setString(1, id);
      insert.setString(2, id);
      assertThat(insert.executeUpdate()).isOne();
    }
  }

  private CompletionStage<ReservationReply> reserve(String key) {
    return node.authority.reservations().ask(command(key), null);
  }

  private static ReservationCommand.Reserve command(String key) {
    return new ReservationCommand.Reserve(
        new RequestKey(key, "hash"),
        PATH.getLast(),
        new Amount(Unit.TOKENS, 10),
        null,
        600_000,
        null,
        false,
        new Purpose("{}", "{}", null));
  }

  private void open(ScopePath scope) {
    BudgetCommand.Open budget =
        new BudgetCommand.Open(
            scope,
            Unit.TOKENS,
            "led-" + scope.text(),
            1_000,
            0,
            new LedgerTerms(null, null, null, null, null));
    assertThat(answer(node.authority.budgets().ask(budget, null)))
        .isInstanceOf(BudgetReply.Opened.class);
  }
}
