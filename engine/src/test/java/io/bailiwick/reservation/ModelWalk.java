package io.bailiwick.reservation;

import static org.assertj.core.api.Assertions.assertThat;

import io.bailiwick.amount.Amount;
import io.bailiwick.amount.OveragePolicy;
import io.bailiwick.amount.Unit;
import io.bailiwick.reservation.PlainModel.Charged;
import io.bailiwick.reservation.PlainModel.Granted;
import io.bailiwick.reservation.PlainModel.Hold;
import io.bailiwick.scope.Figures;
import io.bailiwick.scope.Ledger;
import io.bailiwick.scope.ScopePath;
import io.bailiwick.tenant.ExpiryPolicy;
import io.bailiwick.tenant.TenantReply;
import io.bailiwick.tenant.TenantSettings;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.Supplier;

/** One tenant's life in random steps, in the rules and in the model, compared after each. */
final class ModelWalk {

  static final List<String> LEDGERS =
      List.of(
          "tenant:acme",
          "tenant:acme/app:a",
          "tenant:acme/app:a/agent:x",
          "tenant:acme/app:a/agent:y",
          "tenant:acme/app:b/agent:x");

  private static final List<String> SCOPES =
      List.of(
          "tenant:acme",
          "tenant:acme/app:a",
          "tenant:acme/app:a/agent:x",
          "tenant:acme/app:a/agent:y",
          "tenant:acme/app:b/agent:x",
          "tenant:acme/app:bare/agent:x");

  /** Nothing leaves memory: the walk has no tables. */
  private static final Recent.Bounds ALL = new Recent.Bounds(100_000, Long.MAX_VALUE / 2);

  private static final Purpose PURPOSE = new Purpose("{}", "{}", null);
  private static final int TOLD_MAX = 15;
  private static final int REPEATED_MAX = 50;

  private final WalkDice dice;
  private final OneTenant one;
  private final PlainModel model;
  private final Deque<String> told = new ArrayDeque<>();
  private final List<Repeatable> done = new ArrayList<>();
  private final Map<String, Integer> seen = new TreeMap<>();
  private final ExpiryPolicy expiry;
  private final OperatorSteps operator;
  private int number;

  /** A success that can be asked for again, and what it was. */
  private record Repeatable(Supplier<Object> ask, Object first) {}

  ModelWalk(Random random) {
    this.dice = new WalkDice(random);
    this.expiry = dice.any(List.of(ExpiryPolicy.values()));
    TenantSettings settings = dice.settings();
    this.one = new OneTenant(settings, expiry, ALL);
    this.model = new PlainModel(settings, expiry);
    this.operator = new OperatorSteps(this, dice, one, model);
    for (String scope : LEDGERS) {
      long allocated = scope.equals(LEDGERS.getFirst()) ? 20_000 : 5_000;
      long limit = dice.flip() ? 0 : 600;
      one.open(scope, Unit.TOKENS, allocated, limit);
      PlainModel.Account account = new PlainModel.Account();
      account.allocated = allocated;
      account.limit = limit;
      model.accounts.put(scope, account);
    }
  }

  /** How often each operation came to each outcome. */
  Map<String, Integer> seen() {
    return seen;
  }

  /** The last steps, for a failure. */
  String story() {
    return String.join("\n", told);
  }

  void step() {
    letTimeGoBy();
    int roll = dice.below(100);
    if (roll < 25) {
      reserve();
    } else if (roll < 30) {
      judge();
    } else if (roll < 47) {
      ofHold(this::commit);
    } else if (roll < 55) {
      ofHold(this::release);
    } else if (roll < 61) {
      ofHold(this::extend);
    } else if (roll < 69) {
      event();
    } else if (roll < 78) {
      operator.fund();
    } else if (roll < 82) {
      operator.freeze();
    } else if (roll < 85) {
      operator.patch();
    } else if (roll < 93) {
      operator.policy();
    } else if (roll < 96) {
      operator.tenant();
    } else {
      repeat();
    }
    compare();
  }

