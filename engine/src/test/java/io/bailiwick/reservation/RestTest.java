package io.bailiwick.reservation;

import static org.assertj.core.api.Assertions.assertThat;

import io.bailiwick.amount.OveragePolicy;
import io.bailiwick.amount.Unit;
import io.bailiwick.protocol.ScopeMessage;
import io.bailiwick.scope.ScopePath;
import java.util.List;
import org.junit.jupiter.api.Test;

/** When a book says that it need not be found any more. */
class RestTest {

  /** By then a completion is written that waited for company. */
  private static final long COMPLETED_MS = 25;

  private final OneTenant acme = new OneTenant();
  private final ScopePath root = acme.open("tenant:acme", Unit.TOKENS, 1_000, 0);

  @Test
  void isSaidInTheWriteWithTheLastCompletion() {
    ReservationId id = acme.reserved(root, 10, null);
    acme.commit(id, 5);
    acme.advance(COMPLETED_MS);

    List<Object> written = List.copyOf(acme.journals.get(acme.book().text()));
    assertThat(written.get(written.size() - 2)).isInstanceOf(BookEvent.Completed.class);
    assertThat(written.getLast())
        .isInstanceOfSatisfying(
            BookEvent.WakeSet.class, wake -> assertThat(wake.wakeAtMs()).isEqualTo(Long.MAX_VALUE));

    acme.advance(60_000);

    assertThat(acme.journals.get(acme.book().text())).isEqualTo(written);
  }

  @Test
  void notWhileAReservationIsLive() {
    acme.reserved(root, 10, null);
    acme.advance(COMPLETED_MS);

    assertThat(acme.bookState().unfinished().isEmpty()).isTrue();
    assertThat(acme.bookState().wakeAtMs()).isLessThan(Long.MAX_VALUE);
  }

  @Test
  void notWhileAnotherOperationIsUnderWay() {
    spend();
    acme.holds = letter -> letter.message() instanceof ScopeMessage.Apply;
    acme.askLater(OneTenant.reserving(acme.newKey(), root, 10, null));
    acme.advance(COMPLETED_MS);

    assertThat(acme.bookState().unfinished().isEmpty()).isFalse();
    assertThat(acme.bookState().wakeAtMs()).isLessThan(Long.MAX_VALUE);
  }

  @Test
  void notWhileAnotherOperationIsProposed() {
    spend();
    acme.holds = letter -> letter.message() instanceof ScopeMessage.Propose;
    acme.askLater(OneTenant.reserving(acme.newKey(), root, 10, null));
    acme.advance(COMPLETED_MS);

    assertThat(acme.bookState().unfinished().isEmpty()).isTrue();
    assertThat(acme.bookState().wakeAtMs()).isLessThan(Long.MAX_VALUE);
  }

  @Test
  void notAfterEachOfManyOperations() {
    spend();
    acme.advance(COMPLETED_MS);
    assertThat(acme.bookState().wakeAtMs()).isEqualTo(Long.MAX_VALUE);

    spend();
    acme.advance(COMPLETED_MS);
    assertThat(acme.bookState().wakeAtMs()).isLessThan(Long.MAX_VALUE);

    acme.advance(2 * acme.bookLimits.redeliveryMs());
    assertThat(acme.bookState().wakeAtMs()).isEqualTo(Long.MAX_VALUE);
  }

  private void spend() {
    assertThat(acme.event(root, 1, OveragePolicy.REJECT))
        .isInstanceOf(ReservationReply.Debited.class);
  }
}
