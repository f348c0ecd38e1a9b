package io.bailiwick.journal;

import io.bailiwick.config.StoreSettings;
import io.bailiwick.projection.SqlStatement;
import io.bailiwick.projection.TableWrite;
import java.nio.file.Files;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAccumulator;

/**
 * What the write path can carry on this machine, without actors and HTTP: a program to run by hand,
 * not a test. Each client does whole lifecycles: the book's event with the reservation's row, then
 * three scopes' events with their ledgers at the same time, and once more for the commit. No scope
 * joins the events of several clients here, as the real ones do, so this is the worst case.
 *
 * <p>Arguments: EMBEDDED or POSTGRESQL, clients, seconds. Prints lifecycles, transactions and rows
 * per second.
 */
final class StoreBenchmark {

  private static final int AGENTS = 100;
  private static final byte[] PAYLOAD = new byte[400];
  private static final String HASH = "0".repeat(64);
  private static final String BALANCES = "0".repeat(180);

  private static final SqlStatement INSERT_RESERVATION =
      SqlStatement.every(
          10,
          "INSERT INTO reservation (reservation_id, tenant, scope_path, status, unit, reserved,"
              + " created_at_ms, first_expires_at_ms, expires_at_ms, grace_ms, extensions,"
              + " extensions_max, overage_policy, budgeted_scopes, subject, action,"
              + " idempotency_key, payload_hash) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?,"
              + " ?, ?, ?, ?, ?)");
  private static final SqlStatement FINISH_RESERVATION =
      SqlStatement.every(
          20,
          "UPDATE reservation SET status = ?, charged = ?, ended_at_ms = ?, end_key = ?, end_hash ="
              + " ?, create_balances = ?, end_balances = ? WHERE reservation_id = ?");
  private static final SqlStatement UPSERT_LEDGER =
      SqlStatement.wholeRow(
          30,
          2,
          "INSERT INTO ledger (scope, unit, tenant, ledger_id, status, allocated, spent, reserved,"
              + " debt, overdraft_limit, over_limit, created_at_ms, updated_at_ms) VALUES (?, ?, ?,"
              + " ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (scope, unit) DO UPDATE SET allocated ="
              + " excluded.allocated, spent = excluded.spent, reserved = excluded.reserved, debt ="
              + " excluded.debt, over_limit = excluded.over_limit, status = excluded.status,"
              + " updated_at_ms = excluded.updated_at_ms");

  private final JournalWriter writer;
  private final String run = UUID.randomUUID().toString();
  private final AtomicLong numbers = new AtomicLong();
  private final AtomicLong lifecycles = new AtomicLong();

  private StoreBenchmark(JournalWriter writer) {
    this.writer = writer;
  }

  public static void main(String[] arguments) throws Exception {
    TestStore kind = TestStore.valueOf(arguments[0]);
    int clients = Integer.parseInt(arguments[1]);
    long seconds = Long.parseLong(arguments[2]);
    StoreSettings settings = kind.settings(Files.createTempDirectory("store-benchmark"));
    Counter counter = new Counter();
    try (Store store = Store.open(settings, Occupancy.ALONE, InstantSource.system());
        JournalWriter writer = store.startWriter(counter)) {
      StoreBenchmark benchmark = new StoreBenchmark(writer);
      benchmark.measure(clients, 2);
      counter.clear();
      long cpuBefore = cpuNanos();
      long lifecycles = benchmark.measure(clients, seconds);
      System.out.printf(
          "%s %d clients: %d lifecycles/s, %d transactions/s, %d rows/s, flush mean %d us,"
              + " transaction mean %d us max %d us, cpu %d us/lifecycle%n",
          kind,
          clients,
          lifecycles / seconds,
          counter.transactions.get() / seconds,
          counter.rows.get() / seconds,
          counter.flushNanos.get() / counter.transactions.get() / 1_000,
          counter.transactionNanos.get() / counter.transactions.get() / 1_000,
          counter.slowestNanos.get() / 1_000,
          (cpuNanos() - cpuBefore) / Math.max(1, lifecycles) / 1_000);
    }
    System.exit(0);
  }

