package io.bailiwick.entity;

import static io.bailiwick.entity.TestNode.answer;

import io.bailiwick.amount.Amount;
import io.bailiwick.amount.Unit;
import io.bailiwick.config.Settings;
import io.bailiwick.journal.JournalObserver;
import io.bailiwick.reservation.Purpose;
import io.bailiwick.reservation.RequestKey;
import io.bailiwick.reservation.ReservationCommand;
import io.bailiwick.reservation.ReservationReply;
import io.bailiwick.reservation.Reservations;
import io.bailiwick.scope.BudgetCommand;
import io.bailiwick.scope.LedgerTerms;
import io.bailiwick.scope.ScopePath;
import io.bailiwick.tenant.TenantCommand;
import io.bailiwick.tenant.TenantId;
import io.bailiwick.tenant.TenantSettings;
import io.bailiwick.time.Stopwatch;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAccumulator;

/**
 * What a node can carry on this machine, without HTTP: a program to run by hand, not a test. Each
 * client reserves and commits, one after the other, on a tenant, an app and one of a hundred
 * agents, each with a ledger.
 *
 * <p>Arguments: embedded or postgresql, clients, seconds, warm-up seconds.
 */
final class AuthorityBenchmark {

  private static final TenantId ACME = new TenantId("acme");
  private static final int AGENTS = 100;
  private static final int BOOKS_TO_WAKE = 64;
  private static final long PLENTY = Long.MAX_VALUE / 4;
  private static final int LATENCIES_MAX = 4_000_000;

  private final Reservations reservations;
  private final UUID run = UUID.randomUUID();
  private final AtomicLong numbers = new AtomicLong();
  private final AtomicLong failures = new AtomicLong();
  private final int[] reserveMicros = new int[LATENCIES_MAX];
  private final int[] commitMicros = new int[LATENCIES_MAX];
  private final AtomicInteger reserves = new AtomicInteger();
  private final AtomicInteger commits = new AtomicInteger();
  private volatile boolean stop;

  private AuthorityBenchmark(Reservations reservations) {
    this.reservations = reservations;
  }

  public static void main(String[] arguments) throws Exception {
    Path dataDir = Files.createTempDirectory("authority-benchmark");
    Map<String, String> environment =
        arguments[0].equals("embedded") ? TestNode.embedded(dataDir) : TestNode.postgres(dataDir);
    int clients = Integer.parseInt(arguments[1]);
    Counter counter = new Counter();
    Stopwatch start = Stopwatch.start();
    try (TestNode node =
        new TestNode(
            TestNode.settings(environment), InstantSource.system(), counter, counter.entities)) {
      System.out.printf("ready after %d ms%n", start.elapsedNanos() / 1_000_000);
      open(node);
      AuthorityBenchmark benchmark = new AuthorityBenchmark(node.authority.reservations());
      benchmark.run(clients, Integer.parseInt(arguments[3]));
      counter.clear();
      long cpuBefore = cpuNanos();
      int seconds = Integer.parseInt(arguments[2]);
      benchmark.run(clients, seconds);
      long lifecycles = benchmark.commits.get();
      System.out.printf(
          "%s %d clients: %d lifecycles/s, reserve %s, commit %s, %d unavailable,"
              + " cpu %d us/lifecycle%n",
          arguments[0],
          clients,
          lifecycles / seconds,
          percentiles(benchmark.reserveMicros, benchmark.reserves.get()),
          percentiles(benchmark.commitMicros, benchmark.commits.get()),
          benchmark.failures.get(),
          (cpuNanos() - cpuBefore) / Math.max(1, lifecycles) / 1_000);
      System.out.println(counter.summary(lifecycles, seconds));
      start = Stopwatch.start();
    }
    System.out.printf("stopped after %d ms%n", start.elapsedNanos() / 1_000_000);
    recover(TestNode.settings(environment));
    recover(TestNode.settings(environment));
    System.exit(0);
  }

  /** How long entities read their journals when all come back at once. */
  private static void recover(Settings settings) throws InterruptedException {
    Counter counter = new Counter();
    try (TestNode node =
        new TestNode(settings, InstantSource.system(), counter, counter.entities)) {
      new AuthorityBenchmark(node.authority.reservations()).run(BOOKS_TO_WAKE, 1);
    }
    System.out.printf(
        "%d entities came back, the slowest after %d ms%n",
        counter.recovered.get(), counter.slowestRecoveryNanos.get() / 1_000_000);
  }

  private void run(int clients, int seconds) throws InterruptedException {
    stop = false;
    reserves.set(0);
    commits.set(0);
    CountDownLatch done = new CountDownLatch(clients);
    for (int i = 0; i < clients; i++) {
      lifecycle(done);
    }
    TimeUnit.SECONDS.sleep(seconds);
    stop = true;
    done.await();
  }

