package io.bailiwick.apikey.query;

import static io.bailiwick.query.ReadTables.answer;
import static org.assertj.core.api.Assertions.assertThat;

import io.bailiwick.apikey.ApiKey;
import io.bailiwick.apikey.ApiKeyCommand;
import io.bailiwick.apikey.ApiKeyReply;
import io.bailiwick.apikey.Authentication;
import io.bailiwick.apikey.KeyStatus;
import io.bailiwick.config.AuthSettings;
import io.bailiwick.journal.TestStore;
import io.bailiwick.projection.SqlStatement;
import io.bailiwick.projection.TableWrite;
import io.bailiwick.refusal.RefusalCode;
import io.bailiwick.tenant.TenantStatus;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A key is replaced by one that may do the same, and goes on beside it for a while. */
class KeyRotationTest {

  @TempDir Path dataDir;

  @ParameterizedTest
  @EnumSource
  void bothKeysWorkWhileTheyOverlapAndThenTheNewOneDoes(TestStore store) throws Exception {
    try (KeyCase acme = new KeyCase(store, dataDir)) {
      ApiKeyReply.Created old = acme.created(901_000);
      acme.nowMs.set(5_000);
      assertThat(valid(acme, old.secret())).isTrue();

      ApiKeyReply.Rotated rotated = rotated(acme, old.key().keyId(), 10_000L, null);

      ApiKey key = rotated.key();
      assertThat(key.keyId()).isNotEqualTo(old.key().keyId());
      assertThat(key.tenant()).isEqualTo(KeyCase.ACME);
      assertThat(key.name()).isEqualTo("n");
      assertThat(key.description()).isEqualTo("described");
      assertThat(key.permissions()).isEqualTo(old.key().permissions());
      assertThat(key.scopeFilter()).isEqualTo(old.key().scopeFilter());
      assertThat(key.metadata()).isEqualTo("{\"a\":1}");
      assertThat(key.createdAtMs()).isEqualTo(5_000);
      assertThat(key.expiresAtMs()).as("as long a life").isEqualTo(5_000 + 900_000);
      assertThat(rotated.previous().expiresAtMs()).isEqualTo(15_000);
      acme.nowMs.set(14_999);
      assertThat(valid(acme, old.secret())).isTrue();
      assertThat(valid(acme, rotated.secret())).isTrue();
      acme.nowMs.set(15_000);
      assertThat(answer(acme.keys.authenticate(old.secret(), null)))
          .isInstanceOf(Authentication.Expired.class);
      assertThat(acme.key(old.key().keyId()).status(15_000)).isEqualTo(KeyStatus.EXPIRED);
      assertThat(valid(acme, rotated.secret())).isTrue();
    }
  }

  @ParameterizedTest
  @EnumSource
  void anOverlapIsThatOfTheSettingsAndNeverLongerThanTheKey(TestStore store) throws Exception {
    try (KeyCase acme = new KeyCase(store, dataDir)) {
      String usual = acme.created(901_000).key().keyId();
      assertThat(rotated(acme, usual, null, null).previous().expiresAtMs()).isEqualTo(61_000);
      String brief = acme.created(30_000).key().keyId();
      assertThat(rotated(acme, brief, null, null).previous().expiresAtMs()).isEqualTo(30_000);
      String longest = acme.created(901_000).key().keyId();
      assertThat(code(acme, rotate(longest, 600_001L, null)))
          .isEqualTo(RefusalCode.INVALID_REQUEST);
      assertThat(rotated(acme, longest, 600_000L, null).previous().expiresAtMs())
          .isEqualTo(601_000);
      ApiKeyReply.Created atOnce = acme.created(901_000);
      assertThat(valid(acme, atOnce.secret())).isTrue();
      rotated(acme, atOnce.key().keyId(), 0L, null);
      assertThat(valid(acme, atOnce.secret())).isFalse();
    }
  }

  @ParameterizedTest
  @EnumSource
  void aRepetitionIsAnsweredWithoutTheSecretAndOthersAreRefused(TestStore store) throws Exception {
    try (KeyCase acme = new KeyCase(store, dataDir)) {
      String id = acme.created(901_000).key().keyId();
      ApiKeyReply.Rotated first = rotated(acme, id, 10_000L, "k");

      for (long ms : List.of(1_500L, 20_000L)) {
        acme.nowMs.set(ms);
        assertThat(acme.ask(rotate(id, 10_000L, "k")))
            .as("also when the old one has ended")
            .isEqualTo(new ApiKeyReply.RotatedBefore(first.key(), first.previous()));
      }
      assertThat(code(acme, rotate(id, 9_999L, "k"))).isEqualTo(RefusalCode.IDEMPOTENCY_MISMATCH);
      assertThat(code(acme, rotate(id, 10_000L, "other"))).isEqualTo(RefusalCode.STATUS_UNCHANGED);
      assertThat(code(acme, rotate(id, 10_000L, null))).isEqualTo(RefusalCode.STATUS_UNCHANGED);
      assertThat(acme.eventTypes()).containsExactly("api_key.created", "api_key.created");

      // Whoever has lost the secret of the new one.
      ApiKeyReply.Rotated again = rotated(acme, first.key().keyId(), 0L, null);
      assertThat(valid(acme, first.secret())).isFalse();
      assertThat(valid(acme, again.secret())).isTrue();
    }
  }

