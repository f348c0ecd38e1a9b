package io.bailiwick.http.route;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.bailiwick.apikey.ApiKey;
import io.bailiwick.apikey.ApiKeyCommand;
import io.bailiwick.apikey.ApiKeyReply;
import io.bailiwick.apikey.ApiKeys;
import io.bailiwick.apikey.Authentication;
import io.bailiwick.apikey.Permission;
import io.bailiwick.apikey.ScopeFilter;
import io.bailiwick.config.Secret;
import io.bailiwick.http.auth.Authenticator;
import io.bailiwick.http.auth.FailedAttempts;
import io.bailiwick.http.error.Plane;
import io.bailiwick.http.metric.Meters;
import io.bailiwick.record.Origin;
import io.bailiwick.scope.ScopePath;
import io.bailiwick.tenant.TenantId;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import org.apache.pekko.http.javadsl.model.ContentTypes;
import org.apache.pekko.http.javadsl.model.HttpEntity;
import org.apache.pekko.http.javadsl.model.HttpMethods;
import org.apache.pekko.http.javadsl.model.HttpRequest;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.apache.pekko.http.javadsl.model.headers.RawHeader;

/**
 * The way of a request from its headers to its operation, with keys that hold whatever is asked
 * for; each operation answers 200 as soon as it is reached.
 */
final class RouterOfKeys {
  private static final String SECRET = "cyc_live_any";

  private final List<Operation> reached = new ArrayList<>();
  private final Keys keys = new Keys();
  private final RequestFlow flow;

  /**
   * An answer.
   *
   * @param error of a refusal, else empty
   */
  record Outcome(int status, String error) {}

  RouterOfKeys() {
    Map<Operation, Handler> handlers = new EnumMap<>(Operation.class);
    for (Operation operation : Operation.values()) {
      handlers.put(operation, call -> () -> reach(operation));
    }
    this.flow =
        new RequestFlow(
            EnumSet.allOf(Plane.class),
            handlers,
            new Authenticator(
                keys, new Secret("the-operators-key"), new FailedAttempts(0, () -> 0)),
            keys,
            new Bodies(null, 1_024, Duration.ofSeconds(1)),
            new Failures(failed -> CompletableFuture.completedFuture(null), InstantSource.system()),
            new Meters(),
            InstantSource.system());
  }

  private CompletionStage<Answer> reach(Operation operation) {
    reached.add(operation);
    return CompletableFuture.completedFuture(Answer.ok("{}".getBytes(StandardCharsets.UTF_8)));
  }

  /** Operations that were reached, in turn. */
  List<Operation> reached() {
    return List.copyOf(reached);
  }

  /** What an operation answers to a key that holds this. */
  Outcome ask(Operation operation, Set<Permission> held) {
    keys.held = List.copyOf(held);
    HttpRequest request =
        HttpRequest.create(operation.path().replaceAll("\\{\\w+}", "x"))
            .withMethod(HttpMethods.lookup(operation.method()).orElseThrow())
            .addHeader(RawHeader.create(Authenticator.KEY_HEADER, SECRET));
    if (operation.body() != Operation.Body.NONE) {
      request = request.withEntity(ContentTypes.APPLICATION_JSON, "{}");
    }
    try {
      return outcome(
          flow.handle(request, "10.0.0.1", new Deadline(Duration.ofSeconds(1)))
              .toCompletableFuture()
              .get());
    } catch (InterruptedException | ExecutionException e) {
      throw new IllegalStateException(e);
    }
  }

  private static Outcome outcome(HttpResponse response) {
    String body = ((HttpEntity.Strict) response.entity()).getData().utf8String();
    try {
      return new Outcome(
          response.status().intValue(), new ObjectMapper().readTree(body).path("error").asText());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Knows one key, and what it holds. */
  private static final class Keys implements ApiKeys {
    private List<Permission> held = List.of();

    @Override
    public CompletionStage<Authentication> authenticate(String secret, String sourceIp) {
      ApiKey key =
          new ApiKey(
              "key_1",
              new TenantId("acme"),
              "cyc_live_12345",
              "n",
              null,
              held,
              ScopeFilter.ALL,
              null,
              0,
              1,
              null,
              null,
              null);
      return CompletableFuture.completedFuture(
          secret.equals(SECRET) ? new Authentication.Valid(key) : new Authentication.Unknown());
    }

    @Override
    public void noteScope(ApiKey key, ScopePath scope) {
      throw new UnsupportedOperationException();
    }

    @Override
    public CompletionStage<Authentication> validate(String secret) {
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
}
