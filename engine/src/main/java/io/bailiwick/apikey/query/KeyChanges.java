package io.bailiwick.apikey.query;

import io.bailiwick.apikey.ApiKey;
import io.bailiwick.apikey.ApiKeyCommand;
import io.bailiwick.apikey.ApiKeyReply;
import io.bailiwick.apikey.ApiKeys;
import io.bailiwick.apikey.KeyStatus;
import io.bailiwick.apikey.Permission;
import io.bailiwick.apikey.ScopeFilter;
import io.bailiwick.projection.TableWrite;
import io.bailiwick.query.Columns;
import io.bailiwick.query.Reads;
import io.bailiwick.record.Origin;
import io.bailiwick.refusal.Refusal;
import io.bailiwick.refusal.RefusalCode;
import io.bailiwick.tenant.TenantId;
import io.bailiwick.tenant.TenantStatus;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;

/**
 * Makes, changes and revokes keys: look, write under a condition, look again. The second look tells
 * who won against a close of the tenant: a key that got in beside it is taken back before anybody
 * has its secret, and one that got in later cannot be, as its statement sees the close.
 */
final class KeyChanges {

  /** Keys that a close revokes in one transaction: with their records a few milliseconds. */
  private static final int REVOKED_AT_ONCE = 200;

  private final Reads reads;
  private final Function<Change, CompletionStage<Void>> writes;
  private final KeySecrets secrets;
  private final InstantSource clock;

  /**
   * @param writes completes when a change is durable and everybody goes by it
   */
  KeyChanges(
      Reads reads,
      Function<Change, CompletionStage<Void>> writes,
      KeySecrets secrets,
      InstantSource clock) {
    this.reads = reads;
    this.writes = writes;
    this.secrets = secrets;
    this.clock = clock;
  }

  /** Writes, all or nothing, and whose keys they change. */
  sealed interface Change {
    List<TableWrite> writes();

    /** Nobody can have a key that is new in memory. */
    default boolean isNew() {
      return this instanceof OfNew;
    }

    record OfNew(List<TableWrite> writes) implements Change {}

    record OfOne(String keyId, List<TableWrite> writes) implements Change {}

    record OfAll(TenantId tenant, List<TableWrite> writes) implements Change {}
  }

  /**
   * @param origin is kept with what is told of it; null where none is known
   */
  CompletionStage<ApiKeyReply> create(ApiKeyCommand.Create create, Origin origin) {
    return reads
        .ask(connection -> tenantStatus(connection, create.tenant()))
        .thenCompose(
            status ->
                status.equals(Optional.of(TenantStatus.ACTIVE))
                    ? insert(create, origin)
                    : done(refusedFor(create.tenant(), status)));
  }

  private CompletionStage<ApiKeyReply> insert(ApiKeyCommand.Create create, Origin origin) {
    String secret = secrets.newSecret();
    String changeId = secrets.newChangeId();
    ApiKey key = key(create, secret);
    List<TableWrite> made = new ArrayList<>();
    made.add(KeyWrites.insert(key, secrets.hash(secret), changeId));
    KeyRecords.created(key, changeId, origin, made);
    return writes
        .apply(new Change.OfNew(List.copyOf(made)))
        .thenCompose(written -> reads.ask(connection -> KeyRow.byId(connection, key.keyId())))
        .thenCompose(
            row -> {
              if (row.isEmpty()) {
                return reads
                    .ask(connection -> tenantStatus(connection, create.tenant()))
                    .thenApply(status -> refusedFor(create.tenant(), status));
              }
              if (row.get().tenantStatus() == TenantStatus.CLOSED) {
                return writes
                    .apply(revocation(key, "tenant_closed", origin, clock.millis()))
                    .thenApply(revoked -> closed(create.tenant()));
              }
              return done(new ApiKeyReply.Created(row.get().key(), secret));
            });
  }

  private ApiKey key(ApiKeyCommand.Create create, String secret) {
    long nowMs = clock.millis();
    boolean hasPermissions = create.permissions() != null && !create.permissions().isEmpty();
    return new ApiKey(
        secrets.newKeyId(),
        create.tenant(),
        KeySecrets.prefix(secret),
        create.name(),
        create.description(),
        hasPermissions ? create.permissions() : Permission.DEFAULTS,
        create.scopeFilter() == null ? ScopeFilter.ALL : create.scopeFilter(),
        create.metadata(),
        nowMs,
        create.expiresAtMs() == null
            ? nowMs + ApiKeys.DEFAULT_LIFE.toMillis()
            : create.expiresAtMs(),
        null,
        null,
        null);
  }

  CompletionStage<ApiKeyReply> update(ApiKeyCommand.Update update, Origin origin) {
    return ofOpenTenant(
        update.keyId(),
        row -> {
          ApiKey before = row.key();
          KeyStatus status = before.status(clock.millis());
          if (status != KeyStatus.ACTIVE) {
            return done(new ApiKeyReply.Ended(before, status));
          }
          return writes
              .apply(new Change.OfOne(before.keyId(), updates(update, before, origin)))
              .thenCompose(
                  written ->
                      ofOpenTenant(
                          before.keyId(),
                          now -> {
                            ApiKey after = now.key();
                            KeyStatus ended = after.status(clock.millis());
                            return done(
                                ended == KeyStatus.ACTIVE
                                    ? new ApiKeyReply.Updated(before, after)
                                    : new ApiKeyReply.Ended(after, ended));
                          }));
        });
  }

