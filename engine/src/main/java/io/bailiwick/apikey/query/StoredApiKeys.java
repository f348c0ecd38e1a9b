package io.bailiwick.apikey.query;

import io.bailiwick.apikey.ApiKey;
import io.bailiwick.apikey.ApiKeyCommand;
import io.bailiwick.apikey.ApiKeyReply;
import io.bailiwick.apikey.ApiKeys;
import io.bailiwick.apikey.Authentication;
import io.bailiwick.config.AuthSettings;
import io.bailiwick.config.Secret;
import io.bailiwick.journal.JournalWriter;
import io.bailiwick.query.Reads;
import io.bailiwick.record.Origin;
import io.bailiwick.scope.ScopePath;
import io.bailiwick.tenant.TenantId;
import java.security.MessageDigest;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * Keys in the table of this node's store. Thread-safe; never blocks.
 *
 * <p>A key that is revoked stops working before its revocation is acknowledged: on this node it is
 * forgotten in the same step, and of other nodes the lease is waited for.
 */
public final class StoredApiKeys implements ApiKeys {

  private final Reads reads;
  private final JournalWriter writer;
  private final InstantSource clock;
  private final KeySecrets secrets;
  private final KeyLease lease;
  private final KeyCache cache;
  private final KeyLookUps lookUps;
  private final KeyUses uses;
  private final Authentications authentications;
  private final KeyChanges changes;
  private final KeyRotation rotation;

  /**
   * @param pepper what secrets are hashed with, from the settings or made on the first start
   * @param isOneOfSeveral whether other nodes authenticate from the same table
   */
  public StoredApiKeys(
      Reads reads,
      JournalWriter writer,
      AuthSettings settings,
      Secret pepper,
      boolean isOneOfSeveral,
      InstantSource clock) {
    this.reads = reads;
    this.writer = writer;
    this.clock = clock;
    this.secrets = new KeySecrets(pepper);
    this.lease = isOneOfSeveral ? KeyLease.of(settings.keyLease()) : KeyLease.SINGLE_NODE;
    this.cache = new KeyCache(lease.nanos(), settings.keyCacheMax());
    this.lookUps = new KeyLookUps(cache);
    this.uses = new KeyUses(settings.keyCacheMax(), writer::write);
    this.authentications = new Authentications(writer::write);
    this.changes = new KeyChanges(reads, this::write, secrets, clock);
    this.rotation = new KeyRotation(reads, this::write, changes, secrets, settings, clock);
  }

  @Override
  public CompletionStage<Authentication> authenticate(String secret, String sourceIp) {
    if (!KeySecrets.isWellFormed(secret)) {
      return CompletableFuture.completedFuture(new Authentication.Unknown());
    }
    byte[] hash = secrets.hash(secret);
    KeyCache.Found known = cache.find(hash);
    return known == null
        ? lookUps
            .join(hash, () -> lookUp(secret, hash))
            .thenApply(found -> noted(withoutSuspension(found), sourceIp))
        : CompletableFuture.completedFuture(noted(judge(known.key()), sourceIp));
  }

  @Override
  public void noteScope(ApiKey key, ScopePath scope) {
    uses.noteScope(key.keyId(), scope.text(), clock.millis());
  }

  @Override
  public CompletionStage<Authentication> validate(String secret) {
    return KeySecrets.isWellFormed(secret)
        ? lookUp(secret, secrets.hash(secret)).thenApply(this::counted)
        : CompletableFuture.completedFuture(new Authentication.Unknown());
  }

  @Override
  public CompletionStage<ApiKeyReply> ask(ApiKeyCommand command, Origin origin) {
    return switch (command) {
      case ApiKeyCommand.Create create -> changes.create(create, origin);
      case ApiKeyCommand.Update update -> changes.update(update, origin);
      case ApiKeyCommand.Rotate rotate -> rotation.rotate(rotate, origin);
      case ApiKeyCommand.Revoke revoke -> changes.revoke(revoke, origin);
    };
  }

