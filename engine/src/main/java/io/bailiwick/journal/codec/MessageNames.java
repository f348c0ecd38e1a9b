package io.bailiwick.journal.codec;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonSubTypes.Type;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.bailiwick.policy.PolicyCommand;
import io.bailiwick.policy.PolicyReply;
import io.bailiwick.protocol.BookMessage;
import io.bailiwick.protocol.EntityMessage;
import io.bailiwick.protocol.ScopeMessage;
import io.bailiwick.protocol.Wish;
import io.bailiwick.reservation.ReservationCommand;
import io.bailiwick.reservation.ReservationReply;
import io.bailiwick.scope.BudgetCommand;
import io.bailiwick.scope.BudgetReply;
import io.bailiwick.tenant.TenantCommand;
import io.bailiwick.tenant.TenantReply;

/**
 * The names of everything that travels between nodes. Nodes of two versions talk to each other
 * while a cluster is updated, so these do not change either.
 */
final class MessageNames {

  private MessageNames() {}

  static void addTo(ObjectMapper mapper) {
    mapper
        .addMixIn(EntityMessage.class, OfMessage.class)
        .addMixIn(Wish.class, OfWish.class)
        .addMixIn(ReservationCommand.class, OfReservationCommand.class)
        .addMixIn(BudgetCommand.class, OfBudgetCommand.class)
        .addMixIn(TenantCommand.class, OfTenantCommand.class)
        .addMixIn(PolicyCommand.class, OfPolicyCommand.class)
        .addMixIn(ReservationReply.class, OfReservationReply.class)
        .addMixIn(BudgetReply.class, OfBudgetReply.class)
        .addMixIn(TenantReply.class, OfTenantReply.class)
        .addMixIn(PolicyReply.class, OfPolicyReply.class);
  }

  @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
  @JsonSubTypes({
    @Type(value = ScopeMessage.Propose.class, name = "scope.propose"),
    @Type(value = ScopeMessage.Withdraw.class, name = "scope.withdraw"),
    @Type(value = ScopeMessage.Apply.class, name = "scope.apply"),
    @Type(value = ScopeMessage.Undo.class, name = "scope.undo"),
    @Type(value = ScopeMessage.Budget.class, name = "scope.budget"),
    @Type(value = ScopeMessage.OfTenant.class, name = "scope.tenant"),
    @Type(value = ScopeMessage.OfPolicy.class, name = "scope.policy"),
    @Type(value = ScopeMessage.CloseSubtree.class, name = "scope.close-subtree"),
    @Type(value = ScopeMessage.OwnedEnded.class, name = "scope.owned-ended"),
    @Type(value = ScopeMessage.SubtreeClosed.class, name = "scope.subtree-closed"),
    @Type(value = ScopeMessage.BookClosed.class, name = "scope.book-closed"),
    @Type(value = ScopeMessage.Expect.class, name = "scope.expect"),
    @Type(value = ScopeMessage.Wake.class, name = "scope.wake"),
    @Type(value = BookMessage.Ask.class, name = "book.ask"),
    @Type(value = BookMessage.Consented.class, name = "book.consented"),
    @Type(value = BookMessage.Refused.class, name = "book.refused"),
    @Type(value = BookMessage.Busy.class, name = "book.busy"),
    @Type(value = BookMessage.Applied.class, name = "book.applied"),
    @Type(value = BookMessage.Unfit.class, name = "book.unfit"),
    @Type(value = BookMessage.Undone.class, name = "book.undone"),
    @Type(value = BookMessage.Inquire.class, name = "book.inquire"),
    @Type(value = BookMessage.Opened.class, name = "book.opened"),
    @Type(value = BookMessage.Close.class, name = "book.close"),
    @Type(value = BookMessage.Wake.class, name = "book.wake"),
    @Type(value = BookMessage.KeyLookedUp.class, name = "book.key-looked-up"),
    @Type(value = BookMessage.ReservationLookedUp.class, name = "book.reservation-looked-up"),
  })
  interface OfMessage {}

