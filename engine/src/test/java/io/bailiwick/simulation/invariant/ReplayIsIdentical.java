package io.bailiwick.simulation.invariant;

import io.bailiwick.reservation.ReservationReply;
import io.bailiwick.scope.BudgetReply;
import io.bailiwick.simulation.model.Keys;
import io.bailiwick.simulation.world.Call;
import io.bailiwick.simulation.world.Watcher;
import java.util.HashMap;
import java.util.Map;

/** I10: a repeated request gets the first answer, the time that is left apart. */
public final class ReplayIsIdentical implements Watcher {

  private final Map<String, Object> answers = new HashMap<>();

  @Override
  public void replied(Call call, Object reply) {
    boolean isSuccess =
        reply instanceof ReservationReply.Success || reply instanceof BudgetReply.Funded;
    String key = Keys.of(call.request());
    if (!isSuccess || key == null || Keys.isOfClosed(reply)) {
      return;
    }
    Object answer = Keys.withoutTtl(reply);
    Object first = answers.putIfAbsent(key + ' ' + Keys.payload(call.request()), answer);
    Check.that(
        first == null || first.equals(answer),
        this,
        "'%s' was answered %s, and now %s",
        key,
        first,
        answer);
  }
}
