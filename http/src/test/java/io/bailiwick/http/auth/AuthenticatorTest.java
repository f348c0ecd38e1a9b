package io.bailiwick.http.auth;

import static org.assertj.core.api.Assertions.assertThat;

import io.bailiwick.apikey.ApiKey;
import io.bailiwick.apikey.ApiKeyCommand;
import io.bailiwick.apikey.ApiKeyReply;
import io.bailiwick.apikey.ApiKeys;
import io.bailiwick.apikey.Authentication;
import io.bailiwick.apikey.Permission;
import io.bailiwick.apikey.ScopeFilter;
import io.bailiwick.config.Secret;
import io.bailiwick.http.error.ErrorCode;
import io.bailiwick.http.error.Problem;
import io.bailiwick.http.error.Throwables;
import io.bailiwick.record.Origin;
import io.bailiwick.scope.ScopePath;
import io.bailiwick.tenant.TenantId;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AuthenticatorTest {
  private static final String ADMIN = "operators-key";
  private static final String SECRET = "cyc_live_secret";
  private static final ApiKey KEY =
      new ApiKey(
          "key_1",
          new TenantId("acme"),
          "cyc_live_secre",
          "n",
          null,
          Permission.DEFAULTS,
          ScopeFilter.ALL,
          null,
          0,
          1,
          null,
          null,
          null);

  /** Knows one key, and says {@code otherwise} to every other. */
  private record Keys(CompletionStage<Authentication> otherwise) implements ApiKeys {
    @Override
    public CompletionStage<Authentication> authenticate(String secret, String sourceIp) {
      return secret.equals(SECRET)
          ? CompletableFuture.completedFuture(new Authentication.Valid(KEY))
          : otherwise;
    }

    @Override
    public CompletionStage<Authentication> validate(String secret) {
      return authenticate(secret, null);
    }

    @Override
    public void noteScope(ApiKey key, ScopePath scope) {
      throw new UnsupportedOperationException();
    }

    @Override
    public CompletionStage<ApiKeyReply> ask(ApiKeyCommand command, Origin origin) {
      throw new UnsupportedOperationException();
    }

    @Override
    public CompletionStage<List<ApiKey>> revokeAllOf(
        TenantId tenant, String reason, Origin origin) {
      throw new UnsupportedOperationException();
    }

    @Override
    public CompletionStage<List<TenantId>> closedWithKeys(String after, int limit) {
      throw new UnsupportedOperationException();
    }
  }

  private static String who(Authenticator authenticator, Access access, String key, String admin) {
    try {
      Principal principal =
          authenticator.authenticate(access, key, admin, "10.0.0.1").toCompletableFuture().get();
      return switch (principal) {
        case Principal.Operator operator -> "operator";
        case Principal.Agent agent -> "agent";
        case Principal.Anybody anybody -> "anybody";
      };
    } catch (ExecutionException e) {
      Problem problem = Throwables.problem(e);
      return problem.status() + " " + problem.code();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private static Authenticator authenticator(CompletionStage<Authentication> otherwise) {
    return authenticator(otherwise, 0);
  }

  private static Authenticator authenticator(
      CompletionStage<Authentication> otherwise, int failuresMax) {
    return new Authenticator(
        new Keys(otherwise), new Secret(ADMIN), new FailedAttempts(failuresMax, () -> 0));
  }

  @ParameterizedTest
  @CsvSource({
    "KEY, good, , agent",
    "KEY, good, wrong, agent",
    "KEY, , good, 401 UNAUTHORIZED",
    "KEY, bad, good, 401 UNAUTHORIZED",
    "ADMIN, , good, operator",
    "ADMIN, bad, good, operator",
    "ADMIN, good, , 401 UNAUTHORIZED",
    "ADMIN, , wrong, 401 UNAUTHORIZED",
    "KEY_OR_ADMIN, good, , agent",
    "KEY_OR_ADMIN, , good, operator",
    "KEY_OR_ADMIN, good, good, operator",
    "KEY_OR_ADMIN, good, wrong, 401 UNAUTHORIZED",
    "KEY_OR_ADMIN, , , 401 UNAUTHORIZED",
    "KEY_OR_ADMIN, good, blank, agent",
    "KEY_OR_ADMIN, , blank, 401 UNAUTHORIZED",
    "ADMIN, , blank, 401 UNAUTHORIZED",
    "KEY_BEFORE_ADMIN, good, , agent",
    "KEY_BEFORE_ADMIN, good, good, agent",
    "KEY_BEFORE_ADMIN, good, wrong, agent",
    "KEY_BEFORE_ADMIN, bad, good, 401 UNAUTHORIZED",
    "KEY_BEFORE_ADMIN, , good, operator",
    "KEY_BEFORE_ADMIN, , wrong, 401 UNAUTHORIZED",
    "KEY_BEFORE_ADMIN, , , 401 UNAUTHORIZED",
    "ANYBODY, bad, wrong, anybody"
  })
  void theKeyThatAnOperationTakesDecides(Access access, String key, String admin, String who) {
    Authenticator authenticator =
        authenticator(CompletableFuture.completedFuture(new Authentication.Unknown()));
    assertThat(
            who(
                authenticator,
                access,
                key == null ? null : key.equals("good") ? SECRET : "cyc_live_other",
                header(admin)))
        .isEqualTo(who);
  }

  private static String header(String admin) {
    return switch (admin) {
      case null -> null;
      case "good" -> ADMIN;
      case "blank" -> " ";
      default -> ADMIN + "x";
    };
  }

  @Test
  void onlyWhoFailsIsToldToWaitAndWhatIsNotKnownIsNoFailure() {
    Authenticator authenticator =
        authenticator(CompletableFuture.completedFuture(new Authentication.Unknown()), 1);
    Throwable wrong = Problem.of(ErrorCode.UNAUTHORIZED, "wrong");
    assertThat(authenticator.judged("10.0.0.1", wrong)).isSameAs(wrong);
    assertThat(Throwables.problem(authenticator.judged("10.0.0.1", wrong)).status()).isEqualTo(429);
    Throwable unknown = new IllegalStateException("store");
    assertThat(authenticator.judged("10.0.0.1", unknown)).isSameAs(unknown);
    assertThat(who(authenticator, Access.KEY, SECRET, null)).isEqualTo("agent");
  }

  @Test
  void aStoreThatIsAwayIsNoWrongKey() {
    Authenticator authenticator =
        authenticator(CompletableFuture.failedFuture(new IllegalStateException("store")));
    assertThat(who(authenticator, Access.KEY, "cyc_live_other", null))
        .isEqualTo("503 " + ErrorCode.INTERNAL_ERROR);
  }

  @Test
  void eachVerdictHasTheWordThatClientsKnow() {
    assertThat(Authenticator.reason(new Authentication.Valid(KEY))).isEmpty();
    assertThat(
            List.of(
                    new Authentication.Unknown(),
                    new Authentication.Mismatch(),
                    new Authentication.Revoked(KEY),
                    new Authentication.Expired(KEY),
                    new Authentication.TenantSuspended(KEY),
                    new Authentication.TenantClosed(KEY),
                    new Authentication.TenantMissing(KEY))
                .stream()
                .map(verdict -> Authenticator.reason(verdict).orElseThrow()))
        .containsExactly(
            "KEY_NOT_FOUND",
            "INVALID_KEY",
            "KEY_REVOKED",
            "KEY_EXPIRED",
            "TENANT_SUSPENDED",
            "TENANT_CLOSED",
            "TENANT_NOT_FOUND");
  }

  @Test
  void whateverIsWrongWithAKeyIs401() {
    for (Authentication verdict :
        List.of(
            new Authentication.Unknown(),
            new Authentication.Mismatch(),
            new Authentication.Revoked(KEY),
            new Authentication.Expired(KEY),
            new Authentication.TenantClosed(KEY),
            new Authentication.TenantMissing(KEY))) {
      Authenticator authenticator = authenticator(CompletableFuture.completedFuture(verdict));
      assertThat(who(authenticator, Access.KEY, "cyc_live_other", null))
          .isEqualTo("401 UNAUTHORIZED");
      assertThat(Authenticator.reason(verdict)).isPresent();
    }
  }
}
