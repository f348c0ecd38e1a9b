package io.bailiwick.http.route;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.bailiwick.apikey.ApiKey;
import io.bailiwick.apikey.ApiKeyCommand;
import io.bailiwick.apikey.ApiKeyReply;
import io.bailiwick.apikey.ApiKeys;
import io.bailiwick.apikey.Authentication;
import io.bailiwick.apikey.Permission;
import io.bailiwick.apikey.ScopeFilter;
import io.bailiwick.config.HttpSettings;
import io.bailiwick.config.Secret;
import io.bailiwick.config.Settings;
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
import java.util.concurrent.Executor;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.http.javadsl.model.ContentTypes;
import org.apache.pekko.http.javadsl.model.HttpEntities;
import org.apache.pekko.http.javadsl.model.HttpEntity;
import org.apache.pekko.http.javadsl.model.HttpMethods;
import org.apache.pekko.http.javadsl.model.HttpRequest;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.apache.pekko.http.javadsl.model.headers.RawHeader;
import org.apache.pekko.stream.javadsl.Source;
import org.apache.pekko.util.ByteString;

/**
 * The way of a request from its headers to its operation, with keys that hold whatever is asked
 * for; each operation answers 200 as soon as it is reached.
 */
final class RouterOfKeys {
  private static final String SECRETS = "cyc_live_";
  private static final String TENANT = "acme";

  /** What opens everything that the operators do. */
  private static final String ADMIN_KEY = "the-operators-key";

  /** A tenant has half of them. */
  static final int READ_THREADS = 4;

  private final List<Operation> reached = new ArrayList<>();
  private final Keys keys = new Keys();
  private final InFlight inFlight;
  private final RequestFlow flow;

  /**
   * An answer.
   *
   * @param error of a refusal, else empty
   */
  record Outcome(int status, String error) {}

  RouterOfKeys() {
    this(
        Settings.load(Map.of()).http(),
        Runnable::run,
        call ->
            () ->
                CompletableFuture.completedFuture(
                    Answer.ok("{}".getBytes(StandardCharsets.UTF_8))));
  }

  /**
   * @param executor begins reads whose turn has come
   * @param handler of every operation
   */
  RouterOfKeys(HttpSettings http, Executor executor, Handler handler) {
    this(http, executor, handler, null);
  }

  /**
   * @param system receives bodies that come slowly
   */
  RouterOfKeys(HttpSettings http, Executor executor, Handler handler, ActorSystem<?> system) {
    Map<Operation, Handler> handlers = new EnumMap<>(Operation.class);
    for (Operation operation : Operation.values()) {
      handlers.put(
          operation,
          call -> {
            Handler.Work work = handler.read(call);
            return () -> {
              reached.add(operation);
              return work.start();
            };
          });
    }
    Meters meters = new Meters();
    this.inFlight = new InFlight(http, READ_THREADS, executor, meters);
    this.flow =
        new RequestFlow(
            EnumSet.allOf(Plane.class),
            handlers,
            new Authenticator(keys, new Secret(ADMIN_KEY), new FailedAttempts(0, () -> 0)),
            keys,
            inFlight,
            new Bodies(system, 1_024, Duration.ofSeconds(10)),
            new Failures(failed -> CompletableFuture.completedFuture(null), InstantSource.system()),
            meters,
            InstantSource.system());
  }

  /** Operations that were reached, in turn. */
  List<Operation> reached() {
    return List.copyOf(reached);
  }

  /** What an operation answers to a key that holds this. */
  Outcome ask(Operation operation, Set<Permission> held) {
    keys.held = List.copyOf(held);
    try {
      return outcome(sent(operation, TENANT).toCompletableFuture().get());
    } catch (InterruptedException | ExecutionException e) {
      throw new IllegalStateException(e);
    }
  }

  /** The answer to a request of a tenant with a key that holds everything. */
  CompletionStage<HttpResponse> send(Operation operation, String tenant) {
    keys.held = List.of(Permission.values());
    return sent(operation, tenant);
  }

  /** The same, of one whose body is still to come. */
  CompletionStage<HttpResponse> sendSlowly(
      Operation operation, String tenant, Source<ByteString, ?> body) {
    keys.held = List.of(Permission.values());
    return sent(
        request(operation)
            .withEntity(HttpEntities.createChunked(ContentTypes.APPLICATION_JSON, body)),
        tenant);
  }

  private CompletionStage<HttpResponse> sent(Operation operation, String tenant) {
    return sent(request(operation), tenant);
  }

  private CompletionStage<HttpResponse> sent(HttpRequest request, String tenant) {
    return flow.handle(
        request.addHeader(RawHeader.create(Authenticator.KEY_HEADER, SECRETS + tenant)),
        "10.0.0.1",
        new Deadline(Duration.ofSeconds(10)));
  }

  /** The answer to a request of the operators. */
  CompletionStage<HttpResponse> sendAsOperator(Operation operation) {
    return flow.handle(
        request(operation).addHeader(RawHeader.create(Authenticator.ADMIN_HEADER, ADMIN_KEY)),
        "10.0.0.1",
        new Deadline(Duration.ofSeconds(10)));
  }

  InFlight inFlight() {
    return inFlight;
  }

  private static HttpRequest request(Operation operation) {
    HttpRequest request =
        HttpRequest.create(operation.path().replaceAll("\\{\\w+}", "x"))
            .withMethod(HttpMethods.lookup(operation.method()).orElseThrow());
    return operation.body() == Operation.Body.NONE
        ? request
        : request.withEntity(ContentTypes.APPLICATION_JSON, "{}");
  }

  static Outcome outcome(HttpResponse response) {
    String body = ((HttpEntity.Strict) response.entity()).getData().utf8String();
    try {
      return new Outcome(
          response.status().intValue(), new ObjectMapper().readTree(body).path("error").asText());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Knows a key of each tenant, and what they hold. */
  private static final class Keys implements ApiKeys {
    private List<Permission> held = List.of();

    @Override
    public CompletionStage<Authentication> authenticate(String secret, String sourceIp) {
      if (!secret.startsWith(SECRETS)) {
        return CompletableFuture.completedFuture(new Authentication.Unknown());
      }
      ApiKey key =
          new ApiKey(
              "key_1",
              new TenantId(secret.substring(SECRETS.length())),
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
      return CompletableFuture.completedFuture(new Authentication.Valid(key));
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
