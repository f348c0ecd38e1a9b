package io.bailiwick.apikey.query;

import static io.bailiwick.query.ReadTables.answer;
import static org.assertj.core.api.Assertions.assertThat;

import io.bailiwick.apikey.ApiKeyCommand;
import io.bailiwick.apikey.ApiKeyReply;
import io.bailiwick.apikey.Permission;
import io.bailiwick.config.Secret;
import io.bailiwick.journal.TestStore;
import io.bailiwick.query.ReadTables;
import io.bailiwick.tenant.TenantId;
import io.bailiwick.tenant.TenantStatus;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class KeyChangesTest {

  private static final List<Permission> LESS = List.of(Permission.DEFAULTS.getFirst());

  private final KeySecrets secrets = new KeySecrets(new Secret("p".repeat(32)));
  private final InstantSource clock = InstantSource.fixed(Instant.ofEpochMilli(1_000));

  @TempDir Path dataDir;

  @ParameterizedTest
  @EnumSource
  void changesOfDifferentMembersAtOnceAreBothThere(TestStore store) throws Exception {
    try (ReadTables tables = new ReadTables(store, dataDir)) {
      tables.tenant("acme", TenantStatus.ACTIVE);
      Function<KeyChanges.Change, CompletionStage<Void>> write =
          change -> tables.writer.write(change.writes());
      KeyChanges changes = new KeyChanges(tables.reads, write, secrets, clock);
      var create =
          new ApiKeyCommand.Create(new TenantId("acme"), "a", null, null, null, null, null);
      String id = ((ApiKeyReply.Created) answer(changes.create(create, null))).key().keyId();
      // The key loses permissions between the look of the one who renames it and his write.
      var narrow = new ApiKeyCommand.Update(id, null, null, LESS, null, null);
      KeyChanges renaming =
          new KeyChanges(
              tables.reads,
              change -> changes.update(narrow, null).thenCompose(done -> write.apply(change)),
              secrets,
              clock);

      var rename = new ApiKeyCommand.Update(id, "x", null, null, null, null);
      ApiKeyReply.Updated updated = (ApiKeyReply.Updated) answer(renaming.update(rename, null));

      assertThat(updated.after().name()).isEqualTo("x");
      assertThat(updated.after().permissions()).isEqualTo(LESS);
    }
  }
}
