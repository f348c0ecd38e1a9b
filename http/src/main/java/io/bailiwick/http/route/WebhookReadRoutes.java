package io.bailiwick.http.route;

import io.bailiwick.apikey.ScopeFilter;
import io.bailiwick.http.error.ErrorCode;
import io.bailiwick.http.error.Plane;
import io.bailiwick.http.error.Problem;
import io.bailiwick.http.error.Refusals;
import io.bailiwick.http.error.Unavailability;
import io.bailiwick.http.outbound.SecurityRules;
import io.bailiwick.http.wire.WebhookBodies;
import io.bailiwick.http.wire.WebhookRequests;
import io.bailiwick.query.ListReply;
import io.bailiwick.query.PageRequest;
import io.bailiwick.query.SortDirection;
import io.bailiwick.record.EventType;
import io.bailiwick.tenant.TenantId;
import io.bailiwick.webhook.DeliveryStatus;
import io.bailiwick.webhook.WebhookCaller;
import io.bailiwick.webhook.WebhookOwner;
import io.bailiwick.webhook.WebhookRules;
import io.bailiwick.webhook.WebhookSecurity;
import io.bailiwick.webhook.WebhookStatus;
import io.bailiwick.webhook.WebhookSubscription;
import io.bailiwick.webhook.Webhooks;
import io.bailiwick.webhook.query.DeliveryFilter;
import io.bailiwick.webhook.query.DeliveryQueries;
import io.bailiwick.webhook.query.WebhookFilter;
import io.bailiwick.webhook.query.WebhookQueries;
import io.bailiwick.webhook.query.WebhookSort;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletionStage;

/** Webhooks to look at, their deliveries, and where they may lead. Thread-safe. */
final class WebhookReadRoutes {
  private static final int LIMIT_MAX = 100;

  private final Webhooks webhooks;
  private final WebhookQueries queries;
  private final DeliveryQueries deliveries;

  WebhookReadRoutes(Webhooks webhooks, WebhookQueries queries, DeliveryQueries deliveries) {
    this.webhooks = webhooks;
    this.queries = queries;
    this.deliveries = deliveries;
  }

  Map<Operation, Handler> handlers() {
    return Map.of(
        Operation.LIST_WEBHOOK_SUBSCRIPTIONS, this::listByOperator,
        Operation.GET_WEBHOOK_SUBSCRIPTION, this::one,
        Operation.LIST_WEBHOOK_DELIVERIES, this::deliveries,
        Operation.LIST_TENANT_WEBHOOKS, this::listByTenant,
        Operation.GET_TENANT_WEBHOOK, this::one,
        Operation.LIST_TENANT_WEBHOOK_DELIVERIES, this::deliveries,
        Operation.GET_WEBHOOK_SECURITY_CONFIG, this::security,
        Operation.UPDATE_WEBHOOK_SECURITY_CONFIG, this::secure);
  }

  private Handler.Work one(Call call) {
    return () ->
        visible(call).thenApply(subscription -> Answer.ok(WebhookBodies.one(subscription)));
  }

  /** That of the path, if it is there for whoever asks and the key reaches it. */
  private CompletionStage<WebhookSubscription> visible(Call call) {
    WebhookCaller caller = WebhookRoutes.caller(call.principal());
    String id = call.parameter();
    return queries
        .byId(id)
        .thenApply(
            found -> {
              WebhookSubscription subscription =
                  found
                      .filter(one -> caller.sees(one.owner()))
                      .orElseThrow(
                          () ->
                              Problem.of(ErrorCode.WEBHOOK_NOT_FOUND, "Webhook not found: " + id));
              WebhookRules.refusal(caller, subscription.terms().scopePattern())
                  .ifPresent(
                      refusal -> {
                        throw Refusals.problem(refusal, Plane.ADMIN);
                      });
              return subscription;
            });
  }

