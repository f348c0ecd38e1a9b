package io.bailiwick.entity;

import io.bailiwick.policy.Policies;
import io.bailiwick.policy.PolicyCommand;
import io.bailiwick.policy.PolicyReply;
import io.bailiwick.protocol.Caller;
import io.bailiwick.protocol.EntityId;
import io.bailiwick.protocol.EntityMessage;
import io.bailiwick.protocol.ScopeMessage;
import io.bailiwick.record.Origin;
import io.bailiwick.scope.ScopePath;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;

/** Takes a command for policies to the tenant's root, which has them. */
final class PolicyAsks implements Policies {

  private final Asker asker;

  PolicyAsks(Asker asker) {
    this.asker = asker;
  }

  @Override
  public CompletionStage<PolicyReply> ask(PolicyCommand command, Origin origin) {
    EntityId root = new EntityId.OfScope(ScopePath.root(command.tenant()));
    Function<Caller, EntityMessage> message =
        caller -> new ScopeMessage.OfPolicy(command, origin, caller);
    // A change that comes late could undo one that came after it; a policy is made once.
    return command instanceof PolicyCommand.Create
        ? asker.askAgain(root, PolicyReply.class, AskCaller.Kind.POLICY, message)
        : asker.ask(root, PolicyReply.class, AskCaller.Kind.POLICY, message);
  }
}
