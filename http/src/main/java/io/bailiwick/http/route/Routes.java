package io.bailiwick.http.route;

import io.bailiwick.apikey.ApiKeys;
import io.bailiwick.apikey.query.ApiKeyQueries;
import io.bailiwick.bulk.Bulks;
import io.bailiwick.cluster.Oversight;
import io.bailiwick.config.BulkSettings;
import io.bailiwick.config.HttpSettings;
import io.bailiwick.config.ReservationSettings;
import io.bailiwick.config.WebhookSettings;
import io.bailiwick.http.auth.Authenticator;
import io.bailiwick.http.error.Plane;
import io.bailiwick.http.metric.Meters;
import io.bailiwick.http.metric.Outcomes;
import io.bailiwick.http.wire.BulkRequests;
import io.bailiwick.http.wire.TenantBodies;
import io.bailiwick.overview.query.OverviewQueries;
import io.bailiwick.policy.Policies;
import io.bailiwick.query.ClosePreviewQueries;
import io.bailiwick.query.LedgerQueries;
import io.bailiwick.query.PolicyQueries;
import io.bailiwick.query.ReservationQueries;
import io.bailiwick.query.ReservationScopes;
import io.bailiwick.query.TenantQueries;
import io.bailiwick.record.DoneLog;
import io.bailiwick.record.FailureLog;
import io.bailiwick.record.query.AuditQueries;
import io.bailiwick.record.query.DecisionQueries;
import io.bailiwick.record.query.EventQueries;
import io.bailiwick.reservation.BookLimits;
import io.bailiwick.reservation.Reservations;
import io.bailiwick.scope.Budgets;
import io.bailiwick.spend.query.SpendQueries;
import io.bailiwick.tenant.Tenants;
import io.bailiwick.timeline.query.TimelineQueries;
import io.bailiwick.webhook.Webhooks;
import io.bailiwick.webhook.query.DeliveryQueries;
import io.bailiwick.webhook.query.WebhookQueries;
import java.time.InstantSource;
import java.util.EnumMap;
import java.util.Map;
import java.util.Set;
import java.util.function.BooleanSupplier;
import org.apache.pekko.actor.typed.ActorSystem;

/** All operations on one screen: who handles what, and what a listener serves. */
public final class Routes {
  private final Map<Operation, Handler> handlers = new EnumMap<>(Operation.class);
  private final Authenticator authenticator;
  private final ApiKeys keys;
  private final InFlight inFlight;
  private final Bodies bodies;
  private final Failures failures;
  private final Meters meters;
  private final InstantSource clock;

  /** What answers. */
  public record Engine(
      Reservations reservations,
      Budgets budgets,
      Tenants tenants,
      Policies policies,
      ApiKeys keys,
      Webhooks webhooks,
      Oversight oversight,
      Bulks bulks) {}

  /** What is looked at. */
  public record Views(
      ReservationQueries reservations,
      ReservationScopes scopes,
      LedgerQueries ledgers,
      TenantQueries tenants,
      ClosePreviewQueries closes,
      PolicyQueries policies,
      ApiKeyQueries keys,
      WebhookQueries webhooks,
      DeliveryQueries deliveries,
      EventQueries events,
      AuditQueries audit,
      DecisionQueries decisions,
      SpendQueries spend,
      TimelineQueries timelines,
      OverviewQueries overview) {}

  public Routes(
      ActorSystem<?> system,
      HttpSettings http,
      ReservationSettings reservation,
      WebhookSettings webhook,
      BulkSettings bulk,
      Engine engine,
      Views views,
      Authenticator authenticator,
      InFlight inFlight,
      FailureLog failureLog,
      DoneLog doneLog,
      Meters meters,
      BooleanSupplier isReady,
      InstantSource clock) {
    this.authenticator = authenticator;
    this.keys = engine.keys();
    this.inFlight = inFlight;
    this.bodies = new Bodies(system, http.maxBodyBytes(), http.receiveTimeout());
    this.failures = new Failures(failureLog, clock);
    this.meters = meters;
    this.clock = clock;
    ReservationLookUp lookUp = new ReservationLookUp(views.reservations(), views.scopes(), clock);
    TenantBodies tenantBodies =
        TenantBodies.with(
            reservation.defaultTtl().toMillis(),
            Math.min(reservation.maxTtl().toMillis(), BookLimits.TENANT_MAX_TTL_MS),
            BookLimits.TENANT_MAX_EXTENSIONS);

    handlers.putAll(
        new ReservationRoutes(
                engine.reservations(),
                lookUp,
                reservation.defaultGrace().toMillis(),
                new Outcomes(meters),
                failures,
                system.executionContext())
            .handlers());
    handlers.putAll(new ReservationReadRoutes(views.reservations(), lookUp, clock).handlers());
    handlers.putAll(new LedgerRoutes(views.ledgers()).handlers());
    handlers.putAll(new TenantRoutes(engine.tenants(), views.tenants(), tenantBodies).handlers());
    handlers.putAll(new CloseRoutes(views.closes(), clock).handlers());
    handlers.putAll(new BudgetRoutes(engine.budgets(), views.tenants()).handlers());
    handlers.putAll(
        new PolicyRoutes(engine.policies(), views.policies(), views.tenants()).handlers());
    handlers.putAll(new KeyRoutes(engine.keys(), views.keys(), clock).handlers());
    handlers.putAll(new EventRoutes(views.events()).handlers());
    handlers.putAll(
        new ExportRoutes(views.events(), views.audit(), views.decisions(), clock).handlers());
    handlers.putAll(new DecisionRoutes(views.decisions()).handlers());
    handlers.putAll(new SpendRoutes(views.spend(), views.timelines()).handlers());
    handlers.putAll(new AuditRoutes(views.audit()).handlers());
    handlers.putAll(new AuthRoutes(engine.keys(), failures).handlers());
    handlers.putAll(
        new WebhookRoutes(
                engine.webhooks(), webhook.testTimeout().plus(http.requestTimeout()), clock)
            .handlers());
    handlers.putAll(
        new WebhookReadRoutes(engine.webhooks(), views.webhooks(), views.deliveries()).handlers());
    handlers.putAll(
        new BulkRoutes(
                engine.bulks(),
                views.tenants(),
                views.ledgers(),
                views.webhooks(),
                new BulkRequests(bulk.countRequired()),
                Bulks.ANSWER_WITHIN.plus(http.requestTimeout()))
            .handlers());
    handlers.putAll(new OverviewRoutes(views.overview(), clock).handlers());
    handlers.putAll(
        new ClusterRoutes(engine.oversight(), views.tenants(), doneLog, clock).handlers());
    handlers.putAll(new ServerRoutes(isReady, meters).handlers());
  }

  /** What a listener does with requests for these planes. */
  public RequestFlow of(Set<Plane> planes) {
    return new RequestFlow(
        planes, handlers, authenticator, keys, inFlight, bodies, failures, meters, clock);
  }
}