  /** The end of all of it. */
  void close() {
    assertThat(one.close()).isInstanceOf(TenantReply.Updated.class);
    model.close();
    compare();
    for (int i = 0; i < 20; i++) {
      reserve();
      event();
      ofHold(this::release);
      operator.fundClosed();
      repeat();
      compare();
    }
  }

  private void letTimeGoBy() {
    int roll = dice.below(40);
    one.advance(roll == 0 ? dice.below(70_000) : roll < 8 ? dice.below(3_000) : roll);
    if (model.expire(one.nowMs) > 0) {
      seen.merge("expired " + expiry, 1, Integer::sum);
    }
  }

  private void reserve() {
    String scope = dice.any(SCOPES);
    long amount = dice.below(8) == 0 ? dice.below(5_000) : dice.below(500);
    Long ttlMs = dice.below(3) == 0 ? null : Long.valueOf(1_000 + dice.below(90_000));
    long graceMs = dice.below(3) * 3_000L;
    OveragePolicy policy = dice.overage();
    ReservationCommand.Reserve command =
        new ReservationCommand.Reserve(
            key(), new ScopePath(scope), tokens(amount), ttlMs, graceMs, policy, false, PURPOSE);
    Granted granted = model.reserve(scope, amount, ttlMs, graceMs, policy, one.nowMs);
    ReservationReply reply = ask("reserve", granted.code(), command);
    if (granted.hold() != null) {
      ReservationReply.Reserved reserved = (ReservationReply.Reserved) reply;
      assertThat(reserved.expiresAtMs()).as("end").isEqualTo(granted.hold().expiresAtMs);
      assertThat(reserved.caps()).as("caps").isEqualTo(granted.caps());
      seen.merge("caps " + (reserved.caps() != null), 1, Integer::sum);
      granted.hold().id = reserved.reservation();
      model.holds.put(reserved.reservation(), granted.hold());
    }
  }

  private void judge() {
    String scope = dice.any(SCOPES);
    long amount = dice.below(6_000);
    boolean isDry = dice.flip();
    ReservationCommand command =
        isDry
            ? new ReservationCommand.Reserve(
                key(), new ScopePath(scope), tokens(amount), null, 0, null, true, PURPOSE)
            : new ReservationCommand.Decide(key(), new ScopePath(scope), tokens(amount));
    ask(isDry ? "dry run" : "decide", model.decide(scope, amount, one.nowMs), command);
  }

  private void ofHold(java.util.function.Consumer<Hold> step) {
    List<Hold> all = List.copyOf(model.holds.values());
    List<Hold> live = all.stream().filter(hold -> hold.status.equals("ACTIVE")).toList();
    if (!live.isEmpty() && dice.below(12) > 0) {
      step.accept(dice.any(live));
    } else if (!all.isEmpty()) {
      step.accept(dice.any(all));
    }
  }

  private void commit(Hold hold) {
    boolean isFarTooMuch = hold.policy == OveragePolicy.ALLOW_WITH_OVERDRAFT && dice.below(3) == 0;
    long actual = dice.below(isFarTooMuch ? 8_000 : (int) hold.amount * 3 / 2 + 400);
    Charged charged = model.commit(hold, actual, one.nowMs);
    ReservationReply reply =
        ask(
            "commit",
            charged.code(),
            new ReservationCommand.Commit(key(), hold.id, tokens(actual), null));
    if (reply instanceof ReservationReply.Committed committed) {
      assertThat(committed.charged().value()).as("charged").isEqualTo(charged.amount());
    }
  }

  private void release(Hold hold) {
    String code = model.status.equals("CLOSED") ? "TENANT_CLOSED" : model.release(hold, one.nowMs);
    ask("release", code, new ReservationCommand.Release(key(), hold.id, null));
  }

  private void extend(Hold hold) {
    long byMs = 1 + dice.below(20_000);
    String code = model.extend(hold, byMs, one.nowMs);
    ReservationReply reply =
        ask("extend", code, new ReservationCommand.Extend(key(), hold.id, byMs));
    if (reply instanceof ReservationReply.Extended extended) {
      assertThat(extended.expiresAtMs()).as("end").isEqualTo(hold.expiresAtMs);
    }
  }

