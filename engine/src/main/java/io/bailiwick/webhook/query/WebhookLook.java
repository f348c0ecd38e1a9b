package io.bailiwick.webhook.query;

import io.bailiwick.query.Reads;
import io.bailiwick.refusal.Refusal;
import io.bailiwick.refusal.RefusalCode;
import io.bailiwick.tenant.TenantId;
import io.bailiwick.tenant.TenantRules;
import io.bailiwick.tenant.TenantStatus;
import io.bailiwick.webhook.WebhookCaller;
import io.bailiwick.webhook.WebhookReply;
import io.bailiwick.webhook.WebhookRules;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;

/** The look before something is done with a subscription, and what is said when it is refused. */
final class WebhookLook {

  private static final String SELECT_TOLD = "SELECT 1 FROM event WHERE event_id = ?";

  private final Reads reads;

  WebhookLook(Reads reads) {
    this.reads = reads;
  }

  /**
   * Goes on with the row, if the caller may do something with it: it is there for him, his tenant
   * may, and his key reaches it.
   */
  CompletionStage<WebhookReply> may(
      WebhookCaller caller, String id, Function<WebhookRow, CompletionStage<WebhookReply>> then) {
    return row(id)
        .thenCompose(
            found -> {
              if (found.isEmpty() || !caller.sees(found.get().subscription().owner())) {
                return done(notFound(id));
              }
              WebhookRow row = found.get();
              Optional<Refusal> refusal =
                  ofTenant(caller, row)
                      .or(
                          () ->
                              WebhookRules.refusal(
                                  caller, row.subscription().terms().scopePattern()));
              return refusal.isPresent() ? done(refused(refusal.get())) : then.apply(row);
            });
  }

  CompletionStage<Optional<WebhookRow>> row(String id) {
    return reads.ask(connection -> WebhookRow.byId(connection, id));
  }

  /** Whether the change happened that an event tells of, whatever has become of its row since. */
  CompletionStage<Boolean> isTold(String eventId) {
    return reads.ask(
        connection -> {
          try (PreparedStatement select = connection.prepareStatement(SELECT_TOLD)) {
            select.setString(1, eventId);
            try (ResultSet row = select.executeQuery()) {
              return row.next();
            }
          }
        });
  }

  private static Optional<Refusal> ofTenant(WebhookCaller caller, WebhookRow row) {
    return row.subscription()
        .owner()
        .tenant()
        .flatMap(tenant -> refusal(caller, tenant, row.tenantStatus()));
  }

  /** Why nothing is done for {@code tenant}: it is closed, or suspended and asks for itself. */
  static Optional<Refusal> refusal(WebhookCaller caller, TenantId tenant, TenantStatus status) {
    return switch (status) {
      case CLOSED -> Optional.of(closed(tenant));
      case SUSPENDED ->
          caller.tenant() == null ? Optional.empty() : Optional.of(TenantRules.suspended(tenant));
      case ACTIVE -> Optional.empty();
    };
  }

  static Refusal closed(TenantId tenant) {
    return Refusal.of(RefusalCode.TENANT_CLOSED, "Tenant " + tenant + " is closed");
  }

  static WebhookReply notFound(String id) {
    return refused(Refusal.of(RefusalCode.WEBHOOK_NOT_FOUND, "Webhook not found: " + id));
  }

  static WebhookReply refused(Refusal refusal) {
    return new WebhookReply.Refused(refusal);
  }

  static CompletionStage<WebhookReply> done(WebhookReply reply) {
    return CompletableFuture.completedFuture(reply);
  }
}
