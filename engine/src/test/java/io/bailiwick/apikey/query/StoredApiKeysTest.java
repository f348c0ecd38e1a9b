package io.bailiwick.apikey.query;

import static io.bailiwick.query.ReadTables.answer;
import static org.assertj.core.api.Assertions.assertThat;

import io.bailiwick.apikey.ApiKey;
import io.bailiwick.apikey.ApiKeyCommand;
import io.bailiwick.apikey.ApiKeyReply;
import io.bailiwick.apikey.ApiKeys;
import io.bailiwick.apikey.Authentication;
import io.bailiwick.apikey.KeyStatus;
import io.bailiwick.apikey.Permission;
import io.bailiwick.apikey.ScopeFilter;
import io.bailiwick.config.AuthSettings;
import io.bailiwick.config.Secret;
import io.bailiwick.journal.TestStore;
import io.bailiwick.query.ListReply;
import io.bailiwick.query.PageRequest;
import io.bailiwick.query.ReadTables;
import io.bailiwick.query.SortDirection;
import io.bailiwick.refusal.RefusalCode;
import io.bailiwick.tenant.TenantId;
import io.bailiwick.tenant.TenantStatus;
import io.bailiwick.time.Stopwatch;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class StoredApiKeysTest {

  private static final Duration LEASE = Duration.ofMillis(100);
  private static final AuthSettings SETTINGS =
      new AuthSettings(
          LEASE,
          100,
          Duration.ofSeconds(10),
          Duration.ofDays(1),
          Duration.ofDays(30),
          0,
          new Secret(""),
          new Secret(""));
  private static final Secret PEPPER = new Secret("p".repeat(32));
  private static final TenantId ACME = new TenantId("acme");

  private final AtomicLong nowMs = new AtomicLong(1_000);
  private final InstantSource clock = () -> Instant.ofEpochMilli(nowMs.get());

  @TempDir Path dataDir;

  @ParameterizedTest
  @EnumSource
  void newKeyAuthenticatesWithItsSecretAlone(TestStore store) throws Exception {
    try (ReadTables tables = withTenants(store)) {
      StoredApiKeys keys = keys(tables, PEPPER, false);
      ApiKeyReply.Created created = created(keys, "acme");
      assertThat(created.secret()).matches("cyc_live_[A-Za-z0-9_-]{32}");
      assertThat(created.key().prefix()).isEqualTo(created.secret().substring(0, 14));
      assertThat(created.key().keyId()).matches("key_[0-9a-f]{16}");
      assertThat(created.key().permissions()).isEqualTo(Permission.DEFAULTS);
      assertThat(created.key().expiresAtMs()).isEqualTo(1_000 + ApiKeys.DEFAULT_LIFE.toMillis());

      Authentication.Valid valid = new Authentication.Valid(created.key());
      assertThat(answer(keys.authenticate(created.secret(), null))).isEqualTo(valid);
      assertThat(answer(keys.authenticate(created.secret(), null)))
          .as("from memory")
          .isEqualTo(valid);
      assertThat(answer(keys.validate(created.secret()))).isEqualTo(valid);
      assertThat(answer(keys.authenticate(created.key().prefix() + "x".repeat(27), null)))
          .isEqualTo(new Authentication.Mismatch());
      for (String none : List.of("", "cyc_live_", "cyc_live_" + "x".repeat(32), "%")) {
        assertThat(answer(keys.authenticate(none, null))).isEqualTo(new Authentication.Unknown());
      }
      StoredApiKeys otherPepper = keys(tables, new Secret("q".repeat(32)), false);
      assertThat(answer(otherPepper.authenticate(created.secret(), null)))
          .isEqualTo(new Authentication.Mismatch());
    }
  }

  @ParameterizedTest
  @EnumSource
  void revokedKeyStopsBeforeTheAnswerAndForGood(TestStore store) throws Exception {
    try (ReadTables tables = withTenants(store)) {
      StoredApiKeys keys = keys(tables, PEPPER, false);
      ApiKeyReply.Created created = created(keys, "acme");
      assertThat(answer(keys.authenticate(created.secret(), null)))
          .isInstanceOf(Authentication.Valid.class);
      String id = created.key().keyId();
      nowMs.set(2_000);

      ApiKey revoked =
          ((ApiKeyReply.Revoked) answer(keys.ask(new ApiKeyCommand.Revoke(id, "lost"), null)))
              .key();
      assertThat(revoked.status(2_000)).isEqualTo(KeyStatus.REVOKED);
      assertThat(revoked.revokedAtMs()).isEqualTo(2_000);
      assertThat(revoked.revokedReason()).isEqualTo("lost");
      Authentication.Revoked outcome = new Authentication.Revoked(revoked);
      assertThat(answer(keys.authenticate(created.secret(), null))).isEqualTo(outcome);
      assertThat(answer(keys.ask(new ApiKeyCommand.Revoke(id, "again"), null)))
          .isEqualTo(new ApiKeyReply.Ended(revoked, KeyStatus.REVOKED));
      assertThat(answer(keys.ask(rename(id, "x"), null)))
          .isEqualTo(new ApiKeyReply.Ended(revoked, KeyStatus.REVOKED));
      for (String none : List.of("key_0", "key_\0")) {
        assertThat(code(answer(keys.ask(new ApiKeyCommand.Revoke(none, null), null))))
            .isEqualTo(RefusalCode.NOT_FOUND);
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void revocationOnOneNodeWaitsUntilTheOthersHaveLookedAgain(TestStore store) throws Exception {
    try (ReadTables tables = withTenants(store)) {
      StoredApiKeys here = keys(tables, PEPPER, true);
      StoredApiKeys there = keys(tables, PEPPER, true);
      ApiKeyReply.Created created = created(here, "acme");
      assertThat(answer(there.authenticate(created.secret(), null)))
          .isInstanceOf(Authentication.Valid.class);
      Stopwatch age = Stopwatch.start();
      answer(here.ask(new ApiKeyCommand.Revoke(created.key().keyId(), null), null));
      assertThat(age.elapsedNanos()).isGreaterThanOrEqualTo(LEASE.toNanos());
      assertThat(answer(there.authenticate(created.secret(), null)))
          .isInstanceOf(Authentication.Revoked.class);
    }
  }

  @ParameterizedTest
  @EnumSource
  void keyExpiresInMemoryAsWell(TestStore store) throws Exception {
    try (ReadTables tables = withTenants(store)) {
      StoredApiKeys keys = keys(tables, PEPPER, false);
      ApiKeyReply.Created created =
          (ApiKeyReply.Created)
              answer(
                  keys.ask(
                      new ApiKeyCommand.Create(ACME, "n", null, null, null, null, 5_000L), null));
      nowMs.set(4_999);
      assertThat(answer(keys.authenticate(created.secret(), null)))
          .isInstanceOf(Authentication.Valid.class);
      nowMs.set(5_000);
      assertThat(answer(keys.authenticate(created.secret(), null)))
          .isEqualTo(new Authentication.Expired(created.key()));
      assertThat(answer(keys.ask(rename(created.key().keyId(), "x"), null)))
          .isEqualTo(new ApiKeyReply.Ended(created.key(), KeyStatus.EXPIRED));
    }
  }

  @ParameterizedTest
  @EnumSource
  void updateHoldsFromTheNextRequestOn(TestStore store) throws Exception {
    try (ReadTables tables = withTenants(store)) {
      StoredApiKeys keys = keys(tables, PEPPER, false);
      ApiKeyReply.Created created = created(keys, "acme");
      answer(keys.authenticate(created.secret(), null));
      ApiKeyReply.Updated updated =
          (ApiKeyReply.Updated)
              answer(
                  keys.ask(
                      new ApiKeyCommand.Update(
                          created.key().keyId(),
                          null,
                          "described",
                          List.of(Permission.BALANCES_READ),
                          new ScopeFilter(List.of("app:chat")),
                          "{\"a\":1}"),
                      null));
      assertThat(updated.before()).isEqualTo(created.key());
      assertThat(updated.after().name()).isEqualTo("name");
      assertThat(updated.after().description()).isEqualTo("described");
      assertThat(updated.after().permissions()).containsExactly(Permission.BALANCES_READ);
      assertThat(updated.after().metadata()).isEqualTo("{\"a\":1}");
      assertThat(answer(keys.authenticate(created.secret(), null)))
          .isEqualTo(new Authentication.Valid(updated.after()));
    }
  }

  @ParameterizedTest
  @EnumSource
  void tenantsStatusDecidesWhetherAKeyCanBeMade(TestStore store) throws Exception {
    try (ReadTables tables = withTenants(store)) {
      StoredApiKeys keys = keys(tables, PEPPER, false);
      assertThat(code(answer(keys.ask(create("nobody"), null))))
          .isEqualTo(RefusalCode.TENANT_NOT_FOUND);
      assertThat(code(answer(keys.ask(create("paused"), null))))
          .isEqualTo(RefusalCode.INVALID_REQUEST);
      assertThat(code(answer(keys.ask(create("gone"), null)))).isEqualTo(RefusalCode.TENANT_CLOSED);
    }
  }

  @ParameterizedTest
  @EnumSource
  void closedTenantsKeysStopAndNeverChangeAgain(TestStore store) throws Exception {
    try (ReadTables tables = withTenants(store)) {
      StoredApiKeys keys = keys(tables, PEPPER, false);
      ApiKeyReply.Created first = created(keys, "acme");
      ApiKeyReply.Created second = created(keys, "acme");
      ApiKeyReply.Created other = created(keys, "other");
      answer(keys.authenticate(first.secret(), null));
      answer(keys.authenticate(other.secret(), null));
      answer(keys.ask(new ApiKeyCommand.Revoke(second.key().keyId(), "before"), null));

      tables.tenant("acme", TenantStatus.CLOSED);
      assertThat(answer(keys.validate(first.secret())))
          .isInstanceOf(Authentication.TenantClosed.class);
      assertThat(code(answer(keys.ask(create("acme"), null)))).isEqualTo(RefusalCode.TENANT_CLOSED);
      assertThat(code(answer(keys.ask(rename(first.key().keyId(), "x"), null))))
          .isEqualTo(RefusalCode.TENANT_CLOSED);
      assertThat(code(answer(keys.ask(new ApiKeyCommand.Revoke(first.key().keyId(), null), null))))
          .isEqualTo(RefusalCode.TENANT_CLOSED);

      List<ApiKey> revoked = answer(keys.revokeAllOf(ACME, "tenant_closed", null));
      assertThat(revoked).extracting(ApiKey::keyId).containsExactly(first.key().keyId());
      assertThat(revoked.getFirst().revokedReason()).isEqualTo("tenant_closed");
      assertThat(answer(keys.authenticate(first.secret(), null)))
          .isInstanceOf(Authentication.Revoked.class);
      assertThat(answer(keys.authenticate(other.secret(), null)))
          .isInstanceOf(Authentication.Valid.class);
      assertThat(answer(keys.revokeAllOf(ACME, "tenant_closed", null))).isEmpty();
    }
  }

  @ParameterizedTest
  @EnumSource
  void closeLeavesAKeyThatHasExpiredAsItIs(TestStore store) throws Exception {
    try (ReadTables tables = withTenants(store)) {
      StoredApiKeys keys = keys(tables, PEPPER, false);
      ApiKeyReply.Created old = created(keys, "acme");
      nowMs.set(old.key().expiresAtMs());
      ApiKeyReply.Created young = created(keys, "acme");
      tables.closedTenant("acme");

      assertThat(answer(keys.closedWithKeys("", 10))).containsExactly(ACME);
      assertThat(answer(keys.revokeAllOf(ACME, "tenant_closed", null)))
          .extracting(ApiKey::keyId)
          .containsExactly(young.key().keyId());
      assertThat(answer(keys.closedWithKeys("", 10))).as("nobody looks again").isEmpty();
      assertThat(answer(keys.validate(old.secret()))).isInstanceOf(Authentication.Expired.class);
    }
  }

  @ParameterizedTest
  @EnumSource
  void keyThatWasMadeBesideACloseIsTakenBack(TestStore store) throws Exception {
    try (ReadTables tables = withTenants(store)) {
      KeySecrets secrets = new KeySecrets(PEPPER);
      // The close comes right after the row, before its maker looks again.
      KeyChanges changes =
          new KeyChanges(
              tables.reads,
              change ->
                  tables.writer.write(change.writes()).thenRunAsync(() -> close(tables, "acme")),
              secrets,
              clock);
      assertThat(code(answer(changes.create(create("acme"), null))))
          .isEqualTo(RefusalCode.TENANT_CLOSED);
      ApiKeyQueries queries = new ApiKeyQueries(tables.reads);
      assertThat(list(queries, ApiKeyFilter.ALL, ApiKeySort.NAME, SortDirection.ASC))
          .hasSize(1)
          .allMatch(key -> key.status(nowMs.get()) == KeyStatus.REVOKED);
    }
  }

  @ParameterizedTest
  @EnumSource
  void suspensionIsToldByValidationAlone(TestStore store) throws Exception {
    try (ReadTables tables = withTenants(store)) {
      StoredApiKeys keys = keys(tables, PEPPER, false);
      ApiKeyReply.Created created = created(keys, "acme");
      tables.tenant("acme", TenantStatus.SUSPENDED);
      assertThat(answer(keys.authenticate(created.secret(), null)))
          .isInstanceOf(Authentication.Valid.class);
      assertThat(answer(keys.validate(created.secret())))
          .isInstanceOf(Authentication.TenantSuspended.class);
    }
  }

  @ParameterizedTest
  @EnumSource
  void keysAreListedInEveryOrderAndByStatus(TestStore store) throws Exception {
    try (ReadTables tables = withTenants(store)) {
      StoredApiKeys keys = keys(tables, PEPPER, false);
      List<ApiKey> all = new ArrayList<>();
      for (int i = 0; i < 9; i++) {
        nowMs.set(1_000 + i / 2);
        var create =
            new ApiKeyCommand.Create(
                new TenantId(i % 2 == 0 ? "acme" : "other"),
                "Name_" + i % 4,
                null,
                null,
                null,
                null,
                i % 3 == 0 ? 1_500L : 9_000L - i);
        ApiKey key = ((ApiKeyReply.Created) answer(keys.ask(create, null))).key();
        if (i % 4 == 0) {
          answer(keys.ask(new ApiKeyCommand.Revoke(key.keyId(), null), null));
        }
        all.add(answer(new ApiKeyQueries(tables.reads).byId(key.keyId())).orElseThrow());
      }
      nowMs.set(2_000);
      ApiKeyQueries queries = new ApiKeyQueries(tables.reads);
      for (ApiKeySort sort : ApiKeySort.values()) {
        for (SortDirection direction : SortDirection.values()) {
          // Of equal ones the ids go the way of the sort.
          Comparator<ApiKey> order = order(sort).thenComparing(ApiKey::keyId);
          assertThat(list(queries, ApiKeyFilter.ALL, sort, direction))
              .as(sort + " " + direction)
              .isEqualTo(
                  all.stream()
                      .sorted(direction == SortDirection.ASC ? order : order.reversed())
                      .toList());
        }
      }
      for (KeyStatus status : KeyStatus.values()) {
        ApiKeyFilter filter = new ApiKeyFilter(ACME, status, "name_0");
        assertThat(list(queries, filter, ApiKeySort.KEY_ID, SortDirection.ASC))
            .as(status.toString())
            .containsExactlyInAnyOrderElementsOf(
                all.stream()
                    .filter(key -> key.tenant().equals(ACME) && key.name().equals("Name_0"))
                    .filter(key -> key.status(2_000) == status)
                    .toList());
      }
    }
  }

  private List<ApiKey> list(
      ApiKeyQueries queries, ApiKeyFilter filter, ApiKeySort sort, SortDirection direction)
      throws Exception {
    List<ApiKey> walked = new ArrayList<>();
    String cursor = null;
    do {
      var page =
          (ListReply.Page<ApiKey>)
              answer(
                  queries.list(filter, sort, direction, new PageRequest(cursor, 2), nowMs.get()));
      walked.addAll(page.items());
      cursor = page.nextCursor();
    } while (cursor != null);
    return walked;
  }

  private static Comparator<ApiKey> order(ApiKeySort sort) {
    return switch (sort) {
      case KEY_ID -> Comparator.comparing(ApiKey::keyId);
      case NAME -> Comparator.comparing(ApiKey::name);
      case TENANT_ID -> Comparator.comparing(ApiKey::tenant);
      case STATUS -> Comparator.comparing(key -> key.status(2_000).name());
      case CREATED_AT -> Comparator.comparing(ApiKey::createdAtMs);
      case EXPIRES_AT -> Comparator.comparing(ApiKey::expiresAtMs);
    };
  }

  private ReadTables withTenants(TestStore store) throws Exception {
    ReadTables tables = new ReadTables(store, dataDir);
    tables.tenant("acme", TenantStatus.ACTIVE);
    tables.tenant("other", TenantStatus.ACTIVE);
    tables.tenant("paused", TenantStatus.SUSPENDED);
    tables.tenant("gone", TenantStatus.CLOSED);
    return tables;
  }

  private static void close(ReadTables tables, String tenant) {
    try {
      tables.tenant(tenant, TenantStatus.CLOSED);
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }

  private StoredApiKeys keys(ReadTables tables, Secret pepper, boolean isOneOfSeveral) {
    return new StoredApiKeys(tables.reads, tables.writer, SETTINGS, pepper, isOneOfSeveral, clock);
  }

  private static ApiKeyReply.Created created(ApiKeys keys, String tenant) throws Exception {
    return (ApiKeyReply.Created) answer(keys.ask(create(tenant), null));
  }

  private static ApiKeyCommand.Create create(String tenant) {
    return new ApiKeyCommand.Create(
        new TenantId(tenant), "name", null, List.of(), ScopeFilter.ALL, null, null);
  }

  private static ApiKeyCommand.Update rename(String keyId, String name) {
    return new ApiKeyCommand.Update(keyId, name, null, null, null, null);
  }

  private static RefusalCode code(ApiKeyReply reply) {
    return ((ApiKeyReply.Refused) reply).refusal().code();
  }
}
