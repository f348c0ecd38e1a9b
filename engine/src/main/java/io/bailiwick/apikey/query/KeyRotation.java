package io.bailiwick.apikey.query;

import io.bailiwick.apikey.ApiKey;
import io.bailiwick.apikey.ApiKeyCommand;
import io.bailiwick.apikey.ApiKeyReply;
import io.bailiwick.apikey.KeyStatus;
import io.bailiwick.config.AuthSettings;
import io.bailiwick.projection.TableWrite;
import io.bailiwick.query.Reads;
import io.bailiwick.record.Origin;
import io.bailiwick.refusal.RefusalCode;
import io.bailiwick.tenant.TenantStatus;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;

/**
 * Replaces keys by successors: look, write under a condition, look again, as {@link KeyChanges}
 * does. A key has one successor for ever, so of several requests one makes it, and a repetition
 * finds it and cannot show its secret again.
 */
final class KeyRotation {

  /** The last moment that the wire has a form for. */
  private static final long LATEST_MS = Instant.parse("9999-12-31T23:59:59.999Z").toEpochMilli();

  private final Reads reads;
  private final Function<KeyChanges.Change, CompletionStage<Void>> writes;
  private final KeyChanges changes;
  private final KeySecrets secrets;
  private final AuthSettings settings;
  private final InstantSource clock;

  /**
   * @param writes completes when a change is durable and everybody goes by it
   * @param changes takes back a successor that got in beside a close
   */
  KeyRotation(
      Reads reads,
      Function<KeyChanges.Change, CompletionStage<Void>> writes,
      KeyChanges changes,
      KeySecrets secrets,
      AuthSettings settings,
      InstantSource clock) {
    this.reads = reads;
    this.writes = writes;
    this.changes = changes;
    this.secrets = secrets;
    this.settings = settings;
    this.clock = clock;
  }

  /** A key, and its successor if it has one. */
  private record Found(KeyRow row, KeyRow successor) {}

  CompletionStage<ApiKeyReply> rotate(ApiKeyCommand.Rotate rotate, Origin origin) {
    return look(rotate.keyId())
        .thenCompose(
            found ->
                refusal(rotate, found)
                    .map(KeyChanges::done)
                    .orElseGet(() -> replace(rotate, found.get().row(), origin)));
  }

  private long overlapMs(ApiKeyCommand.Rotate rotate) {
    return rotate.overlapMs() == null ? settings.rotationOverlap().toMillis() : rotate.overlapMs();
  }

  private CompletionStage<Optional<Found>> look(String keyId) {
    return reads.ask(
        connection -> {
          Optional<KeyRow> row = KeyRow.byId(connection, keyId);
          if (row.isEmpty()) {
            return Optional.empty();
          }
          KeyRow.Rotation rotation = row.get().rotation();
          return Optional.of(
              new Found(
                  row.get(),
                  rotation == null
                      ? null
                      : KeyRow.byId(connection, rotation.successor()).orElse(null)));
        });
  }

  /**
   * What is said to it without any change; empty where the key may be replaced. A repetition is
   * answered as before, also where the settings have changed since and would refuse it now.
   */
  private Optional<ApiKeyReply> refusal(ApiKeyCommand.Rotate rotate, Optional<Found> found) {
    return found
        .flatMap(now -> before(rotate, now))
        .or(() -> tooLong(rotate))
        .or(() -> refusedFor(rotate, found));
  }

  /** The answer to whoever repeats the request that has replaced the key. */
  private static Optional<ApiKeyReply> before(ApiKeyCommand.Rotate rotate, Found found) {
    KeyRow.Rotation rotation = found.row().rotation();
    return isByKeyOf(rotate, rotation) && rotation.isAskedAgain(rotate.overlapMs())
        ? Optional.of(new ApiKeyReply.RotatedBefore(found.successor().key(), found.row().key()))
        : Optional.empty();
  }

  private static boolean isByKeyOf(ApiKeyCommand.Rotate rotate, KeyRow.Rotation rotation) {
    return rotation != null
        && rotate.idempotencyKey() != null
        && rotate.idempotencyKey().equals(rotation.idempotencyKey());
  }

  private Optional<ApiKeyReply> tooLong(ApiKeyCommand.Rotate rotate) {
    long maxMs = settings.rotationOverlapMax().toMillis();
    long overlapMs = overlapMs(rotate);
    return overlapMs <= maxMs
        ? Optional.empty()
        : Optional.of(
            KeyChanges.refused(
                RefusalCode.INVALID_REQUEST,
                "overlap_ms must be 0 to %d, was %d".formatted(maxMs, overlapMs)));
  }

