package io.bailiwick.http.outbound;

import io.bailiwick.config.WebhookSettings;
import io.bailiwick.http.error.Throwables;
import io.bailiwick.time.Stopwatch;
import io.bailiwick.webhook.CallResult;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLException;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.http.javadsl.ClientTransport;
import org.apache.pekko.http.javadsl.Http;
import org.apache.pekko.http.javadsl.OutgoingConnectionBuilder;
import org.apache.pekko.http.javadsl.model.ContentTypes;
import org.apache.pekko.http.javadsl.model.HttpEntities;
import org.apache.pekko.http.javadsl.model.HttpHeader;
import org.apache.pekko.http.javadsl.model.HttpRequest;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.apache.pekko.http.javadsl.settings.ClientConnectionSettings;
import org.apache.pekko.stream.StreamTcpException;
import org.apache.pekko.stream.javadsl.Sink;
import org.apache.pekko.stream.javadsl.Source;
import org.apache.pekko.util.ByteString;

/**
 * Posts to an address that somebody else has chosen, under the name that the URL has: the
 * certificate must be that name's. A connection serves one call. Redirects are not followed: they
 * would lead past every check. Thread-safe; never blocks.
 */
public final class PinnedClient {

  /** Nobody reads what a receiver says; a little is taken so that it can end in peace. */
  private static final long BODY_BYTES_MAX = 64 * 1024;

  private static final int HTTPS_PORT = 443;
  private static final int HTTP_PORT = 80;

  private final ActorSystem<?> system;
  private final Duration connectTimeout;

  public PinnedClient(ActorSystem<?> system, WebhookSettings settings) {
    this.system = system;
    this.connectTimeout = settings.connectTimeout();
  }

  /** The host of a URL, without the brackets of an address. */
  static String host(URI url) {
    String host = url.getHost();
    return host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
  }

  /** Sends JSON, and gives what became of it within the time. */
  CompletionStage<CallResult> post(
      URI url, InetAddress address, List<HttpHeader> headers, byte[] body, Duration within) {
    Stopwatch stopwatch = Stopwatch.start();
    HttpRequest request =
        HttpRequest.POST(target(url))
            .addHeaders(headers)
            .withEntity(
                HttpEntities.create(
                    ContentTypes.APPLICATION_JSON, ByteString.fromArrayUnsafe(body)));
    CompletionStage<HttpResponse> answer =
        Source.single(request)
            .via(isHttps(url) ? connection(url, address).https() : connection(url, address).http())
            .completionTimeout(within.isPositive() ? within : Duration.ofMillis(1))
            .runWith(Sink.head(), system);
    return answer.handle(
        (response, failure) -> {
          long tookMs = TimeUnit.NANOSECONDS.toMillis(stopwatch.elapsedNanos());
          if (failure != null) {
            return new CallResult(null, tookMs, reason(Throwables.cause(failure), url, within));
          }
          letEnd(response);
          int status = response.status().intValue();
          return new CallResult(status, tookMs, complaint(status));
        });
  }

  private OutgoingConnectionBuilder connection(URI url, InetAddress address) {
    int port = url.getPort() > 0 ? url.getPort() : isHttps(url) ? HTTPS_PORT : HTTP_PORT;
    CompletionStage<InetSocketAddress> pinned =
        CompletableFuture.completedFuture(new InetSocketAddress(address, port));
    ClientConnectionSettings settings =
        ClientConnectionSettings.create(system.classicSystem())
            .withConnectingTimeout(connectTimeout)
            .withTransport(ClientTransport.withCustomResolver((host, any) -> pinned));
    return Http.get(system)
        .connectionTo(host(url))
        .toPort(port)
        .withClientConnectionSettings(settings);
  }

  private void letEnd(HttpResponse response) {
    response
        .entity()
        .withSizeLimit(BODY_BYTES_MAX)
        .getDataBytes()
        .completionTimeout(connectTimeout)
        .runWith(Sink.ignore(), system);
  }

  private static String target(URI url) {
    String path = url.getRawPath().isEmpty() ? "/" : url.getRawPath();
    return url.getRawQuery() == null ? path : path + '?' + url.getRawQuery();
  }

  private static boolean isHttps(URI url) {
    return url.getScheme().toLowerCase(Locale.ROOT).equals("https");
  }

  /** Only what is 2xx is a success (governance, delivery). */
  private static String complaint(int status) {
    if (status >= 200 && status < 300) {
      return null;
    }
    return status >= 300 && status < 400
        ? "The endpoint answered %d; redirects are not followed".formatted(status)
        : "The endpoint answered %d".formatted(status);
  }

  private static String reason(Throwable failure, URI url, Duration within) {
    return switch (failure) {
      case TimeoutException late -> "No answer within %d ms".formatted(within.toMillis());
      case SSLException untrusted -> "The endpoint's certificate is not trusted or TLS failed";
      case StreamTcpException refused -> "Could not connect to " + url.getRawAuthority();
      default -> "The call failed before there was an answer";
    };
  }
}
