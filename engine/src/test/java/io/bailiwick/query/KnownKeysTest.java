package io.bailiwick.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.bailiwick.journal.QueryLimit;
import io.bailiwick.journal.TestStore;
import io.bailiwick.projection.SqlStatement;
import io.bailiwick.projection.TableWrite;
import io.bailiwick.tenant.TenantId;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A key that the tables have, or will have, is never called new. */
class KnownKeysTest {

  private static final TenantId ACME = new TenantId("acme");
  private static final TenantId OTHER = new TenantId("other");
  private static final long BYTES_MAX = 1 << 20;

  private static final SqlStatement ANSWER =
      SqlStatement.every(
          1,
          "INSERT INTO idempotency (tenant, endpoint, idempotency_key, payload_hash, answer, at_ms,"
              + " kept_from_ms) VALUES (?, ?, ?, 'h', '{}', 1, 1)");

  private static final SqlStatement RESERVATION =
      SqlStatement.every(
          1,
          "INSERT INTO reservation (reservation_id, tenant, scope_path, status, unit, reserved,"
              + " created_at_ms, first_expires_at_ms, expires_at_ms, grace_ms, extensions,"
              + " extensions_max, overage_policy, budgeted_scopes, subject, action,"
              + " idempotency_key, payload_hash) VALUES (?, ?, 'tenant:x', 'COMMITTED', 'TOKENS',"
              + " 1, 1, 1, 1, 0, 0, 0, 'REJECT', '', '{}', '{}', ?, 'h')");

  @TempDir Path dataDir;

  @ParameterizedTest
  @EnumSource
  void knowsAllThatTheTablesHave(TestStore store) throws Exception {
    int many = 25_000;
    try (ReadTables tables = new ReadTables(store, dataDir)) {
      tables.write(
          IntStream.range(0, many)
              .mapToObj(i -> TableWrite.of(RESERVATION, "acme." + i, "acme", "made-" + i))
              .toList());
      tables.write(
          IntStream.range(0, many)
              .mapToObj(i -> TableWrite.of(ANSWER, "acme", endpoint(i), "kept-" + i))
              .toList());
      KnownKeys known = new KnownKeys(tables.reads, BYTES_MAX);
      long since = known.moment();
      awaitFilter(known, ACME, since);
      assertThat(
              IntStream.range(0, many)
                  .filter(
                      i ->
                          known.isNew(ACME, since, "reserve", "made-" + i)
                              || known.isNew(ACME, since, endpoint(i), "kept-" + i)))
          .isEmpty();
      assertThat(
              IntStream.range(0, many)
                  .filter(i -> known.isNew(ACME, since, "decide", "made-" + i))
                  .count())
          .isGreaterThan(many * 98 / 100);
    }
  }

  @Test
  void isSureOfNothingBeforeAllIsRead() throws Exception {
    try (ReadTables tables = new ReadTables(TestStore.EMBEDDED, dataDir)) {
      Steps steps = new Steps(tables);
      KnownKeys known = new KnownKeys(steps.reads, BYTES_MAX);
      long since = known.moment();
      IntStream.range(1, KnownKeys.ASKED_MIN)
          .forEach(i -> known.isNew(ACME, since, "reserve", "k"));
      assertThat(steps.waiting).as("not worth it yet").isEmpty();
      assertThat(known.isNew(ACME, since, "reserve", "k")).isFalse();
      while (!steps.waiting.isEmpty()) {
        assertThat(known.isNew(ACME, since, "reserve", "k")).isFalse();
        steps.next();
      }
      assertThat(known.isNew(ACME, since, "reserve", "k")).isTrue();
    }
  }

  @Test
  void hearsOfKeysWhileTheTablesAreReadAndAfterwards() throws Exception {
    try (ReadTables tables = new ReadTables(TestStore.EMBEDDED, dataDir)) {
      Steps steps = new Steps(tables);
      KnownKeys known = new KnownKeys(steps.reads, BYTES_MAX);
      long since = known.moment();
      askOften(known, ACME, since);
      steps.next();
      for (int i = 0; !steps.waiting.isEmpty(); i++) {
        steps.next();
        known.add(ACME, "reserve", "meanwhile-" + i);
      }
      assertThat(known.isNew(ACME, since, "reserve", "other")).isTrue();
      assertThat(known.isNew(ACME, since, "reserve", "meanwhile-0")).isFalse();
      assertThat(known.isNew(ACME, since, "reserve", "meanwhile-1")).isFalse();
      known.add(ACME, "reserve", "other");
      assertThat(known.isNew(ACME, since, "reserve", "other")).isFalse();
    }
  }

