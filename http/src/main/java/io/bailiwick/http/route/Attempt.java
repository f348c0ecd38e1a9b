package io.bailiwick.http.route;

import io.bailiwick.http.auth.Principal;
import io.bailiwick.http.error.Plane;
import io.bailiwick.http.trace.RequestIds;
import org.apache.pekko.http.javadsl.model.HttpRequest;

/**
 * A request that has come so far.
 *
 * @param route null where there is none
 * @param principal null where nobody knows who
 */
record Attempt(
    HttpRequest request,
    Headers headers,
    Deadline deadline,
    String path,
    String address,
    RequestIds ids,
    Router.Route route,
    Principal principal) {

  Attempt to(Router.Route found) {
    return new Attempt(request, headers, deadline, path, address, ids, found, principal);
  }

  Attempt by(Principal known) {
    return new Attempt(request, headers, deadline, path, address, ids, route, known);
  }

  Operation operation() {
    return route == null ? null : route.operation();
  }

  /** Whether it is told whatever has become of it, and before it is answered. */
  boolean isOfOperators() {
    Plane plane = route == null ? Plane.of(path) : route.language();
    return plane == Plane.ADMIN || principal instanceof Principal.Operator;
  }
}
