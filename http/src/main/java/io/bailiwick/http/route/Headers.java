package io.bailiwick.http.route;

import io.bailiwick.http.auth.Authenticator;
import io.bailiwick.http.error.ErrorCode;
import io.bailiwick.http.error.Problem;
import java.util.Locale;
import org.apache.pekko.http.javadsl.model.HttpHeader;
import org.apache.pekko.http.javadsl.model.HttpRequest;

/** The headers of a request that are looked at, found in one pass. Each is null when absent. */
final class Headers {
  private static final String KEY = Authenticator.KEY_HEADER.toLowerCase(Locale.ROOT);
  private static final String ADMIN = Authenticator.ADMIN_HEADER.toLowerCase(Locale.ROOT);

  private String traceparent;
  private String traceId;
  private String requestId;
  private String idempotencyKey;
  private String userAgent;
  private String contentEncoding;
  private String key;
  private String admin;
  private boolean isKeyDoubtful;
  private boolean isAdminDoubtful;

  private Headers() {}

  static Headers of(HttpRequest request) {
    Headers found = new Headers();
    for (HttpHeader header : request.getHeaders()) {
      found.take(header.lowercaseName(), header.value());
    }
    return found;
  }

  /** Of several the first counts, and of credentials all do. */
  private void take(String name, String value) {
    switch (name) {
      case "traceparent" -> traceparent = first(traceparent, value);
      case "x-cycles-trace-id" -> traceId = first(traceId, value);
      case "x-request-id" -> requestId = first(requestId, value);
      case "x-idempotency-key" -> idempotencyKey = first(idempotencyKey, value);
      case "user-agent" -> userAgent = first(userAgent, value);
      case "content-encoding" -> contentEncoding = first(contentEncoding, value);
      default -> takeCredential(name, value);
    }
  }

  private void takeCredential(String name, String value) {
    if (name.equals(KEY)) {
      isKeyDoubtful |= key != null && !key.equals(value);
      key = first(key, value);
    } else if (name.equals(ADMIN)) {
      isAdminDoubtful |= admin != null && !admin.equals(value);
      admin = first(admin, value);
    }
  }

  private static String first(String known, String value) {
    return known == null ? value : known;
  }

  String traceparent() {
    return traceparent;
  }

  String traceId() {
    return traceId;
  }

  String requestId() {
    return requestId;
  }

  String idempotencyKey() {
    return idempotencyKey;
  }

  String userAgent() {
    return userAgent;
  }

  String contentEncoding() {
    return contentEncoding;
  }

  /** The first key, whether or not there are others. */
  String firstKey() {
    return key;
  }

  /** The first key of operators, whether or not there are others. */
  String firstAdmin() {
    return admin;
  }

  String key() {
    return credential(Authenticator.KEY_HEADER, key, isKeyDoubtful);
  }

  String admin() {
    return credential(Authenticator.ADMIN_HEADER, admin, isAdminDoubtful);
  }

  /** Of two that differ nobody can say whose the request is: a proxy may read the other one. */
  private static String credential(String name, String value, boolean isDoubtful) {
    if (isDoubtful) {
      throw Problem.of(ErrorCode.UNAUTHORIZED, "There are several different " + name);
    }
    return value;
  }
}
