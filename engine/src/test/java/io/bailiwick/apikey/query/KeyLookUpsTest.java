package io.bailiwick.apikey.query;

import static org.assertj.core.api.Assertions.assertThat;

import io.bailiwick.apikey.Authentication;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;

class KeyLookUpsTest {
  private static final byte[] SECRET = {1};
  private static final byte[] OTHER = {2};
  private static final Authentication FOUND = new Authentication.Mismatch();

  private final KeyCache cache = new KeyCache(Long.MAX_VALUE, 2);
  private final KeyLookUps lookUps = new KeyLookUps(cache);
  private final List<CompletableFuture<Authentication>> begun = new ArrayList<>();

  private CompletableFuture<Authentication> join(KeyLookUps at, byte[] secret) {
    return at.join(secret, this::begin).toCompletableFuture();
  }

  private CompletionStage<Authentication> begin() {
    CompletableFuture<Authentication> lookUp = new CompletableFuture<>();
    begun.add(lookUp);
    return lookUp;
  }

  @Test
  void thoseWhoComeMeanwhileWaitForTheFirstAndLaterOnesLookAgain() {
    var first = join(lookUps, SECRET);
    var second = join(lookUps, SECRET);
    assertThat(begun).hasSize(1);
    assertThat(second).isNotDone();
    begun.getFirst().complete(FOUND);
    assertThat(first).isCompletedWithValue(FOUND);
    assertThat(second).isCompletedWithValue(FOUND);
    assertThat(join(lookUps, SECRET)).isNotDone();
    assertThat(begun).hasSize(2);
  }

  @Test
  void eachSecretIsLookedUpByItself() {
    join(lookUps, SECRET);
    join(lookUps, OTHER);
    assertThat(begun).hasSize(2);
  }

  @Test
  void aFailureIsToldToAllAndRemembersNothing() {
    join(lookUps, SECRET);
    var second = join(lookUps, SECRET);
    begun.getFirst().completeExceptionally(new IllegalStateException());
    assertThat(second).isCompletedExceptionally();
    join(lookUps, SECRET);
    assertThat(begun).hasSize(2);
  }

  @Test
  void aLookUpThatCannotBeginFailsAndTheNextOneIsBegunAnew() {
    var first =
        lookUps.join(
            SECRET,
            () -> {
              throw new InternalError("injected: no thread");
            });
    assertThat(first.toCompletableFuture()).isCompletedExceptionally();

    var second = join(lookUps, SECRET);
    assertThat(begun).hasSize(1);
    begun.getFirst().complete(FOUND);
    assertThat(second).isCompletedWithValue(FOUND);
  }

  @Test
  void whoComesAfterARevocationIsNotToldWhatWasFoundBefore() {
    var before = join(lookUps, SECRET);
    cache.forget("key_1");
    var after = join(lookUps, SECRET);
    assertThat(begun).hasSize(2);
    begun.getFirst().complete(FOUND);
    assertThat(before).isDone();
    assertThat(after).isNotDone();
    // The one that is over was not the newer one's: who comes now waits for that.
    join(lookUps, SECRET);
    assertThat(begun).hasSize(2);
  }

  @Test
  void aLookUpThatIsOlderThanALeaseIsNotJoined() {
    KeyLookUps leased = new KeyLookUps(new KeyCache(-1, 2));
    join(leased, SECRET);
    join(leased, SECRET);
    assertThat(begun).hasSize(2);
  }
}