  private Handler.Work listByOperator(Call call) {
    Parameters query = call.query();
    String owner = query.text("tenant_id");
    String folded = owner == null ? null : owner.toLowerCase(Locale.ROOT);
    boolean isOfNobody = folded != null && !WebhookOwner.isValid(folded);
    WebhookFilter filter =
        new WebhookFilter(
            folded == null || isOfNobody ? null : new WebhookOwner(folded),
            query.choice("status", WebhookStatus.class),
            eventType(query),
            query.search(),
            ScopeFilter.ALL);
    WebhookSort sort =
        query.choiceOr("sort_by", WebhookSort.class, WebhookSort.CONSECUTIVE_FAILURES);
    var direction = query.direction();
    var page = query.page(LIMIT_MAX);
    return isOfNobody
        ? Lists.nothing(WebhookBodies.list(List.of(), null))
        : () -> list(filter, sort, direction, page);
  }

  private Handler.Work listByTenant(Call call) {
    Parameters query = call.query();
    TenantId own = call.principal().tenant().orElse(null);
    String named = query.text("tenant");
    if (own == null && named == null) {
      // Word for word as the protocol has it.
      throw Problem.invalid(
          "tenant query parameter is required when using admin key authentication");
    }
    boolean isForeign = own != null && query.namesOther("tenant", own);
    String folded = own == null ? named.toLowerCase(Locale.ROOT) : own.value();
    WebhookStatus status = query.choice("status", WebhookStatus.class);
    var page = query.page(LIMIT_MAX);
    if (!WebhookOwner.isValid(folded)) {
      return Lists.nothing(WebhookBodies.list(List.of(), null));
    }
    WebhookFilter filter =
        new WebhookFilter(new WebhookOwner(folded), status, null, null, call.principal().filter());
    return () -> {
      if (isForeign) {
        throw Problem.of(ErrorCode.FORBIDDEN, "tenant is not the tenant of the key");
      }
      return list(filter, WebhookSort.CONSECUTIVE_FAILURES, SortDirection.DESC, page);
    };
  }

  private CompletionStage<Answer> list(
      WebhookFilter filter, WebhookSort sort, SortDirection direction, PageRequest page) {
    return queries
        .list(filter, sort, direction, page)
        .thenApply(
            reply -> {
              ListReply.Page<WebhookSubscription> found = Lists.page(reply);
              return Answer.ok(WebhookBodies.list(found.items(), found.nextCursor()));
            });
  }

  private static EventType eventType(Parameters query) {
    String text = query.text("event_type");
    return text == null
        ? null
        : EventType.of(text)
            .orElseThrow(
                () -> Problem.invalid("event_type must be one of the protocol's, was %s", text));
  }

  private Handler.Work deliveries(Call call) {
    Parameters query = call.query();
    DeliveryFilter filter =
        new DeliveryFilter(
            call.parameter(),
            query.choice("status", DeliveryStatus.class),
            query.time("from"),
            query.time("to"));
    var page = query.page(LIMIT_MAX);
    return () ->
        visible(call)
            .thenCompose(subscription -> deliveries.list(filter, page))
            .thenApply(
                reply -> {
                  var found = Lists.page(reply);
                  return Answer.ok(WebhookBodies.deliveries(found.items(), found.nextCursor()));
                });
  }

  private Handler.Work security(Call call) {
    return () -> webhooks.security().thenApply(rules -> Answer.ok(WebhookBodies.security(rules)));
  }

  private Handler.Work secure(Call call) {
    WebhookSecurity wanted = WebhookRequests.security(call.body());
    try {
      SecurityRules.of(wanted);
    } catch (IllegalArgumentException e) {
      throw Problem.invalid("Malformed webhook security: " + e.getMessage());
    }
    return () ->
        webhooks
            .secure(wanted, call.origin())
            .handle(
                (done, failure) -> {
                  if (failure != null) {
                    throw new Unavailability("The store does not answer", failure);
                  }
                  return Answer.ok(WebhookBodies.security(wanted));
                });
  }
}