  private Optional<ApiKeyReply> refusedFor(ApiKeyCommand.Rotate rotate, Optional<Found> found) {
    if (found.isEmpty()) {
      return Optional.of(KeyChanges.refused(RefusalCode.NOT_FOUND, "No API key " + rotate.keyId()));
    }
    KeyRow row = found.get().row();
    if (row.rotation() != null) {
      return Optional.of(refusedForSuccessor(rotate, row.rotation()));
    }
    if (row.tenantStatus() != TenantStatus.ACTIVE) {
      return Optional.of(
          KeyChanges.refusedFor(row.key().tenant(), Optional.ofNullable(row.tenantStatus())));
    }
    KeyStatus status = row.key().status(clock.millis());
    return status == KeyStatus.ACTIVE
        ? Optional.empty()
        : Optional.of(new ApiKeyReply.Ended(row.key(), status));
  }

  private static ApiKeyReply refusedForSuccessor(
      ApiKeyCommand.Rotate rotate, KeyRow.Rotation rotation) {
    return isByKeyOf(rotate, rotation)
        ? KeyChanges.refused(
            RefusalCode.IDEMPOTENCY_MISMATCH,
            "The key was used with another overlap, of %d ms".formatted(rotation.overlapMs()))
        : KeyChanges.refused(
            RefusalCode.STATUS_UNCHANGED,
            "API key %s was replaced by %s, which can be rotated itself"
                .formatted(rotate.keyId(), rotation.successor()));
  }

  private CompletionStage<ApiKeyReply> replace(
      ApiKeyCommand.Rotate rotate, KeyRow before, Origin origin) {
    long overlapMs = overlapMs(rotate);
    String secret = secrets.newSecret();
    String changeId = secrets.newChangeId();
    ApiKey successor = successor(before.key(), secret);
    long untilMs = Math.min(before.key().expiresAtMs(), successor.createdAtMs() + overlapMs);
    List<TableWrite> all =
        new ArrayList<>(
            KeyWrites.rotate(
                before.key(),
                new KeyRow.Rotation(
                    successor.keyId(), rotate.idempotencyKey(), rotate.overlapMs(), overlapMs),
                untilMs,
                successor,
                secrets.hash(secret),
                changeId));
    KeyRotationRecords.tell(before.key(), successor, untilMs, changeId, origin, all);
    return writes
        .apply(new KeyChanges.Change.OfOne(rotate.keyId(), List.copyOf(all)))
        .thenCompose(written -> look(rotate.keyId()))
        .thenCompose(found -> answer(rotate, successor, secret, found, origin));
  }

  private ApiKey successor(ApiKey before, String secret) {
    long nowMs = clock.millis();
    return new ApiKey(
        secrets.newKeyId(),
        before.tenant(),
        KeySecrets.prefix(secret),
        before.name(),
        before.description(),
        before.permissions(),
        before.scopeFilter(),
        before.metadata(),
        nowMs,
        Math.min(LATEST_MS, nowMs + (before.expiresAtMs() - before.createdAtMs())),
        null,
        null,
        null);
  }

  private CompletionStage<ApiKeyReply> answer(
      ApiKeyCommand.Rotate rotate,
      ApiKey successor,
      String secret,
      Optional<Found> found,
      Origin origin) {
    boolean isByThis =
        found
            .map(now -> now.successor())
            .filter(now -> Objects.equals(now.key().keyId(), successor.keyId()))
            .isPresent();
    if (!isByThis) {
      // ACTIVE again a moment after it was not: as if it had been asked a moment before.
      return KeyChanges.done(
          refusal(rotate, found)
              .orElseGet(
                  () ->
                      KeyChanges.refusedFor(successor.tenant(), Optional.of(TenantStatus.ACTIVE))));
    }
    KeyRow now = found.get().successor();
    if (now.tenantStatus() == TenantStatus.CLOSED) {
      return writes
          .apply(changes.revocation(now.key(), "tenant_closed", origin, clock.millis()))
          .thenApply(revoked -> KeyChanges.closed(successor.tenant()));
    }
    return KeyChanges.done(new ApiKeyReply.Rotated(now.key(), secret, found.get().row().key()));
  }
}
