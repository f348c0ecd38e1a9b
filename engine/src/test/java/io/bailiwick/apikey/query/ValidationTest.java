package io.bailiwick.apikey.query;

import static io.bailiwick.query.ReadTables.answer;
import static org.assertj.core.api.Assertions.assertThat;

import io.bailiwick.apikey.ApiKeyCommand;
import io.bailiwick.apikey.ApiKeyReply;
import io.bailiwick.apikey.Authentication;
import io.bailiwick.journal.TestStore;
import io.bailiwick.projection.SqlStatement;
import io.bailiwick.projection.TableWrite;
import io.bailiwick.tenant.TenantStatus;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Every verdict on a secret, and which of several that are true is the one. */
class ValidationTest {

  private static final SqlStatement FORGET_TENANT =
      SqlStatement.every(1, "DELETE FROM tenant WHERE tenant = ?");

  @TempDir Path dataDir;

  @ParameterizedTest
  @EnumSource
  void theKeyComesBeforeItsTenant(TestStore store) throws Exception {
    try (KeyCase acme = new KeyCase(store, dataDir)) {
      ApiKeyReply.Created good = acme.created(90_000);
      ApiKeyReply.Created expired = acme.created(2_000);
      ApiKeyReply.Created revoked = acme.created(2_000);
      acme.ask(new ApiKeyCommand.Revoke(revoked.key().keyId(), "lost"));
      String sameBeginning = good.key().prefix() + "x".repeat(27);
      acme.nowMs.set(3_000);

      assertThat(verdict(acme, "no secret at all")).isEqualTo(Authentication.Unknown.class);
      assertThat(verdict(acme, "cyc_live_" + "x".repeat(32)))
          .isEqualTo(Authentication.Unknown.class);
      assertThat(verdict(acme, good.secret())).isEqualTo(Authentication.Valid.class);
      for (TenantStatus status : TenantStatus.values()) {
        acme.tables.tenant("acme", status);
        assertThat(verdict(acme, sameBeginning)).isEqualTo(Authentication.Mismatch.class);
        assertThat(verdict(acme, revoked.secret()))
            .as("and expired meanwhile")
            .isEqualTo(Authentication.Revoked.class);
        assertThat(verdict(acme, expired.secret())).isEqualTo(Authentication.Expired.class);
        assertThat(verdict(acme, good.secret()))
            .isEqualTo(
                switch (status) {
                  case ACTIVE -> Authentication.Valid.class;
                  case SUSPENDED -> Authentication.TenantSuspended.class;
                  case CLOSED -> Authentication.TenantClosed.class;
                });
      }
      acme.tables.write(List.of(TableWrite.of(FORGET_TENANT, "acme")));
      assertThat(verdict(acme, good.secret())).isEqualTo(Authentication.TenantMissing.class);
    }
  }

  /** Asking about a key is no use of it. */
  @ParameterizedTest
  @EnumSource
  void whoeverAsksDoesNotUseTheKey(TestStore store) throws Exception {
    try (KeyCase acme = new KeyCase(store, dataDir)) {
      ApiKeyReply.Created good = acme.created(90_000);
      verdict(acme, good.secret());
      answer(acme.keys.writeUses());
      assertThat(acme.usage(good.key().keyId()).uses()).isZero();
    }
  }

  private static Class<?> verdict(KeyCase acme, String secret) throws Exception {
    return answer(acme.keys.validate(secret)).getClass();
  }
}
