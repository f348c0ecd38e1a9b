package io.bailiwick.entity;

import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.ConfigFactory;
import io.bailiwick.amount.Amount;
import io.bailiwick.amount.OveragePolicy;
import io.bailiwick.amount.Unit;
import io.bailiwick.policy.Caps;
import io.bailiwick.policy.Policy;
import io.bailiwick.policy.PolicyCommand;
import io.bailiwick.policy.PolicyId;
import io.bailiwick.policy.PolicyReply;
import io.bailiwick.policy.PolicyStatus;
import io.bailiwick.policy.PolicyTerms;
import io.bailiwick.policy.RateLimits;
import io.bailiwick.policy.ScopePattern;
import io.bailiwick.policy.TtlOverride;
import io.bailiwick.protocol.BookMessage;
import io.bailiwick.protocol.Caller;
import io.bailiwick.protocol.Effect;
import io.bailiwick.protocol.EntityId;
import io.bailiwick.protocol.EntityMessage;
import io.bailiwick.protocol.Findings;
import io.bailiwick.protocol.OperationId;
import io.bailiwick.protocol.ScopeMessage;
import io.bailiwick.protocol.Wish;
import io.bailiwick.record.Actor;
import io.bailiwick.record.Origin;
import io.bailiwick.refusal.Refusal;
import io.bailiwick.refusal.RefusalCode;
import io.bailiwick.reservation.Endpoint;
import io.bailiwick.reservation.KeptAnswer;
import io.bailiwick.reservation.Purpose;
import io.bailiwick.reservation.RequestKey;
import io.bailiwick.reservation.ReservationCommand;
import io.bailiwick.reservation.ReservationId;
import io.bailiwick.reservation.ReservationReply;
import io.bailiwick.scope.Balance;
import io.bailiwick.scope.BudgetCommand;
import io.bailiwick.scope.BudgetReply;
import io.bailiwick.scope.CloseCounts;
import io.bailiwick.scope.Figures;
import io.bailiwick.scope.FundingOperation;
import io.bailiwick.scope.Ledger;
import io.bailiwick.scope.LedgerStatus;
import io.bailiwick.scope.LedgerTerms;
import io.bailiwick.scope.ScopePath;
import io.bailiwick.tenant.ExpiryPolicy;
import io.bailiwick.tenant.Tenant;
import io.bailiwick.tenant.TenantCommand;
import io.bailiwick.tenant.TenantId;
import io.bailiwick.tenant.TenantReply;
import io.bailiwick.tenant.TenantSettings;
import io.bailiwick.tenant.TenantStatus;
import java.io.NotSerializableException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.pekko.actor.ExtendedActorSystem;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.actor.testkit.typed.javadsl.TestProbe;
import org.apache.pekko.actor.typed.javadsl.Adapter;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Whatever can be said to an entity, or answered by one, can be said from another node. */
class MessageSerializerTest {

  private static final TenantId ACME = new TenantId("acme");
  private static final ScopePath ROOT = ScopePath.root(ACME);
  private static final ScopePath APP = new ScopePath("tenant:acme/app:chat");
  private static final Origin ORIGIN =
      new Origin(
              Actor.API_KEY,
              "key_1",
              "10.0.0.1",
              "agent/1",
              "req-1",
              "ab".repeat(16),
              "op",
              "why",
              "c",
              "bulk-1")
          .noting("{\"n\":1}");
  private static final OperationId OPERATION = new OperationId(ACME, 3, 7, 41);
  private static final ReservationId ID = ReservationId.of(ACME, 3, 7, 41);
  private static final RequestKey KEY = new RequestKey("key", "hash");
  private static final Amount AMOUNT = new Amount(Unit.CREDITS, 40);
  private static final Figures FIGURES = new Figures(100, 10, 20, 0, 5, false);
  private static final Balance BALANCE = new Balance(ROOT, Unit.CREDITS, FIGURES);
  private static final Refusal REFUSAL =
      Refusal.of(RefusalCode.UNIT_MISMATCH, "no").with("units", List.of("TOKENS")).with("n", 1L);
  private static final TenantSettings SETTINGS =
      new TenantSettings(OveragePolicy.REJECT, 1_000L, null, 3);
  private static final Purpose PURPOSE = new Purpose("{}", "{}", null);
  private static final LedgerTerms TERMS = new LedgerTerms(null, "NONE", 1L, null, "{}");
  private static final Ledger LEDGER =
      new Ledger(ROOT, Unit.CREDITS, "led", TERMS, LedgerStatus.FROZEN, FIGURES, 1, 2, null);
  private static final Tenant TENANT =
      new Tenant(ACME, "Acme", TenantStatus.ACTIVE, null, SETTINGS, null, null, 1, 2, null, null);
  private static final Caps CAPS = new Caps(4_096L, null, List.of("search"), null, 0L);
  private static final PolicyTerms POLICY_TERMS =
      new PolicyTerms(
          CAPS, OveragePolicy.REJECT, new TtlOverride(1_000L, null, 0), new RateLimits(5, null));
  private static final PolicyId POLICY_ID = PolicyId.of(ACME, "1");
  private static final ScopePattern PATTERN = new ScopePattern("tenant:acme/*");
  private static final Policy POLICY =
      new Policy(
          POLICY_ID,
          "agents",
          null,
          PATTERN,
          10,
          POLICY_TERMS,
          PolicyStatus.DISABLED,
          null,
          9L,
          1,
          2);
  private static final Findings FINDINGS =
      Findings.none(9)
          .withSettings(SETTINGS)
          .withRules(POLICY_TERMS, ExpiryPolicy.GRACE_ONLY)
          .withLedger(BALANCE, OveragePolicy.REJECT, Long.MAX_VALUE, Long.MAX_VALUE);

