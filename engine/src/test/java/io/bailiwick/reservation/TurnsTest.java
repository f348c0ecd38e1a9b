package io.bailiwick.reservation;

import static org.assertj.core.api.Assertions.assertThat;

import io.bailiwick.protocol.BookMessage;
import io.bailiwick.scope.ScopePath;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** One at a time, in the order of arrival, and each is looked at once. */
class TurnsTest {

  private static final int MANY = 1_000;
  private static final String RESOURCE = "key";

  private final Turns turns = new Turns();

  @Test
  void theEndOfATurnBeginsThatOfTheFirstAndLetsTheOthersWait() {
    turns.take(RESOURCE);
    List<Request> waiting = new ArrayList<>();
    for (int i = 0; i < MANY; i++) {
      waiting.add(request(i));
      turns.await(RESOURCE, waiting.getLast());
    }

    for (int i = 0; i < MANY; i++) {
      assertThat(turns.release(RESOURCE)).containsSame(waiting.get(i));
      assertThat(turns.isTaken(RESOURCE)).isTrue();
      assertThat(turns.waitingCount()).isEqualTo(MANY - 1 - i);
    }
    assertThat(turns.release(RESOURCE)).isEmpty();
    assertThat(turns.isTaken(RESOURCE)).isFalse();
  }

  @Test
  void whoBeginsAnewComesBeforeThoseWhoWaited() {
    Request waited = request(0);
    Request anew = request(1);
    turns.take(RESOURCE);
    turns.await(RESOURCE, waited);
    turns.awaitFirst(RESOURCE, anew);

    assertThat(turns.release(RESOURCE)).containsSame(anew);
    assertThat(turns.release(RESOURCE)).containsSame(waited);
  }

  @Test
  void whatNobodyHasTakenHasNoTurnToEnd() {
    assertThat(turns.release(RESOURCE)).isEqualTo(Optional.empty());
    assertThat(turns.isTaken(RESOURCE)).isFalse();
  }

  private static Request request(int number) {
    return Request.of(
        new BookMessage.Ask(
            OneTenant.reserving(
                new RequestKey("key-" + number, "hash"), new ScopePath("tenant:acme"), 1, null),
            null,
            new OneTenant.Asker()),
        0);
  }
}
