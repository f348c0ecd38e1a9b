package io.bailiwick.apikey.query;

import static io.bailiwick.query.ReadTables.answer;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bailiwick.apikey.ApiKeyReply;
import io.bailiwick.journal.TestStore;
import io.bailiwick.projection.TableWrite;
import io.bailiwick.query.ReadTables;
import io.bailiwick.query.Retention;
import io.bailiwick.tenant.TenantId;
import java.nio.file.Path;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** How often keys were found good is written by the minute, exactly. */
class AuthenticationsTest {

  private static final long MINUTE_MS = 60_000;
  private static final TenantId ACME = new TenantId("acme");

  @TempDir Path dataDir;

  @ParameterizedTest
  @EnumSource
  void goodKeysCountForTheirTenantAndOthersForNobody(TestStore store) throws Exception {
    try (KeyCase acme = new KeyCase(store, dataDir)) {
      ApiKeyReply.Created created = acme.created(10 * MINUTE_MS);
      StoredApiKeys other = acme.node(true);
      acme.nowMs.set(2 * MINUTE_MS + 5);
      answer(acme.keys.authenticate(created.secret(), null));
      answer(acme.keys.authenticate(created.secret(), null));
      answer(acme.keys.validate(created.secret()));
      answer(acme.keys.authenticate(created.secret() + "x", null));
      answer(acme.keys.validate("nonsense"));
      answer(acme.keys.writeAuthentications());
      answer(other.authenticate(created.secret(), null));
      answer(other.writeAuthentications());
      acme.nowMs.set(3 * MINUTE_MS);
      answer(acme.keys.authenticate(created.secret(), null));
      answer(acme.keys.writeAuthentications());
      acme.nowMs.set(20 * MINUTE_MS);
      answer(acme.keys.authenticate(created.secret(), null));
      answer(acme.keys.writeAuthentications());

      assertThat(written(acme.tables))
          .isEqualTo(Map.of("acme 2", 4L, "acme 3", 1L, "__system__ 2", 4L, "__system__ 3", 1L));
    }
  }

  /** The second of three transactions fails: what the first has written is not written again. */
  @ParameterizedTest
  @EnumSource
  void whatTheStoreDidNotTakeIsWrittenWithTheNext(TestStore store) throws Exception {
    try (ReadTables tables = new ReadTables(store, dataDir)) {
      AtomicInteger calls = new AtomicInteger();
      AtomicInteger most = new AtomicInteger();
      Authentications authentications =
          new Authentications(
              writes -> {
                most.accumulateAndGet(writes.size(), Math::max);
                return calls.incrementAndGet() == 2 ? lost() : tables.writer.write(writes);
              });
      int tenants = 2 * Authentications.SUMS_MAX + 1;
      for (int i = 0; i < tenants; i++) {
        authentications.note(new TenantId("tenant-" + i), MINUTE_MS);
      }
      assertThatThrownBy(() -> answer(authentications.write(2 * MINUTE_MS))).isNotNull();
      assertThat(written(tables)).hasSize(Authentications.SUMS_MAX + 1);

      authentications.note(new TenantId("tenant-0"), 2 * MINUTE_MS);
      answer(authentications.write(2 * MINUTE_MS));
      answer(authentications.write(2 * MINUTE_MS));
      Map<String, Long> written = written(tables);
      assertThat(written)
          .hasSize(tenants + 3)
          .containsEntry("tenant-0 1", 1L)
          .containsEntry("tenant-0 2", 1L)
          .containsEntry("__system__ 1", (long) tenants)
          .containsEntry("__system__ 2", 1L);
      assertThat(most.get()).isBetween(2, 2 * (Authentications.SUMS_MAX + 2));
    }
  }

  /** Those that come while others are being written are in no write or in one. */
  @Test
  void nothingIsLostOrCountedTwiceWhileItIsWritten() throws Exception {
    AtomicLong sum = new AtomicLong();
    Authentications authentications =
        new Authentications(
            writes -> {
              writes.stream()
                  .map(TableWrite::arguments)
                  .filter(arguments -> arguments.size() == 4 && arguments.get(1).equals("acme"))
                  .forEach(arguments -> sum.addAndGet((Long) arguments.getFirst()));
              return CompletableFuture.completedFuture(null);
            });
    int each = 50_000;
    Runnable notes = () -> IntStream.range(0, each).forEach(i -> authentications.note(ACME, i));
    List<Thread> threads = List.of(Thread.startVirtualThread(notes), new Thread(notes));
    threads.getLast().start();
    for (Thread thread : threads) {
      while (thread.isAlive()) {
        answer(authentications.write(0));
      }
    }
    answer(authentications.write(0));
    assertThat(sum.get()).isEqualTo(2L * each);
  }

  @ParameterizedTest
  @EnumSource
  void whatNoWindowReachesBackToLeaves(TestStore store) throws Exception {
    try (ReadTables tables = new ReadTables(store, dataDir)) {
      long keptMs = Authentications.KEPT.toMillis();
      Authentications authentications = new Authentications(tables.writer::write);
      authentications.note(ACME, 0);
      authentications.note(ACME, MINUTE_MS);
      answer(authentications.write(0));

      Retention retention =
          new Retention(
              tables.reads,
              tables.writer,
              List.of(new Retention.Group(10, List.of(Authentications.old()))));
      answer(retention.step(keptMs));
      assertThat(written(tables)).hasSize(4);
      answer(retention.step(keptMs + 1));
      assertThat(written(tables)).isEqualTo(Map.of("acme 1", 1L, "__system__ 1", 1L));

      authentications.note(ACME, 2 * MINUTE_MS);
      answer(authentications.write(keptMs + 2 * MINUTE_MS));
      assertThat(written(tables)).as("nobody would read it").doesNotContainKey("acme 2");
    }
  }

  private static CompletionStage<Void> lost() {
    return CompletableFuture.failedFuture(new IllegalStateException("the store is away"));
  }

  /** Attempts by tenant and number of the minute. */
  private static Map<String, Long> written(ReadTables tables) throws Exception {
    return answer(
        tables.reads.ask(
            connection -> {
              Map<String, Long> written = new TreeMap<>();
              try (PreparedStatement select =
                      connection.prepareStatement("SELECT * FROM authentication");
                  ResultSet row = select.executeQuery()) {
                while (row.next()) {
                  written.merge(
                      row.getString("tenant") + ' ' + row.getLong("minute_ms") / MINUTE_MS,
                      row.getLong("attempts"),
                      Long::sum);
                }
              }
              return written;
            }));
  }
}