  @ParameterizedTest
  @EnumSource
  void aRepetitionIsAnsweredAsBeforeWhateverTheSettingsSayByThen(TestStore store) throws Exception {
    try (KeyCase acme = new KeyCase(store, dataDir)) {
      String usual = acme.created(901_000).key().keyId();
      String longest = acme.created(901_000).key().keyId();
      ApiKeyReply.Rotated first = rotated(acme, usual, null, "k");
      ApiKeyReply.Rotated other = rotated(acme, longest, 600_000L, "k");
      KeyRotation later =
          rotation(acme, settings(5, 300), change -> acme.tables.writer.write(change.writes()));

      assertThat(answer(later.rotate(rotate(usual, null, "k"), KeyCase.origin())))
          .isEqualTo(new ApiKeyReply.RotatedBefore(first.key(), first.previous()));
      assertThat(answer(later.rotate(rotate(longest, 600_000L, "k"), KeyCase.origin())))
          .as("longer than what may be asked for by now")
          .isEqualTo(new ApiKeyReply.RotatedBefore(other.key(), other.previous()));
      // Those that have asked for something else.
      assertThat(code(later, rotate(usual, 5_000L, "k")))
          .isEqualTo(RefusalCode.IDEMPOTENCY_MISMATCH);
      assertThat(code(later, rotate(longest, null, "k")))
          .isEqualTo(RefusalCode.IDEMPOTENCY_MISMATCH);
      assertThat(code(later, rotate(longest, 600_000L, "other")))
          .isEqualTo(RefusalCode.INVALID_REQUEST);
    }
  }

  /** It has kept only what its settings had made of the request. */
  @ParameterizedTest
  @EnumSource
  void aRotationOfAVersionBeforeIsRepeatedToo(TestStore store) throws Exception {
    SqlStatement forget =
        SqlStatement.every(1, "UPDATE api_key SET rotation_asked_ms = NULL WHERE key_id = ?");
    try (KeyCase acme = new KeyCase(store, dataDir)) {
      String id = acme.created(901_000).key().keyId();
      rotated(acme, id, 10_000L, "k");
      acme.tables.write(List.of(TableWrite.of(forget, id)));
      KeyRotation later =
          rotation(acme, settings(5, 300), change -> acme.tables.writer.write(change.writes()));

      for (Long overlapMs : new Long[] {10_000L, null}) {
        assertThat(answer(later.rotate(rotate(id, overlapMs, "k"), KeyCase.origin())))
            .isInstanceOf(ApiKeyReply.RotatedBefore.class);
      }
      assertThat(code(later, rotate(id, 5_000L, "k"))).isEqualTo(RefusalCode.IDEMPOTENCY_MISMATCH);
    }
  }

  private static AuthSettings settings(long overlapS, long overlapMaxS) {
    AuthSettings usual = KeyCase.SETTINGS;
    return new AuthSettings(
        usual.keyLease(),
        usual.keyCacheMax(),
        usual.keyUseInterval(),
        Duration.ofSeconds(overlapS),
        Duration.ofSeconds(overlapMaxS),
        usual.failuresPerMinuteMax(),
        usual.adminKey(),
        usual.keyPepper());
  }

  @ParameterizedTest
  @EnumSource
  void whatHasEndedOrIsNotThereIsNotReplaced(TestStore store) throws Exception {
    try (KeyCase acme = new KeyCase(store, dataDir)) {
      String revoked = acme.created(901_000).key().keyId();
      acme.ask(new ApiKeyCommand.Revoke(revoked, "lost"));
      String expired = acme.created(2_000).key().keyId();
      String live = acme.created(901_000).key().keyId();
      acme.nowMs.set(3_000);
      assertThat(acme.ask(rotate(revoked, null, null)))
          .isEqualTo(new ApiKeyReply.Ended(acme.key(revoked), KeyStatus.REVOKED));
      assertThat(acme.ask(rotate(expired, null, null)))
          .isEqualTo(new ApiKeyReply.Ended(acme.key(expired), KeyStatus.EXPIRED));
      assertThat(code(acme, rotate("key_0", null, null))).isEqualTo(RefusalCode.NOT_FOUND);
      acme.tables.tenant("acme", TenantStatus.SUSPENDED);
      assertThat(code(acme, rotate(live, null, null))).isEqualTo(RefusalCode.INVALID_REQUEST);
      acme.tables.tenant("acme", TenantStatus.CLOSED);
      assertThat(code(acme, rotate(live, null, null))).isEqualTo(RefusalCode.TENANT_CLOSED);
    }
  }