  @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
  @JsonSubTypes({
    @Type(value = Wish.Hold.class, name = "hold"),
    @Type(value = Wish.Judge.class, name = "judge"),
    @Type(value = Wish.Debit.class, name = "debit"),
    @Type(value = Wish.Overage.class, name = "overage"),
    @Type(value = Wish.Pass.class, name = "pass"),
  })
  interface OfWish {}

  @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
  @JsonSubTypes({
    @Type(value = ReservationCommand.Decide.class, name = "decide"),
    @Type(value = ReservationCommand.Reserve.class, name = "reserve"),
    @Type(value = ReservationCommand.Debit.class, name = "debit"),
    @Type(value = ReservationCommand.Commit.class, name = "commit"),
    @Type(value = ReservationCommand.Release.class, name = "release"),
    @Type(value = ReservationCommand.Extend.class, name = "extend"),
  })
  interface OfReservationCommand {}

  @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
  @JsonSubTypes({
    @Type(value = BudgetCommand.Open.class, name = "open"),
    @Type(value = BudgetCommand.Update.class, name = "update"),
    @Type(value = BudgetCommand.Freeze.class, name = "freeze"),
    @Type(value = BudgetCommand.Unfreeze.class, name = "unfreeze"),
    @Type(value = BudgetCommand.Fund.class, name = "fund"),
  })
  interface OfBudgetCommand {}

  @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
  @JsonSubTypes({
    @Type(value = TenantCommand.Create.class, name = "create"),
    @Type(value = TenantCommand.Update.class, name = "update"),
  })
  interface OfTenantCommand {}

  @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
  @JsonSubTypes({
    @Type(value = ReservationReply.Reserved.class, name = "reserved"),
    @Type(value = ReservationReply.Judged.class, name = "judged"),
    @Type(value = ReservationReply.Committed.class, name = "committed"),
    @Type(value = ReservationReply.Released.class, name = "released"),
    @Type(value = ReservationReply.Extended.class, name = "extended"),
    @Type(value = ReservationReply.Debited.class, name = "debited"),
    @Type(value = ReservationReply.Refused.class, name = "refused"),
    @Type(value = ReservationReply.Unavailable.class, name = "unavailable"),
  })
  interface OfReservationReply {}

  @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
  @JsonSubTypes({
    @Type(value = BudgetReply.Opened.class, name = "opened"),
    @Type(value = BudgetReply.Changed.class, name = "changed"),
    @Type(value = BudgetReply.Funded.class, name = "funded"),
    @Type(value = BudgetReply.Refused.class, name = "refused"),
    @Type(value = BudgetReply.Unavailable.class, name = "unavailable"),
  })
  interface OfBudgetReply {}

  @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
  @JsonSubTypes({
    @Type(value = TenantReply.Created.class, name = "created"),
    @Type(value = TenantReply.Existing.class, name = "existing"),
    @Type(value = TenantReply.Updated.class, name = "updated"),
    @Type(value = TenantReply.Closing.class, name = "closing"),
    @Type(value = TenantReply.Refused.class, name = "refused"),
    @Type(value = TenantReply.Unavailable.class, name = "unavailable"),
  })
  interface OfTenantReply {}

  @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
  @JsonSubTypes({
    @Type(value = PolicyCommand.Create.class, name = "create"),
    @Type(value = PolicyCommand.Update.class, name = "update"),
  })
  interface OfPolicyCommand {}

  @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
  @JsonSubTypes({
    @Type(value = PolicyReply.Created.class, name = "created"),
    @Type(value = PolicyReply.Updated.class, name = "updated"),
    @Type(value = PolicyReply.Refused.class, name = "refused"),
    @Type(value = PolicyReply.Unavailable.class, name = "unavailable"),
  })
  interface OfPolicyReply {}
}
