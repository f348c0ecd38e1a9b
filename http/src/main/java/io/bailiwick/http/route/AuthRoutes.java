package io.bailiwick.http.route;

import io.bailiwick.apikey.ApiKeys;
import io.bailiwick.http.auth.Authenticator;
import io.bailiwick.http.auth.Principal;
import io.bailiwick.http.error.Unavailability;
import io.bailiwick.http.wire.IntrospectionBody;
import io.bailiwick.http.wire.KeyBodies;
import io.bailiwick.http.wire.KeyRequests;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/** Questions about credentials. Thread-safe. */
final class AuthRoutes {
  private final ApiKeys keys;

  AuthRoutes(ApiKeys keys) {
    this.keys = keys;
  }

  Map<Operation, Handler> handlers() {
    return Map.of(
        Operation.VALIDATE_API_KEY, this::validate, Operation.INTROSPECT_AUTH, this::introspect);
  }

  private Handler.Work validate(Call call) {
    String secret = KeyRequests.secret(call.body());
    return () ->
        keys.validate(secret)
            .handle(
                (verdict, failure) -> {
                  if (failure != null) {
                    throw new Unavailability("The store does not answer", failure);
                  }
                  return Answer.ok(
                      KeyBodies.validation(
                          Authenticator.key(verdict).orElse(null),
                          Authenticator.reason(verdict).orElse(null)));
                });
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
