package io.bailiwick.http.route;

import io.bailiwick.apikey.ApiKeys;
import io.bailiwick.apikey.Permission;
import io.bailiwick.http.auth.Access;
import io.bailiwick.http.auth.Authenticator;
import io.bailiwick.http.auth.Principal;
import io.bailiwick.http.error.ErrorCode;
import io.bailiwick.http.error.Plane;
import io.bailiwick.http.error.Problem;
import io.bailiwick.http.error.Refusals;
import io.bailiwick.http.error.Stages;
import io.bailiwick.http.error.Throwables;
import io.bailiwick.http.metric.Meters;
import io.bailiwick.http.trace.RequestIds;
import io.bailiwick.http.trace.RequestLog;
import io.bailiwick.time.Stopwatch;
import java.time.InstantSource;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.http.javadsl.model.HttpRequest;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.apache.pekko.http.javadsl.model.MediaTypes;
import org.apache.pekko.http.javadsl.model.headers.Accept;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one way from a request to its answer. In this order: is there such an operation (404, 405),
 * who is it (401, 429), may they do this (403), can the answer be read (406), is there too much
 * under way already (429), is the body one (415, 413), is it well-formed (400), and then the
 * operation's own work. So what somebody sends who may not is never read. A body that has not come
 * whole by then is waited for, and whether there is too much is asked once more. Thread-safe; never
 * blocks, and always completes with an answer.
 */
public final class RequestFlow {
  private static final Logger LOG = LoggerFactory.getLogger(RequestFlow.class);

  /** Those that choose their form themselves. */
  private static final Set<Operation> OF_OTHER_FORMS =
      EnumSet.of(Operation.EXPORT_EVENTS, Operation.EXPORT_AUDIT_LOGS, Operation.EXPORT_DECISIONS);

  /** Who settles gives up at 401, which is right, and is never told to wait (runtime plane). */
  private static final Set<Operation> NEVER_THROTTLED =
      EnumSet.of(Operation.COMMIT_RESERVATION, Operation.RELEASE_RESERVATION);

  private final Router router;
  private final Map<Operation, Handler> handlers;
  private final Authenticator authenticator;
  private final ApiKeys keys;
  private final InFlight inFlight;
  private final Bodies bodies;
  private final Failures failures;
  private final Meters meters;
  private final InstantSource clock;

  /**
   * @param planes whose operations are served
   * @param handlers one for each of their operations
   * @param keys are told where they are used
   */
  RequestFlow(
      Set<Plane> planes,
      Map<Operation, Handler> handlers,
      Authenticator authenticator,
      ApiKeys keys,
      InFlight inFlight,
      Bodies bodies,
      Failures failures,
      Meters meters,
      InstantSource clock) {
    this.router = new Router(planes);
    this.handlers = Map.copyOf(handlers);
    this.authenticator = authenticator;
    this.keys = keys;
    this.inFlight = inFlight;
    this.bodies = bodies;
    this.failures = failures;
    this.meters = meters;
    this.clock = clock;
    for (Operation operation : Operation.values()) {
      if (Router.isServed(operation, planes) && !handlers.containsKey(operation)) {
        throw new IllegalStateException("nobody handles " + operation);
      }
    }
  }

  /**
   * The answer to a request.
   *
   * @param address of the other end of its connection
   * @param deadline is told what to answer when it is over
   */
  public CompletionStage<HttpResponse> handle(
      HttpRequest request, String address, Deadline deadline) {
    Stopwatch stopwatch = Stopwatch.start();
    String path = request.getUri().getPathString();
    Router.Found found = router.find(request.method().value(), path);
    Headers headers = Headers.of(request);
    RequestIds ids = ids(headers, path, found);
    Attempt attempt = new Attempt(request, headers, deadline, path, address, ids, null, null);
    answerInTime(deadline, ids);
    try {
      return switch (found) {
        case Router.Route route -> run(attempt.to(route), stopwatch);
        case Router.OtherMethods other -> astray(attempt, methodNotAllowed(request, other));
        case Router.Nothing nothing ->
            astray(attempt, Problem.of(ErrorCode.NOT_FOUND, "There is no such path"));
      };
    } catch (RuntimeException e) {
      return refuse(attempt, problem(e, ids, null));
    }
  }

  /** The operators' plane gives ids back; on the other one they are ours, whatever is sent. */
  private static RequestIds ids(Headers headers, String path, Router.Found found) {
    RequestIds ids = RequestIds.of(headers.traceparent(), headers.traceId());
    Plane plane = found instanceof Router.Route route ? route.language() : Plane.of(path);
    return plane == Plane.ADMIN ? ids.under(headers.requestId()) : ids;
  }

  private CompletionStage<HttpResponse> run(Attempt attempt, Stopwatch stopwatch) {
    Operation operation = attempt.operation();
    CompletionStage<Principal> principal =
        authenticator.authenticate(
            operation.access(),
            attempt.headers().key(),
            attempt.headers().admin(),
            attempt.address());
    return Stages.then(principal, (known, failure) -> answer(attempt.by(known), failure))
        .whenComplete(
            (response, impossible) ->
                meters.time(
                    stopwatch.elapsedNanos(),
                    "http.server.requests",
                    "operation",
                    operation.id(),
                    "status",
                    response == null ? "none" : Integer.toString(response.status().intValue())));
  }

  private CompletionStage<HttpResponse> answer(Attempt attempt, Throwable failure) {
    CompletionStage<Answer> answer;
    try {
      answer = work(attempt, failure);
    } catch (RuntimeException | Error thrown) {
      // What is thrown on the way is answered like what is told by a future.
      answer = CompletableFuture.failedFuture(thrown);
    }
    return Stages.then(answer, (given, thrown) -> response(given, thrown, attempt));
  }