  private final ActorTestKit kit =
      ActorTestKit.create(
          ConfigFactory.parseString("pekko.fail-mixed-versions = off")
              .withFallback(ConfigFactory.load()));
  private final TestProbe<Object> probe = kit.createTestProbe();
  private final Caller caller = new AskCaller(probe.ref(), AskCaller.Kind.TENANT);
  private final MessageSerializer serializer =
      new MessageSerializer((ExtendedActorSystem) Adapter.toClassic(kit.system()));

  @AfterEach
  void stop() {
    kit.shutdownTestKit();
  }

  @Test
  void everyMessageComesBackAsItWas() throws NotSerializableException {
    for (EntityMessage message : messages()) {
      Envelope envelope = new Envelope(new EntityId.OfBook(ACME, 3), message);
      assertThat(roundTrip(envelope)).isEqualTo(envelope);
    }
    assertThat(messages().stream().map(Object::getClass).distinct())
        .containsExactlyInAnyOrderElementsOf(cases(EntityMessage.class).toList());
  }

  @Test
  void everyReplyComesBackAsItWas() throws NotSerializableException {
    for (Object reply : replies()) {
      assertThat(roundTrip(reply)).isEqualTo(reply);
    }
    assertThat(replies().stream().map(Object::getClass).distinct())
        .containsExactlyInAnyOrderElementsOf(
            Stream.of(
                    ReservationReply.class, BudgetReply.class, TenantReply.class, PolicyReply.class)
                .flatMap(MessageSerializerTest::cases)
                .toList());
  }

  @Test
  void aCallerIsStillTheSameFromAfar() throws NotSerializableException {
    Envelope envelope =
        new Envelope(
            new EntityId.OfScope(ROOT),
            new ScopeMessage.OfTenant(
                new TenantCommand.Update(ACME, null, null, null, null), null, caller));
    ScopeMessage.OfTenant read = (ScopeMessage.OfTenant) ((Envelope) roundTrip(envelope)).message();
    ((AskCaller) read.caller()).replyUnavailable("moving");
    probe.expectMessage(new TenantReply.Unavailable("moving"));
  }

  private Object roundTrip(Object object) throws NotSerializableException {
    return serializer.fromBinary(serializer.toBinary(object), serializer.manifest(object));
  }

