package io.bailiwick.http.route;

import io.bailiwick.http.error.Problem;
import io.bailiwick.http.trace.RequestIds;
import io.bailiwick.http.wire.ErrorBody;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.pekko.http.javadsl.model.ContentTypes;
import org.apache.pekko.http.javadsl.model.HttpEntities;
import org.apache.pekko.http.javadsl.model.HttpHeader;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.apache.pekko.http.javadsl.model.ResponseEntity;
import org.apache.pekko.http.javadsl.model.StatusCodes;
import org.apache.pekko.http.javadsl.model.headers.RawHeader;
import org.apache.pekko.util.ByteString;

/** Answers as HTTP: every one of them has the ids of its request, errors included. */
public final class Responses {
  private Responses() {}

  /**
   * A success.
   *
   * @param tenant of the key, or null where that is not shown
   */
  static HttpResponse of(Answer answer, RequestIds ids, String tenant) {
    List<HttpHeader> headers = headers(ids, tenant);
    headers.addAll(answer.headers());
    return HttpResponse.create()
        .withStatus(StatusCodes.get(answer.status()))
        .withEntity(entity(answer))
        .addHeaders(headers);
  }

  private static ResponseEntity entity(Answer answer) {
    return answer.stream() == null
        ? HttpEntities.create(answer.type(), ByteString.fromArrayUnsafe(answer.body()))
        : HttpEntities.create(answer.type(), answer.stream());
  }

  /** An error. */
  public static HttpResponse of(Problem problem, RequestIds ids, String tenant) {
    List<HttpHeader> headers = headers(ids, tenant);
    for (Map.Entry<String, String> header : problem.headers().entrySet()) {
      headers.add(RawHeader.create(header.getKey(), header.getValue()));
    }
    return HttpResponse.create()
        .withStatus(StatusCodes.get(problem.status()))
        .withEntity(
            HttpEntities.create(
                ContentTypes.APPLICATION_JSON,
                ByteString.fromArrayUnsafe(ErrorBody.of(problem, ids))))
        .addHeaders(headers);
  }

  private static List<HttpHeader> headers(RequestIds ids, String tenant) {
    List<HttpHeader> headers = new ArrayList<>(4);
    headers.add(RawHeader.create("X-Request-Id", ids.requestId()));
    headers.add(RawHeader.create("X-Cycles-Trace-Id", ids.traceId()));
    if (tenant != null) {
      headers.add(RawHeader.create("X-Cycles-Tenant", tenant));
    }
    return headers;
  }
}
