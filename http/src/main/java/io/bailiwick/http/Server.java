package io.bailiwick.http;

import io.bailiwick.apikey.query.ApiKeyQueries;
import io.bailiwick.apikey.query.StoredApiKeys;
import io.bailiwick.config.Settings;
import io.bailiwick.entity.Authority;
import io.bailiwick.entity.Departure;
import io.bailiwick.entity.StoreReads;
import io.bailiwick.http.auth.Authenticator;
import io.bailiwick.http.auth.FailedAttempts;
import io.bailiwick.http.auth.Secrets;
import io.bailiwick.http.listen.Listeners;
import io.bailiwick.http.metric.Meters;
import io.bailiwick.http.outbound.Outside;
import io.bailiwick.http.outbound.PinnedClient;
import io.bailiwick.http.route.InFlight;
import io.bailiwick.http.route.Routes;
import io.bailiwick.journal.JournalWriter;
import io.bailiwick.journal.Store;
import io.bailiwick.overview.query.OverviewQueries;
import io.bailiwick.query.ClosePreviewQueries;
import io.bailiwick.query.LedgerQueries;
import io.bailiwick.query.PolicyQueries;
import io.bailiwick.query.Reads;
import io.bailiwick.query.ReservationQueries;
import io.bailiwick.query.ReservationScopes;
import io.bailiwick.query.TenantQueries;
import io.bailiwick.record.query.AuditQueries;
import io.bailiwick.record.query.CloseRecords;
import io.bailiwick.record.query.DecisionQueries;
import io.bailiwick.record.query.EventQueries;
import io.bailiwick.record.query.RecordedHistory;
import io.bailiwick.record.query.WrittenFailures;
import io.bailiwick.spend.query.SpendQueries;
import io.bailiwick.time.Stopwatch;
import io.bailiwick.timeline.query.TimelineQueries;
import io.bailiwick.webhook.Webhooks;
import io.bailiwick.webhook.query.DeliveryQueries;
import io.bailiwick.webhook.query.StoredWebhooks;
import io.bailiwick.webhook.query.WebhookQueries;
import io.bailiwick.webhook.query.WebhookVault;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The parts of a node in the order in which they start, the listener last, and in which they stop,
 * the other way round.
 */
final class Server {
  private static final Logger LOG = LoggerFactory.getLogger(Server.class);

  /**
   * What is left of a stop for the writer and the store when requests and actors have taken all
   * that they may: a few flushes.
   */
  private static final Duration STORE_STOPS_WITHIN = Duration.ofSeconds(2);

  /**
   * Supervisors kill after 10 s, and a busy machine needs a while to end a process. Longer than the
   * longest drain-timeout and the store need.
   */
  static final Duration STOPS_WITHIN = Duration.ofMillis(8_500);

  private final Store store;
  private final JournalWriter writer;
  private final ActorSystem<?> system;
  private final Authority authority;
  private final Routes.Engine engine;
  private final Listeners listeners;
  private final Farewell farewell;
  private final RegularWrites regularWrites;

  private Server(
      Store store,
      JournalWriter writer,
      ActorSystem<?> system,
      Authority authority,
      Routes.Engine engine,
      Listeners listeners,
      Farewell farewell,
      RegularWrites regularWrites) {
    this.store = store;
    this.writer = writer;
    this.system = system;
    this.authority = authority;
    this.engine = engine;
    this.listeners = listeners;
    this.farewell = farewell;
    this.regularWrites = regularWrites;
  }