  @Override
  public CompletionStage<List<ApiKey>> revokeAllOf(TenantId tenant, String reason, Origin origin) {
    // Whatever becomes of the rows: the next look-up finds the tenant closed.
    cache.forgetAllOf(tenant);
    return changes.revokeAllOf(tenant, reason, origin);
  }

  @Override
  public CompletionStage<List<TenantId>> closedWithKeys(String after, int limit) {
    return KeysLeft.tenants(reads, clock.millis(), after, limit);
  }

  /**
   * Writes down how keys were used. Called by a timer; while one is under way this is the same one.
   * What it could not write is written by the next.
   */
  public CompletionStage<Void> writeUses() {
    return uses.write();
  }

  /** The same of how often good keys came, of each tenant. */
  public CompletionStage<Void> writeAuthentications() {
    return authentications.write(clock.millis());
  }

  /** Goes by the table alone for a moment: others may have changed it. */
  public void forgetAll() {
    cache.forgetAll();
  }

  private CompletionStage<Authentication> lookUp(String secret, byte[] hash) {
    return reads.ask(
        connection -> {
          KeyCache.LookUp lookUp = cache.begin();
          List<KeyRow> candidates = KeyRow.byPrefix(connection, KeySecrets.prefix(secret));
          for (KeyRow row : candidates) {
            if (MessageDigest.isEqual(row.secretHash(), hash)) {
              return found(row, hash, lookUp);
            }
          }
          return candidates.isEmpty()
              ? new Authentication.Unknown()
              : new Authentication.Mismatch();
        });
  }

  private Authentication found(KeyRow row, byte[] hash, KeyCache.LookUp lookUp) {
    Authentication answer = judge(row.key());
    if (!(answer instanceof Authentication.Valid)) {
      return answer;
    }
    if (row.tenantStatus() == null) {
      return new Authentication.TenantMissing(row.key());
    }
    return switch (row.tenantStatus()) {
      case CLOSED -> new Authentication.TenantClosed(row.key());
      case ACTIVE -> {
        cache.keep(hash, new KeyCache.Found(row.key(), lookUp));
        yield answer;
      }
      case SUSPENDED -> {
        cache.keep(hash, new KeyCache.Found(row.key(), lookUp));
        yield new Authentication.TenantSuspended(row.key());
      }
    };
  }

  private Authentication judge(ApiKey key) {
    return switch (key.status(clock.millis())) {
      case REVOKED -> new Authentication.Revoked(key);
      case EXPIRED -> new Authentication.Expired(key);
      case ACTIVE -> new Authentication.Valid(key);
    };
  }

  /** A suspension is told by the tenant's root, which alone knows what is still allowed. */
  private static Authentication withoutSuspension(Authentication answer) {
    return answer instanceof Authentication.TenantSuspended suspended
        ? new Authentication.Valid(suspended.key())
        : answer;
  }

  private Authentication noted(Authentication answer, String sourceIp) {
    if (answer instanceof Authentication.Valid valid) {
      uses.note(valid.key().keyId(), clock.millis(), sourceIp);
    }
    return counted(answer);
  }

  private Authentication counted(Authentication answer) {
    if (answer instanceof Authentication.Valid valid) {
      authentications.note(valid.key().tenant(), clock.millis());
    }
    return answer;
  }

  /** Writes a change, and completes when nobody goes by what was before. */
  private CompletionStage<Void> write(KeyChanges.Change change) {
    return writer
        .write(change.writes())
        // Also when it failed: nobody knows then whether it was written.
        .whenComplete((done, failure) -> forget(change))
        .thenCompose(
            done -> change.isNew() ? CompletableFuture.completedFuture(null) : lease.runOut());
  }

  private void forget(KeyChanges.Change change) {
    switch (change) {
      case KeyChanges.Change.OfNew ofNew -> {}
      case KeyChanges.Change.OfOne one -> cache.forget(one.keyId());
      case KeyChanges.Change.OfAll all -> cache.forgetAllOf(all.tenant());
    }
  }
}