  private long measure(int clients, long seconds) throws Exception {
    AtomicBoolean stop = new AtomicBoolean();
    lifecycles.set(0);
    List<Thread> threads = new ArrayList<>();
    for (int i = 0; i < clients; i++) {
      int client = i;
      threads.add(Thread.startVirtualThread(() -> client(client, stop)));
    }
    TimeUnit.SECONDS.sleep(seconds);
    stop.set(true);
    for (Thread thread : threads) {
      thread.join();
    }
    return lifecycles.get();
  }

  private void client(int client, AtomicBoolean stop) {
    while (!stop.get()) {
      long number = numbers.incrementAndGet();
      String agent = "agent" + number % AGENTS;
      String id = "acme." + number % 4 + ".k3x9." + Long.toString(number, 36);
      long now = System.currentTimeMillis();
      write(client, number * 8, reserve(id, agent, now)).join();
      CompletableFuture.allOf(scopes(client, number * 8 + 1, agent, number, now)).join();
      write(client, number * 8 + 4, finish(id, now)).join();
      CompletableFuture.allOf(scopes(client, number * 8 + 5, agent, number, now)).join();
      lifecycles.incrementAndGet();
    }
  }

  private TableWrite reserve(String id, String agent, long now) {
    String path = "tenant:acme/app:chat/agent:" + agent;
    String scopes = "[\"tenant:acme\",\"tenant:acme/app:chat\",\"" + path + "\"]";
    return TableWrite.of(
        INSERT_RESERVATION,
        id,
        "acme",
        path,
        "ACTIVE",
        "USD_MICROCENTS",
        1_000L,
        now,
        now + 60_000,
        now + 60_000,
        5_000L,
        0,
        10,
        "ALLOW_IF_AVAILABLE",
        scopes,
        "{\"tenant\":\"acme\",\"app\":\"chat\",\"agent\":\"" + agent + "\"}",
        "{\"kind\":\"llm.call\",\"name\":\"gpt\"}",
        UUID.randomUUID().toString(),
        HASH);
  }

  private static TableWrite finish(String id, long now) {
    return TableWrite.of(
        FINISH_RESERVATION,
        "COMMITTED",
        900L,
        now,
        UUID.randomUUID().toString(),
        HASH,
        BALANCES,
        BALANCES,
        id);
  }

  private CompletableFuture<?>[] scopes(
      int client, long sequence, String agent, long figure, long now) {
    String[] scopes = {
      "tenant:acme", "tenant:acme/app:chat", "tenant:acme/app:chat/agent:" + agent
    };
    CompletableFuture<?>[] answers = new CompletableFuture<?>[scopes.length];
    for (int i = 0; i < scopes.length; i++) {
      answers[i] =
          write(
              client,
              sequence + i,
              TableWrite.of(
                  UPSERT_LEDGER,
                  scopes[i],
                  "USD_MICROCENTS",
                  "acme",
                  "led_1",
                  "ACTIVE",
                  1_000_000L,
                  figure,
                  figure,
                  0L,
                  0L,
                  false,
                  now,
                  now));
    }
    return answers;
  }

  private CompletableFuture<Void> write(int client, long sequence, TableWrite write) {
    JournalRow row =
        new JournalRow(
            "acme/" + client,
            sequence,
            run,
            1,
            "",
            new JournalRow.Payload(77, "B1", PAYLOAD),
            null);
    return writer.submit(new WriteRequest(List.of(row), List.of(write)));
  }

  private static long cpuNanos() {
    return ProcessHandle.current().info().totalCpuDuration().orElseThrow().toNanos();
  }

  /** Adds up what the writer reports. */
  private static final class Counter implements JournalObserver {
    final AtomicLong transactions = new AtomicLong();
    final AtomicLong rows = new AtomicLong();
    final AtomicLong flushNanos = new AtomicLong();
    final AtomicLong transactionNanos = new AtomicLong();
    final LongAccumulator slowestNanos = new LongAccumulator(Math::max, 0);

    @Override
    public void committed(
        int requests, int journalRows, int tableRows, long transaction, long flush) {
      transactions.incrementAndGet();
      rows.addAndGet(journalRows + tableRows);
      flushNanos.addAndGet(flush);
      transactionNanos.addAndGet(transaction);
      slowestNanos.accumulate(transaction);
    }

    void clear() {
      transactions.set(0);
      rows.set(0);
      flushNanos.set(0);
      transactionNanos.set(0);
      slowestNanos.reset();
    }
  }
}
