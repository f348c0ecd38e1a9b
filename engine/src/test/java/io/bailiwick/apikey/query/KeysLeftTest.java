package io.bailiwick.apikey.query;

import static io.bailiwick.query.ReadTables.answer;
import static org.assertj.core.api.Assertions.assertThat;

import io.bailiwick.apikey.ApiKeyCommand;
import io.bailiwick.apikey.ApiKeyReply;
import io.bailiwick.apikey.Authentication;
import io.bailiwick.config.Secret;
import io.bailiwick.journal.QueryLimit;
import io.bailiwick.journal.TestStore;
import io.bailiwick.query.ReadTables;
import io.bailiwick.query.Reads;
import io.bailiwick.tenant.TenantId;
import io.bailiwick.tenant.TenantStatus;
import java.nio.file.Path;
import java.sql.ResultSet;
import java.sql.Statement;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Keys that are left when their tenant has been closed. */
class KeysLeftTest {

  private static final Secret PEPPER = new Secret("p".repeat(32));
  private static final TenantId ACME = new TenantId("acme");

  @TempDir Path dataDir;

  @ParameterizedTest
  @EnumSource
  void closedTenantsAreFoundUntilTheirKeysAreRevoked(TestStore store) throws Exception {
    try (ReadTables tables = tables(store)) {
      StoredApiKeys keys = keys(tables.reads, tables);
      created(keys, "acme");
      created(keys, "other");
      ApiKeyReply.Created revoked = created(keys, "acme");
      answer(keys.ask(new ApiKeyCommand.Revoke(revoked.key().keyId(), null), null));
      assertThat(answer(keys.closedWithKeys("", 10))).isEmpty();

      tables.tenant("acme", TenantStatus.CLOSED);
      assertThat(answer(keys.closedWithKeys("", 10))).as("a close under way").isEmpty();
      tables.closedTenant("acme");
      tables.closedTenant("other");
      assertThat(answer(keys.closedWithKeys("", 10))).containsExactly(ACME, new TenantId("other"));
      assertThat(answer(keys.closedWithKeys("", 1))).containsExactly(ACME);
      assertThat(answer(keys.closedWithKeys("acme", 1))).containsExactly(new TenantId("other"));
      assertThat(answer(keys.closedWithKeys("other", 1))).containsExactly(ACME);
      assertThat(answer(keys.closedWithKeys("acme", 10)))
          .containsExactly(new TenantId("other"), ACME);
      answer(keys.revokeAllOf(ACME, "tenant_closed", null));
      assertThat(answer(keys.closedWithKeys("", 10))).containsExactly(new TenantId("other"));
    }
  }

  @ParameterizedTest
  @EnumSource
  void closedTenantsKeyIsForgottenEvenIfItCannotBeRevoked(TestStore store) throws Exception {
    try (ReadTables tables = tables(store)) {
      AtomicBoolean isDown = new AtomicBoolean();
      Reads reads =
          new Reads(
              tables.pool(),
              QueryLimit.NONE,
              task -> {
                if (isDown.get()) {
                  throw new RejectedExecutionException("down");
                }
                task.run();
              });
      StoredApiKeys keys = keys(reads, tables);
      ApiKeyReply.Created created = created(keys, "acme");
      assertThat(answer(keys.authenticate(created.secret(), null)))
          .isInstanceOf(Authentication.Valid.class);
      tables.tenant("acme", TenantStatus.CLOSED);

      isDown.set(true);
      assertThat(keys.revokeAllOf(ACME, "tenant_closed", null).toCompletableFuture())
          .isCompletedExceptionally();
      isDown.set(false);
      assertThat(answer(keys.authenticate(created.secret(), null)))
          .isInstanceOf(Authentication.TenantClosed.class);
    }
  }

  /** Nobody looks through the keys that are revoked, which are all but a few of closed tenants'. */
  @Test
  void onlyClosedTenantsAndLiveKeysAreLookedAt() throws Exception {
    try (ReadTables tables = tables(TestStore.EMBEDDED)) {
      List<String> plan =
          answer(
              tables.reads.ask(
                  connection -> {
                    List<String> steps = new ArrayList<>();
                    try (Statement explain = connection.createStatement();
                        ResultSet row =
                            explain.executeQuery(
                                "EXPLAIN QUERY PLAN "
                                    + KeysLeft.select(1).formatted(">").replace("?", "1"))) {
                      while (row.next()) {
                        steps.add(row.getString("detail"));
                      }
                    }
                    return steps;
                  }));
      assertThat(plan)
          .anyMatch(step -> step.contains("tenant_closed"))
          .anyMatch(step -> step.contains("INDEX api_key_live (tenant=?)"));
    }
  }

  private ReadTables tables(TestStore store) throws Exception {
    ReadTables tables = new ReadTables(store, dataDir);
    tables.tenant("acme", TenantStatus.ACTIVE);
    tables.tenant("other", TenantStatus.ACTIVE);
    return tables;
  }

  private static StoredApiKeys keys(Reads reads, ReadTables tables) {
    return new StoredApiKeys(
        reads, tables.writer, KeyCase.SETTINGS, PEPPER, false, InstantSource.system());
  }

  private static ApiKeyReply.Created created(StoredApiKeys keys, String tenant) throws Exception {
    ApiKeyCommand create =
        new ApiKeyCommand.Create(new TenantId(tenant), "name", null, null, null, null, null);
    return (ApiKeyReply.Created) answer(keys.ask(create, null));
  }
}
