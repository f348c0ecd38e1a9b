package io.bailiwick.entity;

import io.bailiwick.protocol.EntityId;
import io.bailiwick.protocol.ScopeMessage;
import io.bailiwick.scope.ScopePath;
import io.bailiwick.tenant.Tenant;
import io.bailiwick.tenant.TenantCommand;
import io.bailiwick.tenant.TenantReply;
import io.bailiwick.tenant.TenantStatus;
import io.bailiwick.tenant.Tenants;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Takes an operator's command to the tenant's root. A close is answered when its hook is done. */
final class TenantAsks implements Tenants {

  private static final Logger LOG = LoggerFactory.getLogger(TenantAsks.class);

  private final Asker asker;
  private final CloseHook closeHook;

  TenantAsks(Asker asker, CloseHook closeHook) {
    this.asker = asker;
    this.closeHook = closeHook;
  }

  @Override
  public CompletionStage<TenantReply> ask(TenantCommand command) {
    return asker
        .ask(
            new EntityId.OfScope(ScopePath.root(command.tenant())),
            TenantReply.class,
            AskCaller.Kind.TENANT,
            caller -> new ScopeMessage.OfTenant(command, caller))
        .thenCompose(this::afterHook);
  }

  private CompletionStage<TenantReply> afterHook(TenantReply reply) {
    return switch (reply) {
      case TenantReply.Updated(Tenant tenant) when tenant.status() == TenantStatus.CLOSED ->
          closed(tenant, reply);
      case TenantReply.Updated updated -> CompletableFuture.completedFuture(reply);
      case TenantReply.Created created -> CompletableFuture.completedFuture(reply);
      case TenantReply.Existing existing -> CompletableFuture.completedFuture(reply);
      case TenantReply.Refused refused -> CompletableFuture.completedFuture(reply);
      case TenantReply.Unavailable unavailable -> CompletableFuture.completedFuture(reply);
    };
  }

  private CompletionStage<TenantReply> closed(Tenant tenant, TenantReply reply) {
    return closeHook
        .onClosed(tenant.id())
        .<TenantReply>thenApply(done -> reply)
        .exceptionally(
            cause -> {
              LOG.warn("the close of {} is not complete: {}", tenant.id(), cause.toString());
              return new TenantReply.Unavailable("the tenant's keys could not be ended");
            });
  }
}