  /**
   * Starts everything. When this returns, the node listens; it is ready a little later.
   *
   * @param secrets of this server
   */
  static Server start(Settings settings, Store store, Secrets secrets, InstantSource clock) {
    Meters meters = Meters.ofProcess();
    JournalWriter writer = store.startWriter(new JournalMeters(meters));
    meters.gauge(
        "bailiwick.journal.queue", "Writes that wait for the next transaction", writer::queueDepth);
    NodeSetup node = new NodeSetup();
    meters.gauge(
        "bailiwick.journal.oldest.waiting.ms",
        "How long the oldest write has waited that is not durable yet",
        () -> TimeUnit.NANOSECONDS.toMillis(writer.oldestWaitingNanos()));
    ActorSystem<Void> system =
        ActorSystem.create(
            Behaviors.empty(),
            settings.actorSystemName(),
            Authority.setup(NodeSetup.pekkoConfig(settings), store, writer).and(node));
    StoreReads storeReads = StoreReads.of(system, store);
    Reads reads = storeReads.lists();
    StoredApiKeys keys =
        new StoredApiKeys(
            storeReads.decisions(),
            writer,
            settings.auth(),
            secrets.pepper(),
            settings.cluster().enabled(),
            clock);
    Webhooks webhooks =
        new StoredWebhooks(
            reads,
            writer,
            new WebhookVault(secrets.webhookKey(settings.webhook())),
            new Outside(
                new PinnedClient(system, settings.webhook()),
                settings.webhook(),
                NodeSetup.product()),
            new RecordedHistory(reads),
            clock);
    WrittenFailures failures = new WrittenFailures(writer::write, settings.record(), clock);
    RegularWrites regularWrites =
        RegularWrites.start(system, keys, settings.auth().keyUseInterval(), failures);
    meters.gauge(
        "bailiwick.record.lost",
        "Refused and failed requests that are told nowhere, as the store was away too long",
        failures::lost);
    store.whenRegained(keys::forgetAll);
    Authority authority =
        Authority.start(
            system,
            settings,
            store,
            writer,
            clock,
            new EntityMeters(meters),
            new EndAtClose(keys, webhooks, new CloseRecords(reads)),
            WantedAlarms.start(system, reads));

    NodeMeters.register(meters, authority.oversight());

    AtomicBoolean isServing = node.isServing();
    StoreProbe probe = StoreProbe.start(system, store, reads);
    Routes.Engine engine =
        new Routes.Engine(
            authority.reservations(),
            authority.budgets(),
            authority.tenants(),
            authority.policies(),
            keys,
            webhooks,
            authority.oversight(),
            BulkSetup.start(
                system, settings.http(), store, writer, authority, webhooks, meters, clock));
    Routes routes =
        new Routes(
            system,
            settings.http(),
            settings.reservation(),
            settings.webhook(),
            settings.bulk(),
            engine,
            new Routes.Views(
                new ReservationQueries(reads),
                new ReservationScopes(storeReads.decisions()),
                new LedgerQueries(reads),
                new TenantQueries(reads),
                new ClosePreviewQueries(reads),
                new PolicyQueries(reads),
                new ApiKeyQueries(reads),
                new WebhookQueries(reads),
                new DeliveryQueries(reads),
                new EventQueries(reads),
                new AuditQueries(reads),
                new DecisionQueries(reads),
                new SpendQueries(reads),
                new TimelineQueries(reads),
                new OverviewQueries(reads)),
            new Authenticator(keys, secrets.adminKey(), attempts(settings)),
            new InFlight(
                settings.http(), settings.store().poolSize(), system.executionContext(), meters),
            failures,
            failures,
            meters,
            () -> isServing.get() && authority.isReady() && probe.answers(),
            clock);
    Listeners listeners = Listeners.bind(system, settings.http(), routes);
    Farewell farewell = Farewell.prepare(system, settings, isServing, listeners);
    Formation.begin(system, settings.cluster());
    return new Server(store, writer, system, authority, engine, listeners, farewell, regularWrites);
  }

  /** Completes when the engine can serve. */
  CompletionStage<?> whenReady() {
    return authority.whenReady();
  }

  /** From here on readiness says yes. */
  void serve() {
    farewell.serve();
  }

  Demo demo() {
    return new Demo(engine, listeners.port());
  }

  Listeners listeners() {
    return listeners;
  }

  /** Why the actors have stopped. */
  Departure departure() {
    return authority.departure();
  }

  /**
   * Stops everything: readiness says no, and a while later there are no new requests, those under
   * way get their answers ({@link Farewell}), entities end their writes, then the writer and the
   * store. Returns {@link #STOPS_WITHIN} after that while at the latest; the process must end then,
   * because parts of it may still be at work.
   */
  void stop() {
    Stopwatch stopwatch = Stopwatch.start();
    Duration within = farewell.notice().plus(STOPS_WITHIN);
    CompletableFuture<Void> stopped = new CompletableFuture<>();
    Thread.ofPlatform()
        .daemon()
        .name("stop-parts")
        .start(() -> stopParts(stopwatch, within, stopped));
    await(stopped, left(within, stopwatch), "the node");
    LOG.info("stopped");
  }

  private void stopParts(Stopwatch stopwatch, Duration within, CompletableFuture<Void> stopped) {
    try {
      Duration left = left(within, stopwatch).minus(STORE_STOPS_WITHIN);
      await(authority.stop(), left, "the actors");
      await(regularWrites.writeLast(), STORE_STOPS_WITHIN, "what is written by the clock");
      writer.close();
      store.close();
      stopped.complete(null);
    } catch (RuntimeException e) {
      stopped.completeExceptionally(e);
    }
  }

  private static FailedAttempts attempts(Settings settings) {
    Stopwatch clock = Stopwatch.start();
    return new FailedAttempts(
        settings.auth().failuresPerMinuteMax(),
        () -> TimeUnit.NANOSECONDS.toMillis(clock.elapsedNanos()));
  }

  private static Duration left(Duration within, Stopwatch stopwatch) {
    return within.minusNanos(stopwatch.elapsedNanos());
  }

  ActorSystem<?> system() {
    return system;
  }

  private static void await(CompletionStage<?> stage, Duration within, String what) {
    try {
      stage.toCompletableFuture().get(within.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException | ExecutionException e) {
      LOG.warn("{} did not stop in good order within {}: {}", what, within, e.toString());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
