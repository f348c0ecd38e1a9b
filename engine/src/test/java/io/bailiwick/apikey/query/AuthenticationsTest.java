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
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
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
      answer(acme.keys.writeUses());
      answer(other.authenticate(created.secret(), null));
      answer(other.writeUses());
      acme.nowMs.set(3 * MINUTE_MS);
      answer(acme.keys.authenticate(created.secret(), null));
      answer(acme.keys.writeUses());
      acme.nowMs.set(20 * MINUTE_MS);
      answer(acme.keys.authenticate(created.secret(), null));
      answer(acme.keys.writeUses());

      assertThat(written(acme.tables)).isEqualTo(Map.of("acme 2", 4L, "acme 3", 1L));
    }
  }

  @ParameterizedTest
  @EnumSource
  void whatTheStoreDidNotTakeIsWrittenWithTheNext(TestStore store) throws Exception {
    try (ReadTables tables = new ReadTables(store, dataDir)) {
      AtomicBoolean isAway = new AtomicBoolean(true);
      AtomicInteger most = new AtomicInteger();
      Authentications authentications =
          new Authentications(
              writes -> {
                most.accumulateAndGet(writes.size(), Math::max);
                return isAway.get() ? lost() : written(tables, writes);
              });
      int tenants = 2 * Authentications.TENANTS_MAX + 1;
      for (int i = 0; i < tenants; i++) {
        authentications.note(new TenantId("tenant-" + i));
      }
      assertThatThrownBy(() -> answer(authentications.write(MINUTE_MS))).isNotNull();

      isAway.set(false);
      authentications.note(new TenantId("tenant-0"));
      answer(authentications.write(2 * MINUTE_MS));
      answer(authentications.write(2 * MINUTE_MS));
      Map<String, Long> written = written(tables);
      assertThat(written)
          .hasSize(tenants)
          .containsEntry("tenant-0 2", 2L)
          .containsEntry("tenant-1 2", 1L);
      assertThat(most.get()).isEqualTo(2 * Authentications.TENANTS_MAX);
    }
  }

  @ParameterizedTest
  @EnumSource
  void whatNoWindowReachesBackToLeaves(TestStore store) throws Exception {
    try (ReadTables tables = new ReadTables(store, dataDir)) {
      long keptMs = Authentications.KEPT.toMillis();
      Authentications authentications = new Authentications(tables.writer::write);
      authentications.note(ACME);
      answer(authentications.write(0));
      authentications.note(ACME);
      answer(authentications.write(MINUTE_MS));

      Retention retention =
          new Retention(
              tables.reads,
              tables.writer,
              List.of(new Retention.Group(10, List.of(Authentications.old()))));
      answer(retention.step(keptMs));
      assertThat(written(tables)).hasSize(2);
      answer(retention.step(keptMs + 1));
      assertThat(written(tables)).isEqualTo(Map.of("acme 1", 1L));
    }
  }

  private static CompletionStage<Void> lost() {
    return CompletableFuture.failedFuture(new IllegalStateException("the store is away"));
  }

  private static CompletionStage<Void> written(ReadTables tables, List<TableWrite> writes) {
    return tables.writer.write(writes);
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
                  written.put(
                      row.getString("tenant") + ' ' + row.getLong("minute_ms") / MINUTE_MS,
                      row.getLong("attempts"));
                }
              }
              return written;
            }));
  }
}
