package io.bailiwick.webhook.query;

import io.bailiwick.projection.TableWrite;
import io.bailiwick.query.Columns;
import io.bailiwick.query.Reads;
import io.bailiwick.record.Origin;
import io.bailiwick.refusal.Refusal;
import io.bailiwick.refusal.RefusalCode;
import io.bailiwick.tenant.TenantId;
import io.bailiwick.tenant.TenantStatus;
import io.bailiwick.webhook.Endpoints;
import io.bailiwick.webhook.WebhookCommand;
import io.bailiwick.webhook.WebhookCredentials;
import io.bailiwick.webhook.WebhookReply;
import io.bailiwick.webhook.WebhookRules;
import io.bailiwick.webhook.WebhookRules.Decision;
import io.bailiwick.webhook.WebhookStatus;
import io.bailiwick.webhook.WebhookSubscription;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Makes, changes and removes subscriptions: look, decide, write on the condition that nothing has
 * changed since, look again. Who lost to another change begins anew with what that one has made, so
 * that none is lost. The second look also tells who won against a close of the tenant: what got in
 * beside it is disabled, and its maker is told that the tenant is closed.
 */
final class WebhookChanges {

  /** As many changes of one subscription at once as anybody has reason for. */
  private static final int TRIES_MAX = 20;

  private final Reads reads;
  private final Function<List<TableWrite>, CompletionStage<Void>> writes;
  private final WebhookVault vault;
  private final WebhookSecurityRow security;
  private final Endpoints endpoints;
  private final WebhookLook look;
  private final WebhooksOfClosed ofClosed;
  private final InstantSource clock;
  private final WebhookIds ids = new WebhookIds();

  /**
   * @param writes completes when they are durable
   */
  WebhookChanges(
      Reads reads,
      Function<List<TableWrite>, CompletionStage<Void>> writes,
      WebhookVault vault,
      WebhookSecurityRow security,
      Endpoints endpoints,
      InstantSource clock) {
    this.reads = reads;
    this.writes = writes;
    this.vault = vault;
    this.security = security;
    this.endpoints = endpoints;
    this.look = new WebhookLook(reads);
    this.ofClosed = new WebhooksOfClosed(reads, writes, clock);
    this.clock = clock;
  }

  /**
   * @param origin is kept with what is told of it; null where none is known
   */
  CompletionStage<WebhookReply> create(WebhookCommand.Create create, Origin origin) {
    Optional<Refusal> refusal =
        WebhookRules.refusal(create.owner(), create.terms().selection())
            .or(() -> WebhookRules.refusal(create.caller(), create.terms().scopePattern()));
    if (refusal.isPresent()) {
      return WebhookLook.done(WebhookLook.refused(refusal.get()));
    }
    return ofOwner(create)
        .thenCompose(
            ofOwner ->
                ofOwner.isPresent()
                    ? WebhookLook.done(WebhookLook.refused(ofOwner.get()))
                    : ifItMayLeadTo(create.terms().url(), () -> insert(create, origin)));
  }

  private CompletionStage<Optional<Refusal>> ofOwner(WebhookCommand.Create create) {
    return reads.ask(
        connection -> {
          Optional<TenantId> owner = create.owner().tenant();
          if (owner.isEmpty()) {
            return Optional.empty();
          }
          TenantId tenant = owner.get();
          Optional<TenantStatus> status = tenantStatus(connection, tenant);
          return status.isEmpty()
              ? Optional.of(Refusal.of(RefusalCode.TENANT_NOT_FOUND, "Tenant not found: " + tenant))
              : WebhookLook.refusal(create.caller(), tenant, status.get());
        });
  }

  private CompletionStage<WebhookReply> insert(WebhookCommand.Create create, Origin origin) {
    WebhookCredentials wanted = create.credentials();
    String secret = wanted.signingSecret() == null ? ids.signingSecret() : wanted.signingSecret();
    WebhookCredentials credentials = new WebhookCredentials(secret, wanted.headers());
    WebhookSubscription made =
        WebhookRules.created(
            ids.subscription(), create.owner(), create.terms(), credentials, clock.millis());
    SealedCredentials sealed = SealedCredentials.seal(credentials, made.id(), vault);
    String mark = ids.mark();
    List<TableWrite> all = WebhookWrites.insert(made, sealed, mark);
    WebhookRecords.created(made, mark, origin, all);
    return writes
        .apply(all)
        .thenCompose(written -> look.row(made.id()))
        .thenCompose(
            row -> {
              boolean isOpen = row.isPresent() && !row.get().isOfClosedTenant();
              return isOpen
                  ? WebhookLook.done(new WebhookReply.Created(made, secret))
                  : ofClosed.gotInBeside(made.owner());
            });
  }

  CompletionStage<WebhookReply> update(WebhookCommand.Update update, Origin origin) {
    return update(update, origin, TRIES_MAX);
  }

  private CompletionStage<WebhookReply> update(
      WebhookCommand.Update update, Origin origin, int triesLeft) {
    return look.may(
        update.caller(),
        update.id(),
        row ->
            switch (decide(update, row)) {
              case Decision.Refused(var refusal) -> WebhookLook.done(WebhookLook.refused(refusal));
              case Decision.Changed changed ->
                  changed.changedFields().isEmpty()
                      ? WebhookLook.done(unchanged(row.subscription()))
                      : store(changed, () -> write(update, origin, row, changed, triesLeft));
            });
  }

