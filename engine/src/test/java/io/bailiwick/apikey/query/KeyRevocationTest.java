package io.bailiwick.apikey.query;

import static io.bailiwick.query.ReadTables.answer;
import static org.assertj.core.api.Assertions.assertThat;

import io.bailiwick.apikey.ApiKeyCommand;
import io.bailiwick.apikey.ApiKeyReply;
import io.bailiwick.config.Secret;
import io.bailiwick.journal.TestStore;
import io.bailiwick.query.ReadTables;
import io.bailiwick.tenant.TenantId;
import io.bailiwick.tenant.TenantStatus;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Several who revoke one key at once. */
class KeyRevocationTest {

  private static final TenantId ACME = new TenantId("acme");

  @TempDir Path dataDir;

  @ParameterizedTest
  @EnumSource
  void onlyTheFirstOfSeveralRevokesAKey(TestStore store) throws Exception {
    AtomicLong nowMs = new AtomicLong(1_000);
    InstantSource clock = () -> Instant.ofEpochMilli(nowMs.getAndIncrement());
    KeySecrets secrets = new KeySecrets(new Secret("p".repeat(32)));
    try (ReadTables tables = new ReadTables(store, dataDir)) {
      tables.tenant("acme", TenantStatus.ACTIVE);
      KeyChanges first =
          new KeyChanges(tables.reads, change -> write(tables, change), secrets, clock);
      var create = new ApiKeyCommand.Create(ACME, "n", null, null, null, null, null);
      String id = ((ApiKeyReply.Created) answer(first.create(create, null))).key().keyId();

      AtomicBoolean isOvertaken = new AtomicBoolean();
      // The other one comes between the look of this one and its write.
      KeyChanges second =
          new KeyChanges(
              tables.reads,
              change -> {
                assertThat(isOvertaken.getAndSet(true)).isFalse();
                return first
                    .revoke(new ApiKeyCommand.Revoke(id, "lost"), null)
                    .thenCompose(reply -> write(tables, change));
              },
              secrets,
              clock);
      assertThat(answer(second.revoke(new ApiKeyCommand.Revoke(id, "leaked"), null)))
          .isInstanceOfSatisfying(
              ApiKeyReply.Ended.class,
              ended -> assertThat(ended.key().revokedReason()).isEqualTo("lost"));
    }
  }

  private static CompletionStage<Void> write(ReadTables tables, KeyChanges.Change change) {
    return tables.writer.write(change.writes());
  }
}
