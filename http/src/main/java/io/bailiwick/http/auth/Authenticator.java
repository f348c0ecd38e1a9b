package io.bailiwick.http.auth;

import io.bailiwick.apikey.ApiKey;
import io.bailiwick.apikey.ApiKeys;
import io.bailiwick.apikey.Authentication;
import io.bailiwick.config.Secret;
import io.bailiwick.http.error.BadKey;
import io.bailiwick.http.error.ErrorCode;
import io.bailiwick.http.error.Problem;
import io.bailiwick.http.error.Stages;
import io.bailiwick.http.error.Throwables;
import io.bailiwick.http.error.Unavailability;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * Tells from the headers of a request who it comes from. Thread-safe. A store that does not answer
 * fails the stage and is never taken for a wrong key: clients give a reservation up at a 401.
 */
public final class Authenticator {
  public static final String KEY_HEADER = "X-Cycles-API-Key";
  public static final String ADMIN_HEADER = "X-Admin-API-Key";

  private static final String MISSING_EITHER =
      "Missing API key: header " + KEY_HEADER + " or " + ADMIN_HEADER;

  private static final Principal OPERATOR = new Principal.Operator();
  private static final Principal ANYBODY = new Principal.Anybody();

  /** No key is longer; what is, need not be looked for. */
  private static final int KEY_LENGTH_MAX = 256;

  private final ApiKeys keys;
  private final byte[] adminKey;
  private final FailedAttempts attempts;

  public Authenticator(ApiKeys keys, Secret adminKey, FailedAttempts attempts) {
    this.keys = keys;
    this.adminKey = adminKey.value().getBytes(StandardCharsets.UTF_8);
    this.attempts = attempts;
  }

  /**
   * Who it is; fails with a {@link Problem} when the key is missing or no good.
   *
   * @param key value of {@link #KEY_HEADER}, or null
   * @param admin value of {@link #ADMIN_HEADER}, or null
   * @param address of the other end of the connection
   */
  public CompletionStage<Principal> authenticate(
      Access access, String key, String admin, String address) {
    return switch (access) {
      case ANYBODY -> CompletableFuture.completedFuture(ANYBODY);
      case ADMIN -> operator(admin);
      case KEY -> agent(key, address, "Missing API key: header " + KEY_HEADER);
      case KEY_OR_ADMIN -> isAbsent(admin) ? agent(key, address, MISSING_EITHER) : operator(admin);
      case KEY_BEFORE_ADMIN ->
          isAbsent(admin) || !isAbsent(key) ? agent(key, address, MISSING_EITHER) : operator(admin);
    };
  }

  /**
   * What a failure is answered with: itself, or 429 where there have been too many at the address.
   * What could not be found out is nobody's failure.
   */
  public Throwable judged(String address, Throwable failure) {
    Throwable cause = Throwables.cause(failure);
    return cause instanceof Problem problem && problem.status() == 401
        ? attempts.judged(address, problem)
        : failure;
  }

  /**
   * The operator where the admin key is right, else null: whose a request is that leads nowhere.
   * Keys of tenants are not looked up for that.
   *
   * @param admin value of {@link #ADMIN_HEADER}, or null
   */
  public Principal operatorOrNull(String admin) {
    return !isAbsent(admin) && isRight(admin) ? OPERATOR : null;
  }

  private boolean isRight(String admin) {
    return MessageDigest.isEqual(adminKey, admin.getBytes(StandardCharsets.UTF_8));
  }

  private CompletionStage<Principal> operator(String admin) {
    if (isAbsent(admin)) {
      return unauthorized("Missing " + ADMIN_HEADER + " header");
    }
    return isRight(admin)
        ? CompletableFuture.completedFuture(OPERATOR)
        : unauthorized("Invalid admin API key");
  }

  private CompletionStage<Principal> agent(String key, String address, String missing) {
    if (isAbsent(key)) {
      return unauthorized(missing);
    }
    if (key.length() > KEY_LENGTH_MAX) {
      return refused(new Authentication.Unknown());
    }
    return Stages.then(keys.authenticate(key, address), Authenticator::principal);
  }

  private static CompletionStage<Principal> principal(
      Authentication authentication, Throwable failure) {
    if (failure != null) {
      return CompletableFuture.failedFuture(
          new Unavailability("Keys cannot be looked up", failure));
    }
    return authentication instanceof Authentication.Valid valid
        ? CompletableFuture.completedFuture(new Principal.Agent(valid.key()))
        : refused(authentication);
  }

  /**
   * Proxies and consoles send the header of the credential that they have not, and nothing in it.
   */
  private static boolean isAbsent(String header) {
    return header == null || header.isBlank();
  }

  /** Why it is no good, as a word that clients of the protocol know; empty when it is good. */
  public static Optional<String> reason(Authentication authentication) {
    return switch (authentication) {
      case Authentication.Valid valid -> Optional.empty();
      case Authentication.Unknown unknown -> Optional.of("KEY_NOT_FOUND");
      case Authentication.Mismatch mismatch -> Optional.of("INVALID_KEY");
      case Authentication.Revoked revoked -> Optional.of("KEY_REVOKED");
      case Authentication.Expired expired -> Optional.of("KEY_EXPIRED");
      case Authentication.TenantSuspended suspended -> Optional.of("TENANT_SUSPENDED");
      case Authentication.TenantClosed closed -> Optional.of("TENANT_CLOSED");
      case Authentication.TenantMissing missing -> Optional.of("TENANT_NOT_FOUND");
    };
  }

  /** The key that it is about; empty where nobody knows one. */
  public static Optional<ApiKey> key(Authentication authentication) {
    return switch (authentication) {
      case Authentication.Valid(var key) -> Optional.of(key);
      case Authentication.Revoked(var key) -> Optional.of(key);
      case Authentication.Expired(var key) -> Optional.of(key);
      case Authentication.TenantSuspended(var key) -> Optional.of(key);
      case Authentication.TenantClosed(var key) -> Optional.of(key);
      case Authentication.TenantMissing(var key) -> Optional.of(key);
      case Authentication.Unknown unknown -> Optional.empty();
      case Authentication.Mismatch mismatch -> Optional.empty();
    };
  }

  /** What is recorded of it; empty where it lets somebody in, as a suspended tenant's key does. */
  public static Optional<BadKey> badKey(Authentication authentication) {
    return authentication instanceof Authentication.TenantSuspended
        ? Optional.empty()
        : reason(authentication)
            .map(reason -> new BadKey(key(authentication).orElse(null), reason));
  }

  private static CompletionStage<Principal> refused(Authentication authentication) {
    BadKey bad = badKey(authentication).orElseThrow();
    return CompletableFuture.failedFuture(
        unauthorizedProblem("Invalid API key: " + bad.reason()).withBadKey(bad));
  }

  private static CompletionStage<Principal> unauthorized(String message) {
    return CompletableFuture.failedFuture(unauthorizedProblem(message));
  }

  private static Problem unauthorizedProblem(String message) {
    return Problem.of(ErrorCode.UNAUTHORIZED, message);
  }
}
