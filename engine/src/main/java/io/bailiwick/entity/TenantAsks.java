package io.bailiwick.entity;

import io.bailiwick.protocol.EntityId;
import io.bailiwick.protocol.ScopeMessage;
import io.bailiwick.record.Origin;
import io.bailiwick.scope.ScopePath;
import io.bailiwick.tenant.TenantCommand;
import io.bailiwick.tenant.TenantReply;
import io.bailiwick.tenant.Tenants;
import java.util.concurrent.CompletionStage;

/** Takes an operator's command to the tenant's root. */
final class TenantAsks implements Tenants {

  private final Asker asker;

  TenantAsks(Asker asker) {
    this.asker = asker;
  }

  @Override
  public CompletionStage<TenantReply> ask(TenantCommand command, Origin origin) {
    return asker.ask(
        new EntityId.OfScope(ScopePath.root(command.tenant())),
        TenantReply.class,
        AskCaller.Kind.TENANT,
        caller -> new ScopeMessage.OfTenant(command, origin, caller));
  }
}
