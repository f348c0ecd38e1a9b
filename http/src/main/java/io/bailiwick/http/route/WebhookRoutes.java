package io.bailiwick.http.route;

import io.bailiwick.http.auth.Principal;
import io.bailiwick.http.error.Plane;
import io.bailiwick.http.error.Refusals;
import io.bailiwick.http.error.Throwables;
import io.bailiwick.http.error.Unavailability;
import io.bailiwick.http.wire.WebhookBodies;
import io.bailiwick.http.wire.WebhookRequests;
import io.bailiwick.tenant.TenantId;
import io.bailiwick.webhook.WebhookCaller;
import io.bailiwick.webhook.WebhookCommand;
import io.bailiwick.webhook.WebhookOwner;
import io.bailiwick.webhook.WebhookReply;
import io.bailiwick.webhook.Webhooks;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletionStage;

/**
 * What changes webhooks and calls them: of any owner on the operators' paths, of the tenant on its
 * own. Thread-safe.
 */
final class WebhookRoutes {

  /** Deliveries that one endpoint takes in a second, for a rough idea of the end of a replay. */
  private static final int DELIVERIES_PER_SECOND = 10;

  private final Webhooks webhooks;
  private final Duration testTakes;
  private final InstantSource clock;

  /**
   * @param testTakes how long a test may take, with what is read and written around it
   */
  WebhookRoutes(Webhooks webhooks, Duration testTakes, InstantSource clock) {
    this.webhooks = webhooks;
    this.testTakes = testTakes;
    this.clock = clock;
  }

  Map<Operation, Handler> handlers() {
    return Map.ofEntries(
        Map.entry(Operation.CREATE_WEBHOOK_SUBSCRIPTION, this::createByOperator),
        Map.entry(Operation.UPDATE_WEBHOOK_SUBSCRIPTION, this::update),
        Map.entry(Operation.DELETE_WEBHOOK_SUBSCRIPTION, this::delete),
        Map.entry(Operation.TEST_WEBHOOK_SUBSCRIPTION, this::test),
        Map.entry(Operation.REPLAY_EVENTS, this::replay),
        Map.entry(Operation.CREATE_TENANT_WEBHOOK, this::createByTenant),
        Map.entry(Operation.UPDATE_TENANT_WEBHOOK, this::update),
        Map.entry(Operation.DELETE_TENANT_WEBHOOK, this::delete),
        Map.entry(Operation.TEST_TENANT_WEBHOOK, this::test));
  }

  static WebhookCaller caller(Principal principal) {
    return principal
        .tenant()
        .map(tenant -> new WebhookCaller(tenant, principal.filter()))
        .orElse(WebhookCaller.OPERATOR);
  }

  private Handler.Work createByOperator(Call call) {
    String owner = call.query().text("tenant_id");
    String folded = owner == null ? WebhookOwner.SYSTEM_TEXT : owner.toLowerCase(Locale.ROOT);
    // What is malformed about the body comes before a tenant that cannot be there.
    WebhookCommand.Create draft =
        WebhookRequests.create(WebhookCaller.OPERATOR, WebhookOwner.SYSTEM, call.body());
    return () -> {
      if (!WebhookOwner.isValid(folded)) {
        throw TenantRoutes.notFound(owner);
      }
      return ask(
          call,
          new WebhookCommand.Create(
              draft.caller(), new WebhookOwner(folded), draft.terms(), draft.credentials()));
    };
  }

  private Handler.Work createByTenant(Call call) {
    TenantId tenant = call.tenant();
    WebhookCommand create =
        WebhookRequests.create(caller(call.principal()), WebhookOwner.of(tenant), call.body());
    return () -> ask(call, create);
  }

  private Handler.Work update(Call call) {
    WebhookCommand update =
        WebhookRequests.update(caller(call.principal()), call.parameter(), call.body());
    return () -> ask(call, update);
  }

  private Handler.Work delete(Call call) {
    WebhookCommand delete = new WebhookCommand.Delete(caller(call.principal()), call.parameter());
    return () -> ask(call, delete);
  }

  private Handler.Work test(Call call) {
    if (call.hasBody()) {
      WebhookRequests.checkTest(call.body());
    }
    WebhookCommand test =
        new WebhookCommand.Test(
            caller(call.principal()),
            call.parameter(),
            call.ids().requestId(),
            call.ids().traceId(),
            call.ids().traceFlags());
    return () -> {
      call.mayTake(testTakes);
      return ask(call, test);
    };
  }

  private Handler.Work replay(Call call) {
    WebhookCommand replay =
        WebhookRequests.replay(
            caller(call.principal()), call.parameter(), call.body(), clock.millis());
    return () -> ask(call, replay);
  }

  private CompletionStage<Answer> ask(Call call, WebhookCommand command) {
    return webhooks.ask(command, call.origin()).handle(WebhookRoutes::answer);
  }

  private static Answer answer(WebhookReply reply, Throwable failure) {
    if (failure != null) {
      throw new Unavailability("The store does not answer", failure);
    }
    return switch (reply) {
      case WebhookReply.Created created -> Answer.created(WebhookBodies.created(created));
      case WebhookReply.Updated updated -> Answer.ok(WebhookBodies.one(updated.after()));
      case WebhookReply.Deleted deleted -> Answer.empty();
      case WebhookReply.Tested tested -> Answer.ok(WebhookBodies.tested(tested));
      case WebhookReply.Replayed replayed ->
          Answer.json(
              202,
              WebhookBodies.replayed(
                  replayed, Math.ceilDiv(replayed.queued(), DELIVERIES_PER_SECOND)));
      case WebhookReply.Refused(var refusal) -> throw Refusals.problem(refusal, Plane.ADMIN);
      case WebhookReply.Unavailable(var reason) -> throw Throwables.unavailable(reason);
    };
  }
}
