package io.bailiwick.entity;

import io.bailiwick.protocol.Caller;
import io.bailiwick.protocol.EntityId;
import io.bailiwick.protocol.EntityMessage;
import io.bailiwick.protocol.ScopeMessage;
import io.bailiwick.query.KeptAnswers;
import io.bailiwick.query.KeptFunding;
import io.bailiwick.record.Origin;
import io.bailiwick.refusal.Refusal;
import io.bailiwick.refusal.RefusalCode;
import io.bailiwick.scope.BudgetCommand;
import io.bailiwick.scope.BudgetReply;
import io.bailiwick.scope.Budgets;
import io.bailiwick.scope.ScopePath;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes an operator's command to the tenant's root, from where it goes down to its scope. A funding
 * under a key is looked up in the tables first: a scope remembers the most recent ones only.
 */
final class BudgetAsks implements Budgets {

  private static final Logger LOG = LoggerFactory.getLogger(BudgetAsks.class);

  private final Asker asker;
  private final KeptAnswers kept;

  BudgetAsks(Asker asker, KeptAnswers kept) {
    this.asker = asker;
    this.kept = kept;
  }

  @Override
  public CompletionStage<BudgetReply> ask(BudgetCommand command, Origin origin) {
    if (command instanceof BudgetCommand.Fund fund && fund.idempotencyKey() != null) {
      return kept.funding(fund.scope(), fund.unit(), fund.idempotencyKey())
          .thenCompose(
              found ->
                  found.isPresent()
                      ? CompletableFuture.completedFuture(repeated(found.get(), fund))
                      : askScope(command, origin))
          .exceptionally(BudgetAsks::notLookedUp);
    }
    return askScope(command, origin);
  }

  private CompletionStage<BudgetReply> askScope(BudgetCommand command, Origin origin) {
    EntityId root = new EntityId.OfScope(ScopePath.root(command.scope().tenant()));
    Function<Caller, EntityMessage> message =
        caller -> new ScopeMessage.Budget(command, origin, 0, caller);
    // What has no key must not be done twice.
    return command instanceof BudgetCommand.Fund fund && fund.idempotencyKey() != null
        ? asker.askAgain(root, BudgetReply.class, AskCaller.Kind.BUDGET, message)
        : asker.ask(root, BudgetReply.class, AskCaller.Kind.BUDGET, message);
  }

  private static BudgetReply repeated(KeptFunding funding, BudgetCommand.Fund fund) {
    return funding.payloadHash().equals(fund.payloadHash())
        ? funding.answer()
        : new BudgetReply.Refused(
            Refusal.of(
                RefusalCode.IDEMPOTENCY_MISMATCH,
                "Idempotency key %s was used with another request"
                    .formatted(fund.idempotencyKey())));
  }

  private static BudgetReply notLookedUp(Throwable cause) {
    LOG.warn("the key of a funding could not be looked up: {}", cause.toString());
    return new BudgetReply.Unavailable("the key could not be looked up");
  }
}
