package io.bailiwick.http.listen;

import io.bailiwick.http.route.Deadline;
import io.bailiwick.http.route.RequestFlow;
import io.bailiwick.time.Stopwatch;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.http.javadsl.model.HttpHeader;
import org.apache.pekko.http.javadsl.model.HttpRequest;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.apache.pekko.http.javadsl.model.headers.Connection;

/** Counts the answers that clients wait for, so that a stop can wait as well. Thread-safe. */
final class Answers {
  private static final String ACCEPT = "Accept";

  /** What nearly all clients say: not worth a parser. */
  private static final Set<String> ACCEPTS_JSON = Set.of("*/*", "application/json");

  private static final Connection CLOSE = Connection.create("close");

  private final RequestFlow requests;
  private final Object lock = new Object();
  private long owed;
  private volatile boolean isClosing;

  Answers(RequestFlow requests) {
    this.requests = requests;
  }

  /**
   * @param address of the other end
   * @param deadline which may be told to be another than usual
   */
  CompletionStage<HttpResponse> to(HttpRequest request, String address, Deadline deadline) {
    synchronized (lock) {
      owed++;
    }
    return requests
        .handle(withAccept(request), address, deadline)
        .thenApply(response -> isClosing ? last(response) : response)
        .whenComplete((response, failure) -> given());
  }

  /** The same answer, after which its connection is closed. */
  static HttpResponse last(HttpResponse response) {
    return response.addHeader(CLOSE);
  }

  /** The one header that is understood beside those of HTTP itself; a malformed one is as none. */
  private static HttpRequest withAccept(HttpRequest request) {
    HttpHeader raw = request.getHeader(ACCEPT).orElse(null);
    if (raw == null || ACCEPTS_JSON.contains(raw.value())) {
      return request;
    }
    try {
      HttpHeader accept = HttpHeader.parse(ACCEPT, raw.value());
      return request.removeHeader(ACCEPT).addHeader(accept);
    } catch (IllegalArgumentException malformed) {
      return request.removeHeader(ACCEPT);
    }
  }

  /** From here on an answer is its connection's last one. */
  void closeConnections() {
    isClosing = true;
  }

  /** Waits until nobody waits any more, and returns how many still do after {@code within}. */
  long awaitNoneOwed(Duration within) {
    Stopwatch stopwatch = Stopwatch.start();
    synchronized (lock) {
      long leftMs = within.toMillis();
      try {
        while (owed > 0 && leftMs > 0) {
          lock.wait(leftMs);
          leftMs = within.toMillis() - stopwatch.elapsedNanos() / 1_000_000;
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
      return owed;
    }
  }

  private void given() {
    synchronized (lock) {
      owed--;
      if (owed == 0) {
        lock.notifyAll();
      }
    }
  }
}