  private void event() {
    String scope = dice.any(SCOPES);
    long amount = dice.below(8) == 0 ? dice.below(4_000) : dice.below(300);
    OveragePolicy policy = dice.overage();
    Charged charged = model.event(scope, amount, policy, one.nowMs);
    ReservationReply reply =
        ask(
            "event",
            charged.code(),
            new ReservationCommand.Debit(
                key(), new ScopePath(scope), tokens(amount), policy, PURPOSE));
    if (reply instanceof ReservationReply.Debited debited) {
      assertThat(debited.charged().value()).as("charged").isEqualTo(charged.amount());
    }
  }

  private void repeat() {
    if (!done.isEmpty()) {
      Repeatable repeatable = dice.any(done);
      assertThat(timeless(repeatable.ask().get()))
          .as("repeated")
          .isEqualTo(timeless(repeatable.first()));
      seen.merge("repeated", 1, Integer::sum);
    }
  }

  /** What is left of a lease is another figure each time. */
  private static Object timeless(Object reply) {
    return reply instanceof ReservationReply.Reserved r
        ? new ReservationReply.Reserved(
            r.reservation(), r.reserved(), r.scope(), r.expiresAtMs(), 0, r.balances(), r.caps())
        : reply instanceof ReservationReply.Extended e
            ? new ReservationReply.Extended(e.expiresAtMs(), 0, e.balances())
            : reply;
  }

  private ReservationReply ask(String name, String code, ReservationCommand command) {
    ReservationReply reply = one.ask(command);
    String said =
        switch (reply) {
          case ReservationReply.Refused(var refusal) -> refusal.code().name();
          case ReservationReply.Judged judged when judged.denial() != null ->
              judged.denial().code().name();
          case ReservationReply.Unavailable(var reason) -> "UNAVAILABLE " + reason;
          case ReservationReply.Success success -> "";
        };
    tell(name, code, command, reply, said);
    boolean isKept = said.isEmpty() && !(reply instanceof ReservationReply.Judged);
    if (isKept) {
      done.add(new Repeatable(() -> one.ask(command), reply));
      if (done.size() > REPEATED_MAX) {
        done.removeFirst();
      }
    }
    return reply;
  }

  void tell(String name, String code, Object command, Object reply, String said) {
    seen.merge(name + ' ' + code, 1, Integer::sum);
    told.add(one.nowMs + " " + command + " -> " + reply);
    if (told.size() > TOLD_MAX) {
      told.removeFirst();
    }
    assertThat(said).as(name).isEqualTo(code);
  }

  private void compare() {
    Map<String, String> expected = new TreeMap<>();
    Map<String, String> found = new TreeMap<>();
    model.accounts.forEach(
        (scope, account) -> {
          expected.put(scope, account.toString());
          found.put(scope, text(one.state(new ScopePath(scope)).ledger(Unit.TOKENS)));
        });
    model.holds.forEach(
        (id, hold) -> {
          expected.put(id.text(), hold.toString());
          Reservation reservation = one.bookState().reservation(id);
          found.put(
              id.text(),
              reservation == null
                  ? hold.toString()
                  : reservation.status()
                      + " until "
                      + reservation.expiresAtMs()
                      + " after "
                      + reservation.extensions());
        });
    assertThat(found).isEqualTo(expected);
  }

  private static String text(Ledger ledger) {
    Figures figures = ledger.figures();
    return "%d/%d/%d/%d/%d/%s/%s"
        .formatted(
            figures.allocated(),
            figures.spent(),
            figures.reserved(),
            figures.debt(),
            figures.overdraftLimit(),
            figures.overLimit(),
            ledger.status());
  }

  private RequestKey key() {
    return new RequestKey("step-" + number++, "hash");
  }

  private static Amount tokens(long amount) {
    return new Amount(Unit.TOKENS, amount);
  }
}