  /** Its keys may have been written by another node after they were read here. */
  @Test
  void isSureOfNothingForABookThatHasComeLater() throws Exception {
    try (ReadTables tables = new ReadTables(TestStore.EMBEDDED, dataDir)) {
      Steps steps = new Steps(tables);
      KnownKeys known = new KnownKeys(steps.reads, BYTES_MAX);
      long before = known.moment();
      askOften(known, ACME, before);
      steps.next();
      long whileItIsRead = known.moment();
      steps.all();
      long after = known.moment();
      assertThat(known.isNew(ACME, before, "reserve", "k")).isTrue();
      assertThat(known.isNew(ACME, whileItIsRead, "reserve", "k")).isFalse();
      assertThat(known.isNew(ACME, after, "reserve", "k")).isFalse();

      askOften(known, ACME, after);
      steps.all();
      assertThat(known.isNew(ACME, whileItIsRead, "reserve", "k")).isTrue();
      assertThat(known.isNew(ACME, after, "reserve", "k")).isTrue();
    }
  }

  @Test
  void readsAgainWhenItHasMoreThanItIsMadeFor() throws Exception {
    try (ReadTables tables = new ReadTables(TestStore.EMBEDDED, dataDir)) {
      Steps steps = new Steps(tables);
      KnownKeys known = new KnownKeys(steps.reads, BYTES_MAX);
      long since = known.moment();
      askOften(known, ACME, since);
      steps.all();
      IntStream.range(0, 1_000).forEach(i -> known.add(ACME, "reserve", "k" + i));
      askOften(known, ACME, since);
      assertThat(steps.waiting).hasSize(1);
      known.add(ACME, "reserve", "meanwhile");
      steps.next();
      known.add(ACME, "reserve", "later");
      assertThat(known.isNew(ACME, since, "reserve", "meanwhile")).isFalse();
      assertThat(known.isNew(ACME, since, "reserve", "later")).isFalse();
      assertThat(known.isNew(ACME, since, "reserve", "new")).as("goes on meanwhile").isTrue();
      steps.all();
      assertThat(known.isNew(ACME, since, "reserve", "later")).isFalse();
    }
  }

  @Test
  void keysOfTenantsHaveNothingToDoWithEachOther() throws Exception {
    try (ReadTables tables = new ReadTables(TestStore.EMBEDDED, dataDir)) {
      tables.write(List.of(TableWrite.of(RESERVATION, "acme.1", "acme", "k")));
      KnownKeys known = new KnownKeys(tables.reads, BYTES_MAX);
      long since = known.moment();
      awaitFilter(known, ACME, since);
      awaitFilter(known, OTHER, since);
      assertThat(known.isNew(ACME, since, "reserve", "k")).isFalse();
      assertThat(known.isNew(OTHER, since, "reserve", "k")).isTrue();
    }
  }

  /** The one that asked last stays. */
  @Test
  void takesNoMoreThanItMay() throws Exception {
    try (ReadTables tables = new ReadTables(TestStore.EMBEDDED, dataDir)) {
      Steps steps = new Steps(tables);
      KnownKeys known = new KnownKeys(steps.reads, KeyFilter.bytesFor(1_000));
      long since = known.moment();
      askOften(known, ACME, since);
      steps.all();
      assertThat(known.isNew(ACME, since, "reserve", "k")).isTrue();
      askOften(known, OTHER, since);
      steps.all();
      assertThat(known.isNew(OTHER, since, "reserve", "k")).isTrue();
      assertThat(known.isNew(ACME, since, "reserve", "k")).isFalse();
    }
  }

  @Test
  void aScanThatFailsIsNotTheLastOneOfOthers() throws Exception {
    try (ReadTables tables = new ReadTables(TestStore.EMBEDDED, dataDir)) {
      Steps steps = new Steps(tables);
      KnownKeys known = new KnownKeys(steps.reads, KeyFilter.bytesFor(1_000));
      long since = known.moment();
      tables.write(
          IntStream.range(0, 2_000)
              .mapToObj(i -> TableWrite.of(RESERVATION, "acme." + i, "acme", "made-" + i))
              .toList());
      for (int i = 0; i < 5; i++) {
        askOften(known, ACME, since);
        steps.all();
        assertThat(known.isNew(ACME, since, "reserve", "k")).as("has no room").isFalse();
      }
      askOften(known, OTHER, since);
      steps.all();
      assertThat(known.isNew(OTHER, since, "reserve", "k")).isTrue();
    }
  }

  /** What waits for a thread, one by one. */
  private static final class Steps {
    final Queue<Runnable> waiting = new ArrayDeque<>();
    final Reads reads;

    Steps(ReadTables tables) {
      reads = new Reads(tables.pool(), QueryLimit.NONE, waiting::add);
    }

    void next() {
      waiting.remove().run();
    }

    void all() {
      while (!waiting.isEmpty()) {
        next();
      }
    }
  }

  private static void askOften(KnownKeys known, TenantId tenant, long since) {
    IntStream.range(0, KnownKeys.ASKED_MIN).forEach(i -> known.isNew(tenant, since, "x", "x"));
  }

  private static void awaitFilter(KnownKeys known, TenantId tenant, long since) {
    askOften(known, tenant, since);
    await()
        .until(() -> IntStream.range(0, 9).anyMatch(i -> known.isNew(tenant, since, "x", "" + i)));
  }

  private static String endpoint(int i) {
    return i % 3 == 0 ? "decide" : i % 3 == 1 ? "event" : "extend:acme." + i;
  }
}
