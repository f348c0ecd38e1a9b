package io.bailiwick.http.route;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class DeadlineTest {
  private static final Duration WITHIN = Duration.ofNanos(1);

  @Test
  void timeDoesNotRunWhileABodyIsComingIn() {
    Deadline deadline = new Deadline(WITHIN);
    CompletableFuture<byte[]> body = new CompletableFuture<>();
    deadline.runFrom(body);
    assertThat(deadline.leftNanos()).isEqualTo(WITHIN.toNanos());
    body.complete(new byte[0]);
    assertThat(spent(deadline)).isTrue();
  }

  @Test
  void aBodyThatIsThereChangesNothing() {
    Deadline deadline = new Deadline(WITHIN);
    deadline.runFrom(CompletableFuture.completedFuture(null));
    assertThat(spent(deadline)).isTrue();
  }

  /** The clock may stand still for a moment. */
  private static boolean spent(Deadline deadline) {
    for (int i = 0; i < 1_000_000; i++) {
      if (deadline.leftNanos() <= 0) {
        return true;
      }
    }
    return false;
  }
}
