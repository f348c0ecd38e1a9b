package io.bailiwick.entity;

import static org.assertj.core.api.Assertions.assertThat;

import io.bailiwick.journal.Batch;
import io.bailiwick.journal.WriteTicket;
import io.bailiwick.scope.ScopeState;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What waits for the disk leaves when as much is durable as it needs, and not before. */
class PendingWritesTest {

  private static final int BATCH_MAX = 2;
  private static final ScopeState EMPTY = ScopeState.empty(Toy.ROOT);

  private final PendingWrites<Object, ScopeState> writes =
      new PendingWrites<>(Toy.KIND, "toy", EMPTY, BATCH_MAX, ticket -> {});
  private final List<String> left = new ArrayList<>();

  @Test
  void leavesAtOnceWhenAllButTheNewestAreDurable() {
    add(3);
    leaveUpTo(3);
    assertThat(left).containsExactly("but 3");
  }

  @Test
  void leavesWhenWhatItNeedsIsDurable() {
    add(6);
    leaveUpTo(3);
    leaveUpTo(2);
    writes.whenDurable(() -> left.add("all"));

    write();
    assertThat(left).isEmpty();
    write();
    assertThat(left).containsExactly("but 3", "but 2");
    write();
    assertThat(left).containsExactly("but 3", "but 2", "all");
  }

  @Test
  void looksAtTheJournalNeverLetItLeaveTooEarly() {
    add(1);
    write();
    writes.whenCurrent(() -> {});
    add(2);
    leaveUpTo(1);

    // The look and the first of two events.
    write();
    assertThat(left).containsExactly("but 1");
  }

  @Test
  void whatIsTiedLeavesWithTheWriteThatHasItsEvents() {
    add(3);
    tie();
    add(1);
    WriteTicket first = next().ticket();
    assertThat(first).isNull();
    writes.done();

    WriteTicket second = next().ticket();
    assertThat(left).isEmpty();
    writes.queued(second);
    assertThat(left).containsExactly("tied to " + second);
    writes.done();
    assertThat(left).hasSize(1);
  }

  @Test
  void whatIsTiedLeavesWhenItsEventsAreDurableIfNotBefore() {
    tie();
    assertThat(left).containsExactly("tied to null");
    add(1);
    tie();
    write();
    assertThat(left).containsExactly("tied to null", "tied to null");
  }

  @Test
  void whatFollowsFromAnothersWriteNamesItOnce() {
    WriteTicket theirs = new WriteTicket(ticket -> {});
    writes.buildOn(theirs);
    add(2);
    writes.buildOn(null);
    add(1);
    assertThat(next().prerequisites()).containsExactly(theirs);
    writes.done();
    assertThat(next().prerequisites()).isEmpty();
  }

  private void tie() {
    writes.whenQueued(ticket -> left.add("tied to " + ticket));
  }

  private Batch<Object, ScopeState> next() {
    return ((PendingWrites.Next.Write<Object, ScopeState>) writes.next(0)).batch();
  }

  private void add(int events) {
    for (int i = 0; i < events; i++) {
      writes.add(new Toy.Unstorable(), EMPTY, null);
    }
  }

  private void leaveUpTo(long newerCount) {
    writes.whenDurableUpTo(newerCount, () -> left.add("but " + newerCount));
  }

  private void write() {
    assertThat(writes.next(0)).isNotInstanceOf(PendingWrites.Next.Nothing.class);
    writes.done();
  }
}