  /**
   * Credentials that do not open (another key, a damaged row) differ from any that are wanted, so
   * that new ones can take their place.
   */
  private Decision decide(WebhookCommand.Update update, WebhookRow row) {
    WebhookSubscription before = row.subscription();
    if (update.from() != null && update.from() != before.status()) {
      return new Decision.Changed(before, null, List.of());
    }
    Decision decision;
    try {
      WebhookCredentials credentials = row.credentials().open(before.id(), vault);
      decision = WebhookRules.patched(before, credentials, update.patch(), clock.millis());
    } catch (WebhookVault.NotOpened e) {
      decision = unopened(update, before);
    }
    return decision instanceof Decision.Changed(var after, var credentials, var fields)
        ? WebhookRules.refusal(update.caller(), after.terms().scopePattern())
            .<Decision>map(Decision.Refused::new)
            .orElse(decision)
        : decision;
  }

  private Decision unopened(WebhookCommand.Update update, WebhookSubscription before) {
    boolean isWhole =
        update.patch().signingSecret() != null
            && (update.patch().headers() != null || before.headerNames().isEmpty());
    if (isWhole) {
      return WebhookRules.patched(
          before, new WebhookCredentials("", new TreeMap<>()), update.patch(), clock.millis());
    }
    return new Decision.Refused(
        Refusal.of(
            RefusalCode.INVALID_REQUEST,
            "The stored secret was encrypted with another key and is lost: give a new"
                + " signing_secret"
                + (before.headerNames().isEmpty() ? "" : " and headers")));
  }

  private static WebhookReply unchanged(WebhookSubscription before) {
    return new WebhookReply.Updated(before, before, List.of());
  }

  private CompletionStage<WebhookReply> store(
      Decision.Changed changed, Supplier<CompletionStage<WebhookReply>> write) {
    return changed.leadsElsewhere()
        ? ifItMayLeadTo(changed.after().terms().url(), write)
        : write.get();
  }

  private CompletionStage<WebhookReply> write(
      WebhookCommand.Update update,
      Origin origin,
      WebhookRow row,
      Decision.Changed changed,
      int triesLeft) {
    WebhookSubscription before = row.subscription();
    WebhookSubscription after = changed.after();
    boolean isForgiven =
        before.status() == WebhookStatus.DISABLED && after.status() == WebhookStatus.ACTIVE;
    String mark = ids.mark();
    SealedCredentials sealed = SealedCredentials.seal(changed.credentials(), after.id(), vault);
    List<TableWrite> all = WebhookWrites.update(after, sealed, isForgiven, row.version(), mark);
    WebhookRecords.updated(before, after, changed.changedFields(), mark, origin, all);
    var updated = new WebhookReply.Updated(before, after, changed.changedFields());
    return writes
        .apply(all)
        .thenCompose(written -> look.row(after.id()))
        .thenCompose(
            now -> {
              if (now.isEmpty()) {
                // Deleted meanwhile: after this change, or before it.
                return look.isTold(WebhookRecords.eventId(after, mark, after.updatedAtMs()))
                    .<WebhookReply>thenApply(
                        told -> told ? updated : WebhookLook.notFound(after.id()));
              }
              if (now.get().isOfClosedTenant()) {
                return ofClosed.gotInBeside(after.owner());
              }
              return now.get().has(mark)
                  ? WebhookLook.done(updated)
                  : again(triesLeft, left -> update(update, origin, left));
            });
  }

  CompletionStage<WebhookReply> delete(WebhookCommand.Delete delete, Origin origin) {
    return delete(delete, origin, TRIES_MAX);
  }

  private CompletionStage<WebhookReply> delete(
      WebhookCommand.Delete delete, Origin origin, int triesLeft) {
    return look.may(
        delete.caller(),
        delete.id(),
        row -> {
          WebhookSubscription before = row.subscription();
          long atMs = Math.max(clock.millis(), before.updatedAtMs());
          String mark = ids.mark();
          List<TableWrite> all = WebhookWrites.delete(before, row.version(), mark, atMs);
          WebhookRecords.deleted(before, mark, origin, atMs, all);
          return writes
              .apply(all)
              .thenCompose(written -> look.row(before.id()))
              .thenCompose(
                  now -> {
                    if (now.isEmpty()) {
                      return WebhookLook.done(new WebhookReply.Deleted(before));
                    }
                    return now.get().isOfClosedTenant()
                        ? ofClosed.gotInBeside(before.owner())
                        : again(triesLeft, left -> delete(delete, origin, left));
                  });
        });
  }

  private CompletionStage<WebhookReply> ifItMayLeadTo(
      String url, Supplier<CompletionStage<WebhookReply>> then) {
    return security
        .read()
        .thenCompose(rules -> endpoints.objection(url, rules))
        .thenCompose(
            objection ->
                objection.isEmpty()
                    ? then.get()
                    : WebhookLook.done(
                        WebhookLook.refused(
                            Refusal.of(RefusalCode.WEBHOOK_URL_INVALID, objection.get()))));
  }

  private static CompletionStage<WebhookReply> again(
      int triesLeft, Function<Integer, CompletionStage<WebhookReply>> change) {
    return triesLeft > 1
        ? change.apply(triesLeft - 1)
        : WebhookLook.done(
            new WebhookReply.Unavailable("The webhook was changed by others all the time"));
  }

  private static Optional<TenantStatus> tenantStatus(Connection connection, TenantId tenant)
      throws SQLException {
    try (PreparedStatement select =
        connection.prepareStatement("SELECT status FROM tenant WHERE tenant = ?")) {
      select.setString(1, tenant.value());
      try (ResultSet row = select.executeQuery()) {
        return row.next()
            ? Optional.of(Columns.constantOrNull(row, "status", TenantStatus.class))
            : Optional.empty();
      }
    }
  }
}
