package io.bailiwick.http.route;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bailiwick.apikey.ApiKeys;
import io.bailiwick.http.auth.Principal;
import io.bailiwick.http.error.ErrorCode;
import io.bailiwick.http.error.Problem;
import io.bailiwick.http.trace.RequestIds;
import io.bailiwick.http.wire.StrictJson;
import io.bailiwick.record.Origin;
import io.bailiwick.scope.ScopePath;
import io.bailiwick.tenant.TenantId;
import java.time.Duration;
import java.util.List;
import org.apache.pekko.http.javadsl.model.HttpRequest;

/**
 * A request on its way through its operation.
 *
 * @param parameters of the path, from left to right
 * @param content of the body, empty where there is none
 * @param address of the other end of the connection
 * @param ids that the request is found by again
 * @param keys are told where they are used
 */
public record Call(
    Operation operation,
    HttpRequest request,
    Headers headers,
    Deadline deadline,
    List<String> parameters,
    Principal principal,
    byte[] content,
    String address,
    RequestIds ids,
    ApiKeys keys) {

  static Call of(Attempt attempt, byte[] content, ApiKeys keys) {
    return new Call(
        attempt.operation(),
        attempt.request(),
        attempt.headers(),
        attempt.deadline(),
        attempt.route().parameters(),
        attempt.principal(),
        content,
        attempt.address(),
        attempt.ids(),
        keys);
  }

  /** The body, which must be there. */
  ObjectNode body() {
    return StrictJson.object(content);
  }

  boolean hasBody() {
    return content.length > 0;
  }

  /** Lets the answer take longer than others may. */
  void mayTake(Duration time) {
    deadline.mayTake(time);
  }

  String keyHeader() {
    return headers.idempotencyKey();
  }

  Parameters query() {
    return Parameters.of(request);
  }

  /** The only, or the first, parameter of the path. */
  String parameter() {
    return parameters.getFirst();
  }

  /** Who asks and how, to be kept with what is changed. */
  Origin origin() {
    return new Origin(
        Failures.actor(operation, principal),
        principal instanceof Principal.Agent agent ? agent.key().keyId() : null,
        address,
        headers.userAgent(),
        ids.requestId(),
        ids.traceId(),
        operation.id(),
        null,
        null,
        null);
  }

  /** The tenant of the key, for operations that only take keys. */
  TenantId tenant() {
    return principal
        .tenant()
        .orElseThrow(() -> new IllegalStateException(operation + " takes no operators"));
  }

  /** Refuses whoever's key does not reach {@code scope}. */
  void requireReach(ScopePath scope) {
    if (!principal.reaches(scope)) {
      throw Problem.of(ErrorCode.FORBIDDEN, "The key does not reach " + scope);
    }
    if (principal instanceof Principal.Agent(var key)) {
      keys.noteScope(key, scope);
    }
  }
}