  private void lifecycle(CountDownLatch done) {
    if (stop) {
      done.countDown();
      return;
    }
    long number = numbers.incrementAndGet();
    ScopePath scope = new ScopePath("tenant:acme/app:chat/agent:agent" + number % AGENTS);
    Stopwatch reserve = Stopwatch.start();
    reserve(number, scope)
        .whenComplete(
            (reply, cause) -> {
              if (reply instanceof ReservationReply.Reserved reserved) {
                note(reserveMicros, reserves, reserve);
                Stopwatch commit = Stopwatch.start();
                commit(number, reserved)
                    .whenComplete(
                        (committed, alsoCause) -> {
                          if (committed instanceof ReservationReply.Committed) {
                            note(commitMicros, commits, commit);
                          } else {
                            failures.incrementAndGet();
                          }
                          lifecycle(done);
                        });
              } else {
                failures.incrementAndGet();
                lifecycle(done);
              }
            });
  }

  private CompletionStage<ReservationReply> reserve(long number, ScopePath scope) {
    return reservations.ask(
        new ReservationCommand.Reserve(
            new RequestKey("reserve-" + run + "-" + number, "0".repeat(64)),
            scope,
            new Amount(Unit.TOKENS, 100),
            60_000L,
            5_000,
            null,
            false,
            new Purpose(
                "{\"tenant\":\"acme\",\"app\":\"chat\",\"agent\":\"agent\"}",
                "{\"kind\":\"llm.completion\",\"name\":\"openai:gpt-4\"}",
                null)),
        null);
  }

  private CompletionStage<ReservationReply> commit(
      long number, ReservationReply.Reserved reserved) {
    return reservations.ask(
        new ReservationCommand.Commit(
            new RequestKey("commit-" + run + "-" + number, "0".repeat(64)),
            reserved.reservation(),
            new Amount(Unit.TOKENS, 90),
            null),
        null);
  }

  private static void open(TestNode node) {
    answer(
        node.authority
            .tenants()
            .ask(
                new TenantCommand.Create(ACME, "Acme", null, TenantSettings.NONE, null, null),
                null));
    ledger(node, "tenant:acme");
    ledger(node, "tenant:acme/app:chat");
    for (int i = 0; i < AGENTS; i++) {
      ledger(node, "tenant:acme/app:chat/agent:agent" + i);
    }
  }

  private static void ledger(TestNode node, String scope) {
    answer(
        node.authority
            .budgets()
            .ask(
                new BudgetCommand.Open(
                    new ScopePath(scope),
                    Unit.TOKENS,
                    "led-" + scope,
                    PLENTY,
                    0,
                    new LedgerTerms(null, null, null, null, null)),
                null));
  }

  private static void note(int[] micros, AtomicInteger count, Stopwatch watch) {
    int index = count.getAndIncrement();
    if (index < micros.length) {
      micros[index] = (int) (watch.elapsedNanos() / 1_000);
    }
  }

  private static String percentiles(int[] micros, int count) {
    int[] sorted = Arrays.copyOf(micros, Math.min(count, micros.length));
    Arrays.sort(sorted);
    return sorted.length == 0
        ? "none"
        : "p50 %d us p99 %d us max %d us"
            .formatted(
                sorted[sorted.length / 2],
                sorted[(int) (sorted.length * 99L / 100)],
                sorted[sorted.length - 1]);
  }

  private static long cpuNanos() {
    return ProcessHandle.current().info().totalCpuDuration().orElseThrow().toNanos();
  }

  /** Adds up what the node reports. */
  private static final class Counter implements JournalObserver {
    private final AtomicLong transactions = new AtomicLong();
    private final AtomicLong journalRows = new AtomicLong();
    private final AtomicLong tableRows = new AtomicLong();
    private final AtomicLong transactionNanos = new AtomicLong();
    private final AtomicLong flushNanos = new AtomicLong();
    private final AtomicLong writes = new AtomicLong();
    private final AtomicLong events = new AtomicLong();
    private final AtomicLong recovered = new AtomicLong();
    private final LongAccumulator slowestRecoveryNanos = new LongAccumulator(Math::max, 0);
    private final EntityObserver entities =
        new EntityObserver() {
          @Override
          public void recovered(String kind, long nanos) {
            recovered.incrementAndGet();
            slowestRecoveryNanos.accumulate(nanos);
          }

          @Override
          public void written(String kind, int size, int waiting, long nanos) {
            writes.incrementAndGet();
            events.addAndGet(size);
          }
        };

    @Override
    public void committed(int requests, int journal, int tables, long transaction, long flush) {
      transactions.incrementAndGet();
      journalRows.addAndGet(journal);
      tableRows.addAndGet(tables);
      transactionNanos.addAndGet(transaction);
      flushNanos.addAndGet(flush);
    }

    void clear() {
      for (AtomicLong one :
          new AtomicLong[] {
            transactions, journalRows, tableRows, transactionNanos, flushNanos, writes, events
          }) {
        one.set(0);
      }
    }

    String summary(long lifecycles, int seconds) {
      long count = Math.max(1, transactions.get());
      long each = Math.max(1, lifecycles);
      return ("%d transactions/s of %d us (flush %d us), busy %d %%, per lifecycle: %.1f events in"
              + " %.1f rows, %.1f table rows")
          .formatted(
              transactions.get() / seconds,
              transactionNanos.get() / count / 1_000,
              flushNanos.get() / count / 1_000,
              transactionNanos.get() / 10_000_000 / seconds,
              (double) events.get() / each,
              (double) journalRows.get() / each,
              (double) tableRows.get() / each);
    }
  }
}
