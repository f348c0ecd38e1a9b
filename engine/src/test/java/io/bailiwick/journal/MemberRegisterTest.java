package io.bailiwick.journal;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Who is entered as a member, and who may found a cluster. */
class MemberRegisterTest {

  private static final int RIVALS = 8;

  private static final long PATIENCE_S = 30;

  @TempDir Path dataDir;

  private Store store;
  private final List<MemberRegister> registers = new ArrayList<>();

  @BeforeEach
  void open() throws SQLException {
    store =
        Store.open(
            TestStore.POSTGRESQL.settings(dataDir),
            Occupancy.ONE_OF_SEVERAL,
            InstantSource.system());
  }

  @AfterEach
  void close() throws SQLException {
    for (MemberRegister register : registers) {
      register.close();
    }
    store.close();
  }

  private MemberRegister node(String address, long incarnation) {
    MemberRegister register = store.memberRegister(address, incarnation);
    registers.add(register);
    return register;
  }

  @Test
  void ofManyThatWouldFoundOneDoes() throws Exception {
    CyclicBarrier together = new CyclicBarrier(RIVALS);
    List<Callable<Boolean>> claims = new ArrayList<>();
    for (int i = 0; i < RIVALS; i++) {
      MemberRegister register = node("host:" + i, i);
      claims.add(
          () -> {
            Set<MemberRegister.Row> seen = register.others();
            together.await(PATIENCE_S, TimeUnit.SECONDS);
            return register.found(seen);
          });
    }
    List<Boolean> outcomes = new ArrayList<>();
    try (ExecutorService threads = Executors.newFixedThreadPool(RIVALS)) {
      for (Future<Boolean> claim : threads.invokeAll(claims)) {
        outcomes.add(claim.get());
      }
    }
    assertThat(outcomes).containsOnlyOnce(true);
    assertThat(node("host:other", 100).others()).hasSize(1);
  }

  @Test
  void nobodyFoundsWhenAMemberHasCountedSinceTheLook() throws SQLException {
    MemberRegister founder = node("host:1", 1);
    assertThat(founder.found(Set.of())).isTrue();
    MemberRegister other = node("host:2", 2);
    Set<MemberRegister.Row> seen = other.others();
    assertThat(founder.beat()).isTrue();
    assertThat(other.found(seen)).isFalse();
    assertThat(other.found(other.others())).as("it has not counted since").isTrue();
  }

  @Test
  void whoHasFoundedMayAskAgain() throws SQLException {
    MemberRegister founder = node("host:1", 1);
    assertThat(founder.found(Set.of())).isTrue();
    assertThat(node("host:2", 2).enter(Set.of(1L, 2L))).isTrue();
    assertThat(founder.found(Set.of())).isTrue();
    assertThat(founder.others()).extracting(MemberRegister.Row::incarnation).containsExactly(2L);
  }

  @Test
  void aMemberOfAClusterThatWasReplacedIsNotEnteredAgain() throws SQLException {
    MemberRegister former = node("host:1", 1);
    MemberRegister beside = node("host:2", 2);
    former.found(Set.of());
    assertThat(beside.enter(Set.of(1L, 2L))).isTrue();
    MemberRegister founder = node("host:3", 3);
    assertThat(founder.found(founder.others())).isTrue();

    assertThat(former.beat()).isFalse();
    assertThat(former.enter(Set.of(1L, 2L))).isFalse();
    assertThat(beside.enter(Set.of(1L, 2L))).isFalse();
    assertThat(node("host:4", 4).enter(Set.of(3L, 4L))).isTrue();
    assertThat(former.enter(Set.of(1L, 3L))).as("it has joined the new one").isTrue();
  }

  @Test
  void anEmptyRegisterTakesWhoeverIsAMember() throws SQLException {
    assertThat(node("host:1", 1).enter(Set.of(1L, 2L))).isTrue();
  }

  @Test
  void aNewProcessTakesTheRowOfTheOneBeforeIt() throws SQLException {
    MemberRegister former = node("host:1", 1);
    former.found(Set.of());
    MemberRegister restarted = node("host:1", 2);
    assertThat(restarted.others()).isEmpty();
    assertThat(restarted.found(Set.of())).isTrue();
    assertThat(former.beat()).isFalse();
    former.leave();
    assertThat(restarted.beat()).as("the row was not the former's to remove").isTrue();
    restarted.leave();
    assertThat(node("host:2", 3).others()).isEmpty();
  }
}