  @ParameterizedTest
  @EnumSource
  void ofSeveralAtOnceOneReplacesIt(TestStore store) throws Exception {
    try (KeyCase acme = new KeyCase(store, dataDir)) {
      String id = acme.created(901_000).key().keyId();
      // The other one comes between the look of this one and its write.
      KeyRotation overtaken =
          rotation(
              acme,
              change ->
                  acme.keys
                      .ask(rotate(id, 10_000L, "k"), KeyCase.origin())
                      .thenCompose(reply -> acme.tables.writer.write(change.writes())));
      assertThat(answer(overtaken.rotate(rotate(id, 10_000L, "k"), KeyCase.origin())))
          .isInstanceOf(ApiKeyReply.RotatedBefore.class);
      assertThat(acme.eventTypes()).containsExactly("api_key.created", "api_key.created");
      assertThat(acme.audits()).hasSize(3);
    }
  }

  @ParameterizedTest
  @EnumSource
  void aKeyThatIsRevokedMeanwhileHasNoSuccessor(TestStore store) throws Exception {
    try (KeyCase acme = new KeyCase(store, dataDir)) {
      String id = acme.created(901_000).key().keyId();
      KeyRotation overtaken =
          rotation(
              acme,
              change ->
                  acme.keys
                      .ask(new ApiKeyCommand.Revoke(id, "lost"), KeyCase.origin())
                      .thenCompose(reply -> acme.tables.writer.write(change.writes())));
      assertThat(answer(overtaken.rotate(rotate(id, null, null), KeyCase.origin())))
          .isInstanceOf(ApiKeyReply.Ended.class);
      assertThat(acme.eventTypes()).containsExactlyInAnyOrder("api_key.created", "api_key.revoked");
    }
  }

  @ParameterizedTest
  @EnumSource
  void aSuccessorThatWasMadeBesideACloseIsTakenBack(TestStore store) throws Exception {
    try (KeyCase acme = new KeyCase(store, dataDir)) {
      String id = acme.created(901_000).key().keyId();
      List<KeyChanges.Change> written = new ArrayList<>();
      KeyRotation beside =
          rotation(
              acme,
              change -> {
                written.add(change);
                return acme.tables
                    .writer
                    .write(change.writes())
                    .thenRunAsync(() -> closeOnce(acme, written.size()));
              });
      assertThat(
              ((ApiKeyReply.Refused)
                      answer(beside.rotate(rotate(id, null, null), KeyCase.origin())))
                  .refusal()
                  .code())
          .isEqualTo(RefusalCode.TENANT_CLOSED);
      assertThat(acme.eventTypes())
          .containsExactlyInAnyOrder("api_key.created", "api_key.created", "api_key.revoked");
    }
  }

  @ParameterizedTest
  @EnumSource
  void bothKeysAreInTheAuditLogUnderOneCorrelation(TestStore store) throws Exception {
    try (KeyCase acme = new KeyCase(store, dataDir)) {
      String id = acme.created(901_000).key().keyId();
      acme.nowMs.set(2_000);
      String successor = rotated(acme, id, null, null).key().keyId();

      String correlation = "api_key_rotate:" + id + ":req";
      var audits = acme.audits().subList(1, 3);
      assertThat(audits)
          .extracting(entry -> entry.resourceId() + ' ' + entry.status())
          .containsExactlyInAnyOrder(id + " 200", successor + " 201");
      assertThat(audits).allMatch(entry -> entry.metadata().contains(correlation));
      assertThat(acme.events().getLast().correlationId()).isEqualTo(correlation);
      assertThat(acme.events().getLast().data()).contains(successor);
    }
  }

  private static KeyRotation rotation(
      KeyCase acme, Function<KeyChanges.Change, CompletionStage<Void>> writes) {
    return rotation(acme, KeyCase.SETTINGS, writes);
  }

  private static KeyRotation rotation(
      KeyCase acme,
      AuthSettings settings,
      Function<KeyChanges.Change, CompletionStage<Void>> writes) {
    KeySecrets secrets = new KeySecrets(KeyCase.PEPPER);
    KeyChanges changes = new KeyChanges(acme.tables.reads, writes, secrets, acme.clock);
    return new KeyRotation(acme.tables.reads, writes, changes, secrets, settings, acme.clock);
  }

  private static void closeOnce(KeyCase acme, int written) {
    try {
      if (written == 1) {
        acme.tables.tenant("acme", TenantStatus.CLOSED);
      }
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }

  private static ApiKeyCommand.Rotate rotate(String keyId, Long overlapMs, String key) {
    return new ApiKeyCommand.Rotate(keyId, overlapMs, key);
  }

  private static ApiKeyReply.Rotated rotated(KeyCase acme, String keyId, Long overlapMs, String key)
      throws Exception {
    return (ApiKeyReply.Rotated) acme.ask(rotate(keyId, overlapMs, key));
  }

  private static RefusalCode code(KeyCase acme, ApiKeyCommand command) throws Exception {
    return ((ApiKeyReply.Refused) acme.ask(command)).refusal().code();
  }

  private static RefusalCode code(KeyRotation rotation, ApiKeyCommand.Rotate rotate)
      throws Exception {
    ApiKeyReply reply = answer(rotation.rotate(rotate, KeyCase.origin()));
    return ((ApiKeyReply.Refused) reply).refusal().code();
  }

  private static boolean valid(KeyCase acme, String secret) throws Exception {
    return answer(acme.keys.authenticate(secret, null)) instanceof Authentication.Valid;
  }
}
