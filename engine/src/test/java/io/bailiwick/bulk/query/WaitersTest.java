package io.bailiwick.bulk.query;

import static io.bailiwick.query.ReadTables.answer;
import static org.assertj.core.api.Assertions.assertThat;

import io.bailiwick.bulk.BulkReply;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class WaitersTest {

  private static final BulkReply FOUND = new BulkReply.Done(null);

  private final List<CompletableFuture<Void>> pauses = new ArrayList<>();
  private final Waiters waiters =
      new Waiters(
          pause -> {
            assertThat(pause).isEqualTo(Waiters.POLL_INTERVAL);
            CompletableFuture<Void> over = new CompletableFuture<>();
            pauses.add(over);
            return over;
          });

  private static CompletionStage<Optional<BulkReply>> nothing() {
    return CompletableFuture.completedFuture(Optional.empty());
  }

  private CompletionStage<BulkReply> waiting(Duration patience) {
    return waiters.await(new Patience(patience), "late", WaitersTest::nothing);
  }

  @Test
  void looksAfterEachPauseUntilThereIsSomething() throws Exception {
    AtomicInteger looks = new AtomicInteger();
    CompletionStage<BulkReply> reply =
        waiters.await(
            new Patience(Duration.ofMinutes(1)),
            "late",
            () ->
                looks.incrementAndGet() < 3
                    ? nothing()
                    : CompletableFuture.completedFuture(Optional.of(FOUND)));
    for (int i = 0; i < 3; i++) {
      assertThat(reply.toCompletableFuture()).isNotDone();
      pauses.get(i).complete(null);
    }

    assertThat(answer(reply)).isEqualTo(FOUND);
    assertThat(looks).hasValue(3);
  }

  @Test
  void whoHasNoPatienceLeftIsTold() throws Exception {
    assertThat(answer(waiting(Waiters.POLL_INTERVAL))).isEqualTo(new BulkReply.Unavailable("late"));
    assertThat(pauses).isEmpty();
  }

  @Test
  void onlySoManyWait() throws Exception {
    for (int i = 0; i < Waiters.WAITING_MAX; i++) {
      assertThat(waiting(Duration.ofMinutes(1)).toCompletableFuture()).isNotDone();
    }
    assertThat(answer(waiting(Duration.ofMinutes(1)))).isInstanceOf(BulkReply.Unavailable.class);

    pauses.getFirst().completeExceptionally(new IllegalStateException("the store is away"));
    assertThat(waiting(Duration.ofMinutes(1)).toCompletableFuture())
        .as("whoever fails makes room")
        .isNotDone();
  }
}
