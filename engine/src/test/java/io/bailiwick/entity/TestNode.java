package io.bailiwick.entity;

import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigValueFactory;
import io.bailiwick.amount.Unit;
import io.bailiwick.config.Settings;
import io.bailiwick.journal.JournalObserver;
import io.bailiwick.journal.JournalWriter;
import io.bailiwick.journal.PostgresServer;
import io.bailiwick.journal.Store;
import io.bailiwick.record.Origin;
import io.bailiwick.scope.BudgetCommand;
import io.bailiwick.scope.BudgetReply;
import io.bailiwick.scope.BurnTerms;
import io.bailiwick.scope.LedgerTerms;
import io.bailiwick.scope.ScopePath;
import io.bailiwick.tenant.TenantCommand;
import io.bailiwick.tenant.TenantId;
import io.bailiwick.tenant.TenantReply;
import io.bailiwick.tenant.TenantSettings;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.pekko.Done;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.javadsl.Behaviors;

/** A whole node as the server makes it, without HTTP. */
final class TestNode implements AutoCloseable {

  private static final long PATIENCE_S = 30;

  private static final Config IN_A_TEST =
      ConfigFactory.parseMap(
          Map.of(
              "pekko.coordinated-shutdown.exit-jvm", "off",
              "pekko.coordinated-shutdown.run-by-jvm-shutdown-hook", "off",
              "pekko.cluster.jmx.multi-mbeans-in-same-jvm", "on"));

  /** Tenants whose close was told outside their trees. */
  final Set<String> closed = ConcurrentHashMap.newKeySet();

  /** How often telling it fails before it succeeds. */
  final AtomicInteger hookFailures = new AtomicInteger();

  /** What else a close ends. */
  final AtomicReference<Ending> atClose =
      new AtomicReference<>(
          (tenant, origin) -> CompletableFuture.completedFuture(Done.getInstance()));

  /** See {@link CloseHook#onClosed}. */
  interface Ending {
    CompletionStage<?> onClosed(TenantId tenant, Origin origin);
  }

  /** What is watched of every tenant; null is what was watched before. */
  final AtomicReference<List<Integer>> utilizations = new AtomicReference<>();

  final AtomicReference<List<BurnTerms>> burns = new AtomicReference<>();

  private final Set<TenantId> unfinished = ConcurrentHashMap.newKeySet();

  final Store store;
  final JournalWriter writer;
  final ActorSystem<Void> system;
  final Authority authority;

  TestNode(Settings settings) {
    this(settings, InstantSource.system());
  }

  TestNode(Settings settings, InstantSource clock) {
    this(settings, clock, JournalObserver.NONE, EntityObserver.NONE);
  }

  TestNode(
      Settings settings,
      InstantSource clock,
      JournalObserver journalObserver,
      EntityObserver observer) {
    this(settings, clock, journalObserver, observer, IN_A_TEST, true);
  }

  private TestNode(
      Settings settings,
      InstantSource clock,
      JournalObserver journalObserver,
      EntityObserver observer,
      Config config,
      boolean waits) {
    store = Store.open(settings.store(), Authority.occupancy(settings), clock);
    writer = store.startWriter(journalObserver);
    system =
        ActorSystem.create(
            Behaviors.empty(),
            "bailiwick",
            Authority.setup(config.withFallback(settings.pekkoConfig()), store, writer));
    authority =
        Authority.start(
            system, settings, store, writer, clock, observer, new Hook(), new Watched());
    if (waits) {
      answer(authority.whenReady());
    }
  }

  /** One that may never become ready. */
  static TestNode starting(Settings settings) {
    return starting(settings, IN_A_TEST);
  }

  /** As {@link #starting(Settings)}, with another value in the actor system's configuration. */
  static TestNode starting(Settings settings, String path, String value) {
    return starting(settings, IN_A_TEST.withValue(path, ConfigValueFactory.fromAnyRef(value)));
  }

  private static TestNode starting(Settings settings, Config config) {
    return new TestNode(
        settings, InstantSource.system(), JournalObserver.NONE, EntityObserver.NONE, config, false);
  }

  /** The same for all tenants. */
  private final class Watched implements WatchedAlarms {
    @Override
    public List<Integer> utilizations(TenantId tenant) {
      return utilizations.get();
    }

    @Override
    public List<BurnTerms> burns(TenantId tenant) {
      return burns.get();
    }
  }

  /** Fails as often as it is told to, and knows where it has failed. */
  private final class Hook implements CloseHook {
    @Override
    public CompletionStage<?> onClosed(TenantId tenant, Origin origin) {
      if (hookFailures.getAndUpdate(left -> Math.max(0, left - 1)) > 0) {
        unfinished.add(tenant);
        return CompletableFuture.failedFuture(new IllegalStateException("as told"));
      }
      unfinished.remove(tenant);
      closed.add(tenant.value());
      return atClose.get().onClosed(tenant, origin);
    }

    @Override
    public CompletionStage<List<TenantId>> unfinished(String after, int limit) {
      return CompletableFuture.completedFuture(unfinished.stream().limit(limit).toList());
    }
  }

  /** Settings of an empty embedded store. */
  static Map<String, String> embedded(Path dataDir) {
    Map<String, String> environment = new HashMap<>();
    environment.put("BAILIWICK_STORE_DATA_DIR", dataDir.toString());
    environment.put("BAILIWICK_LOG_LEVEL", "warn");
    return environment;
  }

  /** Settings of a database with nothing but its schema. */
  static Map<String, String> postgres(Path dataDir) throws SQLException {
    Map<String, String> environment = embedded(dataDir);
    environment.put("BAILIWICK_STORE_KIND", "postgresql");
    environment.put("BAILIWICK_STORE_URL", PostgresServer.newUpToDateDatabaseUrl());
    environment.put("BAILIWICK_STORE_USER", "postgres");
    return environment;
  }

  static Settings settings(Map<String, String> environment) {
    return Settings.load(environment, Optional.empty());
  }

  /** Makes a tenant that has nothing yet. */
  void openTenant(TenantId tenant) {
    var create = new TenantCommand.Create(tenant, "T", null, TenantSettings.NONE, null, null);
    assertThat(answer(authority.tenants().ask(create, null)))
        .isInstanceOf(TenantReply.Created.class);
  }

  /** Makes a ledger of tokens. */
  void openLedger(ScopePath scope, long allocated) {
    BudgetCommand.Open open =
        new BudgetCommand.Open(
            scope,
            Unit.TOKENS,
            "led-" + scope.text(),
            allocated,
            0,
            new LedgerTerms(null, null, null, null, null));
    assertThat(answer(authority.budgets().ask(open, null))).isInstanceOf(BudgetReply.Opened.class);
  }

  static <T> T answer(CompletionStage<T> stage) {
    return stage.toCompletableFuture().orTimeout(PATIENCE_S, TimeUnit.SECONDS).join();
  }

  static <T> List<T> answers(List<CompletionStage<T>> stages) {
    return stages.stream().map(TestNode::answer).toList();
  }

  @Override
  public void close() {
    answer(authority.stop());
    writer.close();
    store.close();
  }
}
