package io.bailiwick.http.listen;

import io.bailiwick.config.HttpSettings;
import io.bailiwick.http.route.RequestFlow;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.pekko.Done;
import org.apache.pekko.NotUsed;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.javadsl.Adapter;
import org.apache.pekko.http.javadsl.Http;
import org.apache.pekko.http.javadsl.model.HttpRequest;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.apache.pekko.http.javadsl.settings.ServerSettings;
import org.apache.pekko.stream.TLSProtocol.SslTlsInbound;
import org.apache.pekko.stream.TLSProtocol.SslTlsOutbound;
import org.apache.pekko.stream.javadsl.BidiFlow;
import org.apache.pekko.stream.javadsl.Flow;
import org.apache.pekko.stream.javadsl.Sink;
import org.apache.pekko.stream.javadsl.TLSPlacebo;
import org.apache.pekko.stream.javadsl.Tcp;
import org.apache.pekko.util.ByteString;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One address that is listened on. Pekko's own binding would do, but that it lets a client take for
 * ever over its headers.
 */
final class Listener {
  private static final Logger LOG = LoggerFactory.getLogger(Listener.class);

  /** A port of this machine is had at once, or not at all. */
  private static final Duration BIND_WITHIN = Duration.ofSeconds(5);

  /**
   * How long the end of a head waits for the body that its client sends after it: longer than a
   * network delays the second of two small packets, and short beside the time to receive it in.
   */
  private static final Duration BODY_AWAITED = Duration.ofMillis(100);

  private final Tcp.ServerBinding binding;
  private final Answers answers;

  private Listener(Tcp.ServerBinding binding, Answers answers) {
    this.binding = binding;
    this.answers = answers;
  }

  /**
   * Binds it.
   *
   * @throws UncheckedIOException when the address cannot be had
   */
  static Listener bind(
      ActorSystem<?> system,
      HttpSettings http,
      String interfaceName,
      int port,
      RequestFlow requests) {
    Answers answers = new Answers(requests);
    BidiFlow<HttpResponse, ByteString, ByteString, HttpRequest, NotUsed> layers =
        layers(system, http);
    CompletionStage<Tcp.ServerBinding> bound =
        Tcp.get(system)
            .bind(
                interfaceName,
                port,
                http.backlog(),
                List.of(),
                false,
                Optional.of(http.idleTimeout()))
            .mapAsyncUnordered(
                http.maxConnections(),
                connection ->
                    serve(
                        connection,
                        layers,
                        exchanges(connection, answers, http.requestTimeout(), system),
                        system))
            .to(Sink.ignore())
            .run(system);
    return new Listener(await(bound, interfaceName, port), answers);
  }

  int port() {
    return binding.localAddress().getPort();
  }

  /** Takes no more connections. */
  void unbind() {
    answers.closeConnections();
    binding.unbind();
  }

  /** Waits until all answers that are owed have been given, but not longer than {@code within}. */
  void awaitAnswers(Duration within) {
    long left = answers.awaitNoneOwed(within);
    if (left > 0) {
      LOG.warn("{} requests had no answer within {} of the stop", left, within);
    }
  }

  @Override
  public String toString() {
    InetSocketAddress address = binding.localAddress();
    return "http://%s:%d".formatted(address.getHostString(), address.getPort());
  }

  private static Exchanges exchanges(
      Tcp.IncomingConnection connection, Answers answers, Duration within, ActorSystem<?> system) {
    String address = connection.remoteAddress().getAddress().getHostAddress();
    return new Exchanges(
        (request, deadline) -> answers.to(request, address, deadline), within, system);
  }

  /** From a client's bytes to ours: in time, whole, out of TLS (there is none), and HTTP. */
  static BidiFlow<HttpResponse, ByteString, ByteString, HttpRequest, NotUsed> layers(
      ActorSystem<?> system, HttpSettings http) {
    SlowSenders slowSenders = new SlowSenders(http.receiveTimeout().plus(http.requestTimeout()));
    return Http.get(system)
        .serverLayer(settings(system))
        .atop(withoutTls())
        .atop(
            BidiFlow.fromFlows(
                Flow.of(ByteString.class), Flow.fromGraph(new WholeRequests(BODY_AWAITED))))
        .atop(BidiFlow.fromGraph(slowSenders));
  }

  /** Answers are in time by {@link Exchanges}: HTTP's own way takes two timers for a request. */
  private static ServerSettings settings(ActorSystem<?> system) {
    ServerSettings settings = ServerSettings.create(Adapter.toClassic(system));
    return settings.withTimeouts(
        settings
            .getTimeouts()
            .withRequestTimeout(scala.concurrent.duration.Duration.fromNanos(0L)));
  }

  @SuppressWarnings("unchecked") // What it gives out are bytes of a session, which are inbound.
  private static BidiFlow<SslTlsOutbound, ByteString, ByteString, SslTlsInbound, NotUsed>
      withoutTls() {
    return (BidiFlow<SslTlsOutbound, ByteString, ByteString, SslTlsInbound, NotUsed>)
        (BidiFlow<?, ?, ?, ?, ?>) TLSPlacebo.getInstance();
  }

  /** Completes when the connection is closed, however that came. */
  private static CompletionStage<Done> serve(
      Tcp.IncomingConnection connection,
      BidiFlow<HttpResponse, ByteString, ByteString, HttpRequest, NotUsed> layers,
      Exchanges exchanges,
      ActorSystem<?> system) {
    Flow<ByteString, ByteString, NotUsed> server =
        Flow.of(HttpRequest.class).mapAsync(1, exchanges::answer).join(layers);
    CompletionStage<Done> closed =
        connection
            .flow()
            .watchTermination((connected, termination) -> termination)
            .join(server)
            .run(system);
    return closed.exceptionally(
        failure -> {
          LOG.debug("a connection was lost: {}", failure.toString());
          return Done.getInstance();
        });
  }

  private static Tcp.ServerBinding await(
      CompletionStage<Tcp.ServerBinding> bound, String interfaceName, int port) {
    try {
      return bound.toCompletableFuture().get(BIND_WITHIN.toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException e) {
      throw notBound(interfaceName, port, e.getCause());
    } catch (TimeoutException e) {
      throw notBound(interfaceName, port, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw notBound(interfaceName, port, e);
    }
  }

  private static UncheckedIOException notBound(String interfaceName, int port, Throwable cause) {
    String reason = cause.getCause() == null ? cause.toString() : cause.getCause().getMessage();
    String message = "cannot listen on %s:%d: %s".formatted(interfaceName, port, reason);
    return new UncheckedIOException(message, new IOException(message, cause));
  }
}
