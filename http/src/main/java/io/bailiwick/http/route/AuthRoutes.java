package io.bailiwick.http.route;

import io.bailiwick.apikey.ApiKeys;
import io.bailiwick.apikey.Authentication;
import io.bailiwick.http.auth.Authenticator;
import io.bailiwick.http.auth.Principal;
import io.bailiwick.http.error.Unavailability;
import io.bailiwick.http.wire.IntrospectionBody;
import io.bailiwick.http.wire.KeyBodies;
import io.bailiwick.http.wire.KeyRequests;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Questions about credentials. Thread-safe. */
final class AuthRoutes {
  private final ApiKeys keys;
  private final Failures failures;

  /**
   * @param failures are told of keys that are asked about and no good
   */
  AuthRoutes(ApiKeys keys, Failures failures) {
    this.keys = keys;
    this.failures = failures;
  }

  Map<Operation, Handler> handlers() {
    return Map.of(
        Operation.VALIDATE_API_KEY, this::validate, Operation.INTROSPECT_AUTH, this::introspect);
  }

  private Handler.Work validate(Call call) {
    String secret = KeyRequests.secret(call.body());
    return () ->
        keys.validate(secret)
            .exceptionallyCompose(
                failure ->
                    CompletableFuture.failedFuture(
                        new Unavailability("The store does not answer", failure)))
            .thenCompose(verdict -> noted(call, verdict).thenApply(noted -> validation(verdict)));
  }

  private CompletionStage<Void> noted(Call call, Authentication verdict) {
    return Authenticator.badKey(verdict)
        .map(bad -> failures.note(call, bad))
        .orElseGet(() -> CompletableFuture.completedFuture(null));
  }

  private static Answer validation(Authentication verdict) {
    return Answer.ok(
        KeyBodies.validation(
            Authenticator.key(verdict).orElse(null), Authenticator.reason(verdict).orElse(null)));
  }

  private Handler.Work introspect(Call call) {
    byte[] body =
        switch (call.principal()) {
          case Principal.Operator operator -> IntrospectionBody.operator();
          case Principal.Agent(var key) -> IntrospectionBody.agent(key);
          case Principal.Anybody anybody ->
              throw new IllegalStateException("introspection takes nobody without a key");
        };
    return () -> CompletableFuture.completedFuture(Answer.ok(body));
  }
}