  private CompletionStage<Answer> work(Attempt attempt, Throwable failure) {
    Operation operation = attempt.operation();
    HttpRequest request = attempt.request();
    Throwable refusal =
        failure == null ? refusal(operation, attempt) : failure(operation, attempt, failure);
    InFlight.Load load = refusal == null ? InFlight.Load.of(operation, attempt.principal()) : null;
    // Who is slow to send must not take what others work with: such a one enters when it is there.
    boolean isLater = load != null && Bodies.isArriving(operation, request);
    if (refusal == null) {
      refusal = isLater ? inFlight.look(load) : inFlight.enter(load);
    }
    if (refusal != null) {
      bodies.discard(request);
      return CompletableFuture.failedFuture(refusal);
    }
    return isLater
        ? bodies.receive(operation, attempt).thenCompose(content -> enter(load, attempt, content))
        : inFlight.run(
            load,
            () ->
                bodies.receive(operation, attempt).thenCompose(content -> start(attempt, content)));
  }

  private CompletionStage<Answer> enter(InFlight.Load load, Attempt attempt, byte[] content) {
    Problem refusal = inFlight.enter(load);
    return refusal == null
        ? inFlight.run(load, () -> start(attempt, content))
        : CompletableFuture.failedFuture(refusal);
  }

  private CompletionStage<Answer> start(Attempt attempt, byte[] content) {
    Call call = Call.of(attempt, content, keys);
    return handlers.get(attempt.operation()).read(call).start();
  }

  private Throwable failure(Operation operation, Attempt attempt, Throwable failure) {
    return NEVER_THROTTLED.contains(operation)
        ? failure
        : authenticator.judged(attempt.address(), failure);
  }

  /** Why it is not looked at, or null. */
  private static Problem refusal(Operation operation, Attempt attempt) {
    Permission permission = operation.permission();
    if (permission != null && !attempt.principal().allows(permission)) {
      ErrorCode code =
          attempt.route().language() == Plane.ADMIN
              ? ErrorCode.INSUFFICIENT_PERMISSIONS
              : ErrorCode.FORBIDDEN;
      return Problem.of(code, "The key lacks the permission " + permission.text());
    }
    return isAcceptable(operation, attempt.request())
        ? null
        : Problem.of(406, ErrorCode.INVALID_REQUEST, "Only application/json is available");
  }

  private CompletionStage<HttpResponse> response(Answer answer, Throwable thrown, Attempt attempt) {
    String tenant = tenantShown(attempt.operation(), attempt.principal());
    if (thrown == null) {
      return CompletableFuture.completedFuture(Responses.of(answer, attempt.ids(), tenant));
    }
    Problem problem = problem(thrown, attempt.ids(), tenant);
    return failures
        .note(attempt, problem)
        .thenApply(noted -> Responses.of(problem, attempt.ids(), tenant));
  }

  /** What leads nowhere is filed under the operator whose right key it has, else under nobody. */
  private CompletionStage<HttpResponse> astray(Attempt attempt, Problem problem) {
    Principal operator = authenticator.operatorOrNull(attempt.headers().firstAdmin());
    return refuse(attempt.by(operator), problem);
  }

  private CompletionStage<HttpResponse> refuse(Attempt attempt, Problem problem) {
    bodies.discard(attempt.request());
    return failures
        .note(attempt, problem)
        .thenApply(noted -> Responses.of(problem, attempt.ids(), null));
  }

  private static Problem methodNotAllowed(HttpRequest request, Router.OtherMethods other) {
    String allow = String.join(", ", other.allowed());
    return Problem.of(
            405,
            ErrorCode.INVALID_REQUEST,
            "%s is not allowed here, only %s".formatted(request.method().value(), allow))
        .withHeader("Allow", allow);
  }

  private static boolean isAcceptable(Operation operation, HttpRequest request) {
    if (operation.access() == Access.ANYBODY || OF_OTHER_FORMS.contains(operation)) {
      return true;
    }
    Accept accept = request.getHeader(Accept.class).orElse(null);
    if (accept == null || !accept.getMediaRanges().iterator().hasNext()) {
      return true;
    }
    for (var range : accept.getMediaRanges()) {
      if (range.matches(MediaTypes.APPLICATION_JSON) && range.qValue() > 0) {
        return true;
      }
    }
    return false;
  }

  /** Agents are told whose key it was; a bug of ours is told with 503 as well, should it hang. */
  private static void answerInTime(Deadline deadline, RequestIds ids) {
    deadline.answerLate(() -> Responses.of(Throwables.unavailable("No answer in time"), ids, null));
  }

  private Problem problem(Throwable thrown, RequestIds ids, String tenant) {
    Problem problem = Refusals.timed(Throwables.problem(thrown), clock.millis());
    if (problem.status() == 500 || problem.status() == 503) {
      RequestLog.with(ids, tenant, () -> log(problem, Throwables.cause(thrown)));
    }
    return problem;
  }

  private static void log(Problem problem, Throwable cause) {
    if (problem.status() == 500) {
      LOG.error("a bug: answered 500", cause);
    } else {
      LOG.debug("answered 503: {}", cause.toString());
    }
  }

  private static String tenantShown(Operation operation, Principal principal) {
    return principal == null || operation.plane() != Plane.RUNTIME
        ? null
        : principal.tenant().map(tenant -> tenant.value()).orElse(null);
  }
}