  private List<TableWrite> updates(ApiKeyCommand.Update update, ApiKey before, Origin origin) {
    long nowMs = clock.millis();
    String changeId = secrets.newChangeId();
    List<TableWrite> updates = new ArrayList<>();
    ApiKeyCommand.Update real = update.without(before);
    updates.add(KeyWrites.update(real, changeId, nowMs));
    KeyRecords.updated(before, before.with(real), changeId, origin, nowMs, updates);
    return List.copyOf(updates);
  }

  CompletionStage<ApiKeyReply> revoke(ApiKeyCommand.Revoke revoke, Origin origin) {
    long atMs = clock.millis();
    return ofOpenTenant(
        revoke.keyId(),
        row ->
            row.key().revokedAtMs() != null
                ? done(new ApiKeyReply.Ended(row.key(), KeyStatus.REVOKED))
                : writes
                    .apply(revocation(row.key(), revoke.reason(), origin, atMs))
                    .thenCompose(
                        written -> reads.ask(connection -> KeyRow.byId(connection, revoke.keyId())))
                    .thenApply(now -> revoked(now.orElseThrow().key(), revoke.reason(), atMs)));
  }

  /** The first of several at once has revoked it; the others find it revoked. */
  private static ApiKeyReply revoked(ApiKey key, String reason, long atMs) {
    boolean isByThis = key.revokedAtMs() == atMs && Objects.equals(key.revokedReason(), reason);
    return isByThis ? new ApiKeyReply.Revoked(key) : new ApiKeyReply.Ended(key, KeyStatus.REVOKED);
  }

  Change revocation(ApiKey key, String reason, Origin origin, long atMs) {
    String changeId = secrets.newChangeId();
    List<TableWrite> writes = new ArrayList<>();
    writes.add(KeyWrites.revoke(key.keyId(), reason, changeId, atMs));
    KeyRecords.revoked(key, changeId, reason, origin, atMs, writes);
    return new Change.OfOne(key.keyId(), List.copyOf(writes));
  }

  /**
   * Some at a time, until none is left: no new one can be made of a closed tenant. What has expired
   * stays as it is.
   */
  CompletionStage<List<ApiKey>> revokeAllOf(TenantId tenant, String reason, Origin origin) {
    return revokeAllOf(tenant, reason, origin, List.of());
  }

  private CompletionStage<List<ApiKey>> revokeAllOf(
      TenantId tenant, String reason, Origin origin, List<ApiKey> before) {
    long atMs = clock.millis();
    return reads
        .ask(connection -> KeyRow.liveOf(connection, tenant, atMs, REVOKED_AT_ONCE))
        .thenCompose(
            live -> {
              if (live.isEmpty()) {
                return CompletableFuture.completedFuture(before);
              }
              List<ApiKey> revoked = new ArrayList<>(before);
              List<TableWrite> all = new ArrayList<>();
              for (KeyRow row : live) {
                String changeId = secrets.newChangeId();
                all.add(KeyWrites.revoke(row.key().keyId(), reason, changeId, atMs));
                KeyRecords.revokedByClose(row.key(), changeId, origin, atMs, all);
                revoked.add(row.key().revoked(reason, atMs));
              }
              return writes
                  .apply(new Change.OfAll(tenant, List.copyOf(all)))
                  .thenCompose(written -> revokeAllOf(tenant, reason, origin, revoked));
            });
  }

  private CompletionStage<ApiKeyReply> ofOpenTenant(
      String keyId, Function<KeyRow, CompletionStage<ApiKeyReply>> then) {
    return reads
        .ask(connection -> KeyRow.byId(connection, keyId))
        .thenCompose(
            row -> {
              if (row.isEmpty()) {
                return done(refused(RefusalCode.NOT_FOUND, "No API key " + keyId));
              }
              return row.get().tenantStatus() == TenantStatus.CLOSED
                  ? done(closed(row.get().key().tenant()))
                  : then.apply(row.get());
            });
  }

  private static Optional<TenantStatus> tenantStatus(Connection connection, TenantId tenant)
      throws SQLException {
    try (PreparedStatement select =
        connection.prepareStatement("SELECT status FROM tenant WHERE tenant = ?")) {
      select.setString(1, tenant.value());
      try (ResultSet row = select.executeQuery()) {
        return row.next()
            ? Optional.of(Columns.constantOrNull(row, "status", TenantStatus.class))
            : Optional.empty();
      }
    }
  }

  static ApiKeyReply refusedFor(TenantId tenant, Optional<TenantStatus> status) {
    if (status.isEmpty()) {
      return refused(RefusalCode.TENANT_NOT_FOUND, "No tenant " + tenant);
    }
    return switch (status.get()) {
      case CLOSED -> closed(tenant);
      // ACTIVE again a moment after it was not: as if it had been asked a moment before.
      case SUSPENDED, ACTIVE ->
          refused(RefusalCode.INVALID_REQUEST, "Tenant " + tenant + " is not ACTIVE");
    };
  }

  static ApiKeyReply closed(TenantId tenant) {
    return refused(RefusalCode.TENANT_CLOSED, "Tenant " + tenant + " is closed");
  }

  static ApiKeyReply refused(RefusalCode code, String message) {
    return new ApiKeyReply.Refused(Refusal.of(code, message));
  }

  static CompletionStage<ApiKeyReply> done(ApiKeyReply reply) {
    return CompletableFuture.completedFuture(reply);
  }
}