  private List<EntityMessage> messages() {
    List<EntityMessage> messages = new ArrayList<>();
    for (Wish wish :
        List.of(
            new Wish.Hold(Unit.TOKENS, 1),
            new Wish.Judge(Unit.TOKENS, 1),
            new Wish.Debit(Unit.TOKENS, 1, null),
            new Wish.Overage(Unit.TOKENS, 1, OveragePolicy.REJECT, APP),
            new Wish.Pass(Unit.TOKENS, true, null))) {
      messages.add(
          new ScopeMessage.Propose(OPERATION, wish, List.of(ROOT, APP), 1, true, FINDINGS));
    }
    for (ReservationCommand command :
        List.of(
            new ReservationCommand.Decide(KEY, APP, AMOUNT),
            new ReservationCommand.Reserve(KEY, APP, AMOUNT, null, 5, null, true, PURPOSE),
            new ReservationCommand.Debit(KEY, APP, AMOUNT, OveragePolicy.REJECT, PURPOSE),
            new ReservationCommand.Commit(KEY, ID, AMOUNT, "{}"),
            new ReservationCommand.Release(KEY, ID, null),
            new ReservationCommand.Extend(KEY, ID, 5))) {
      messages.add(new BookMessage.Ask(command, ORIGIN, caller));
    }
    for (BudgetCommand command :
        List.of(
            new BudgetCommand.Open(APP, Unit.TOKENS, "led", 1, 2, TERMS),
            new BudgetCommand.Update(APP, Unit.TOKENS, 3L, null, null),
            new BudgetCommand.Freeze(APP, Unit.TOKENS),
            new BudgetCommand.Unfreeze(APP, Unit.TOKENS),
            new BudgetCommand.Fund(
                APP, Unit.TOKENS, FundingOperation.RESET, 1L, Unit.TOKENS, null, "k", "h"),
            new BudgetCommand.Fund(
                APP,
                Unit.TOKENS,
                FundingOperation.REPAY_DEBT,
                1L,
                Unit.TOKENS,
                null,
                "k",
                "h",
                true))) {
      messages.add(new ScopeMessage.Budget(command, ORIGIN, 1, caller));
    }
    messages.addAll(
        List.of(
            new ScopeMessage.Withdraw(OPERATION),
            new ScopeMessage.Apply(
                OPERATION, 40, new Effect.Hold(Unit.TOKENS, 1), ID, null, null, 9),
            new ScopeMessage.Apply(
                OPERATION,
                40,
                new Effect.Settle(
                    Unit.TOKENS, 1, new Effect.Overage(2, 1, OveragePolicy.ALLOW_IF_AVAILABLE)),
                ID,
                true,
                ORIGIN,
                9),
            new ScopeMessage.Undo(OPERATION, 40, ID, 9),
            new ScopeMessage.OfTenant(
                new TenantCommand.Create(ACME, "Acme", null, SETTINGS, null, "{}"), ORIGIN, caller),
            new ScopeMessage.OfPolicy(
                new PolicyCommand.Create(
                    POLICY_ID, "agents", "why", PATTERN, 3, POLICY_TERMS, 1L, null),
                ORIGIN,
                caller),
            new ScopeMessage.OfPolicy(
                new PolicyCommand.Update(
                    POLICY_ID,
                    null,
                    null,
                    4,
                    new PolicyCommand.Change(Caps.NONE, null, null, RateLimits.NONE),
                    PolicyStatus.ACTIVE,
                    null,
                    2L),
                ORIGIN,
                caller),
            new ScopeMessage.CloseSubtree(ORIGIN),
            new ScopeMessage.SubtreeClosed(APP, 5L),
            new ScopeMessage.OwnedEnded(true, new CloseCounts(1, 2, 3, null), 5),
            new ScopeMessage.BookClosed(2, 9L),
            new ScopeMessage.Expect(),
            new ScopeMessage.Wake(),
            new BookMessage.Consented(OPERATION, FINDINGS),
            new BookMessage.Refused(OPERATION, REFUSAL, List.of(ROOT)),
            new BookMessage.Busy(OPERATION, "full", List.of(APP)),
            new BookMessage.Applied(OPERATION, APP, BALANCE),
            new BookMessage.Unfit(OPERATION, APP),
            new BookMessage.Undone(OPERATION, APP),
            new BookMessage.Inquire(APP, List.of(OPERATION)),
            new BookMessage.Opened(7),
            new BookMessage.Close(),
            new BookMessage.Wake(),
            new BookMessage.KeyLookedUp(
                3,
                Optional.of(
                    new KeptAnswer(
                        Endpoint.EVENT, KEY, new ReservationReply.Released(AMOUNT, List.of()), 1))),
            new BookMessage.ReservationLookedUp(4, Optional.empty())));
    return messages;
  }

  private static List<Object> replies() {
    return List.of(
        new ReservationReply.Reserved(ID, AMOUNT, APP, 9, 8, List.of(BALANCE), CAPS),
        new ReservationReply.Judged(APP, AMOUNT, REFUSAL, List.of(), null),
        new ReservationReply.Committed(AMOUNT, AMOUNT, List.of(BALANCE)),
        new ReservationReply.Released(AMOUNT, List.of(BALANCE)),
        new ReservationReply.Extended(9, 8, List.of(BALANCE)),
        new ReservationReply.Debited(ID, AMOUNT, AMOUNT, List.of(BALANCE)),
        new ReservationReply.Refused(REFUSAL),
        new ReservationReply.Unavailable("late"),
        new PolicyReply.Created(POLICY),
        new PolicyReply.Updated(POLICY),
        new PolicyReply.Refused(REFUSAL),
        new PolicyReply.Unavailable("late"),
        new BudgetReply.Opened(LEDGER),
        new BudgetReply.Changed(LEDGER),
        new BudgetReply.Funded(FundingOperation.CREDIT, FIGURES, FIGURES, 4),
        new BudgetReply.Refused(REFUSAL),
        new BudgetReply.Unavailable("late"),
        new TenantReply.Created(TENANT),
        new TenantReply.Existing(TENANT),
        new TenantReply.Updated(TENANT),
        new TenantReply.Closing(TENANT),
        new TenantReply.Refused(REFUSAL),
        new TenantReply.Unavailable("late"));
  }

  private static Stream<Class<?>> cases(Class<?> type) {
    return type.isSealed()
        ? Stream.of(type.getPermittedSubclasses()).flatMap(MessageSerializerTest::cases)
        : Stream.of(type);
  }
}
