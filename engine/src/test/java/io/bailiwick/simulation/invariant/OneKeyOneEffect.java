package io.bailiwick.simulation.invariant;

import io.bailiwick.protocol.EntityId;
import io.bailiwick.refusal.Refusal;
import io.bailiwick.refusal.RefusalCode;
import io.bailiwick.reservation.BookEvent;
import io.bailiwick.reservation.BookState;
import io.bailiwick.reservation.RequestKey;
import io.bailiwick.reservation.ReservationReply;
import io.bailiwick.scope.BudgetReply;
import io.bailiwick.scope.ScopeEvent;
import io.bailiwick.scope.ScopeState;
import io.bailiwick.simulation.model.Decision;
import io.bailiwick.simulation.model.Decisions;
import io.bailiwick.simulation.model.Keys;
import io.bailiwick.simulation.world.Call;
import io.bailiwick.simulation.world.Watcher;
import io.bailiwick.simulation.world.World;
import java.util.HashMap;
import java.util.Map;

/**
 * I6: one key has one effect, on whichever node and however often it is sent; whoever asks again
 * afterwards is not refused, and whoever asks for something else is.
 */
public final class OneKeyOneEffect implements Watcher {

  /** What a key has done. */
  private record Used(String payload, Object event, long atStep) {}

  private final Decisions decisions;
  private final Map<String, Used> used = new HashMap<>();
  private World world;

  public OneKeyOneEffect(Decisions decisions) {
    this.decisions = decisions;
  }

  @Override
  public void begins(World theWorld) {
    world = theWorld;
  }

  @Override
  public void wrote(EntityId.OfBook book, BookEvent event, BookState before, BookState after) {
    switch (event) {
      case BookEvent.Reserved e -> use(book, "reserve", e.reservation().key(), e);
      case BookEvent.Judged e -> {
        if (!Keys.isOfClosed(e.kept().answer())) {
          use(book, e.kept().endpoint(), e.kept().key(), e);
        }
      }
      case BookEvent.Committed e -> use(book, "commit " + e.reservation(), e.key(), e);
      case BookEvent.Released e -> {
        if (e.key() != null) {
          use(book, "release " + e.reservation(), e.key(), e);
        }
      }
      case BookEvent.Extended e -> use(book, "extend " + e.reservation(), e.key(), e);
      case BookEvent.Debited e -> use(book, "event", e.key(), e);
      case BookEvent.Voided e -> {
        Decision decision = decisions.of(book, e.operation());
        used.remove(Keys.named(book.tenant().value(), "reserve", decision.key().text()));
      }
      case BookEvent.Started ignored -> {}
      case BookEvent.Expired ignored -> {}
      case BookEvent.Completed ignored -> {}
      case BookEvent.Closed ignored -> {}
      case BookEvent.WakeSet ignored -> {}
    }
  }

  private void use(EntityId.OfBook book, String namespace, RequestKey key, Object event) {
    use(
        Keys.named(book.tenant().value(), namespace, key.text()),
        new Used(key.payloadHash(), event, world.steps()));
  }

  private void use(String key, Used now) {
    Used before = used.putIfAbsent(key, now);
    Check.that(
        before == null, this, "'%s' was used for %s and is used for %s", key, before, now.event());
  }

  @Override
  public void wrote(EntityId.OfScope scope, ScopeEvent event, ScopeState before, ScopeState after) {
    if (event instanceof ScopeEvent.Funded e && e.idempotencyKey() != null) {
      use(
          "%s fund %s %s".formatted(scope.scope(), e.unit(), e.idempotencyKey()),
          new Used(e.payloadHash(), e, world.steps()));
    }
    Decision decision = decisions.of(scope, event);
    if (decision != null) {
      Decision.Traces traces = decision.traces(scope.scope());
      Check.that(
          traces.held() <= 1 && traces.settled() <= 1 && traces.takenBack() <= 1,
          this,
          "%s has %s a second time: %s",
          scope.text(),
          event,
          decision);
    }
  }

  @Override
  public void replied(Call call, Object reply) {
    String key = Keys.of(call.request());
    Used earlier = key == null ? null : used.get(key);
    if (earlier == null || earlier.atStep() >= call.atStep()) {
      return;
    }
    Refusal refusal =
        switch (reply) {
          case ReservationReply.Refused r -> r.refusal();
          case BudgetReply.Refused r -> r.refusal();
          default -> null;
        };
    if (earlier.payload().equals(Keys.payload(call.request()))) {
      boolean isTurnedAway = refusal != null && refusal.code() == RefusalCode.LIMIT_EXCEEDED;
      Check.that(
          refusal == null || isTurnedAway,
          this,
          "%s repeats '%s', which had its effect %s, and is refused: %s",
          call,
          key,
          earlier,
          refusal);
    } else {
      boolean saysNothing =
          reply instanceof ReservationReply.Unavailable || reply instanceof BudgetReply.Unavailable;
      Check.that(
          refusal != null || saysNothing,
          this,
          "%s uses '%s' for something else than %s, and gets %s",
          call,
          key,
          earlier,
          reply);
    }
  }
}
