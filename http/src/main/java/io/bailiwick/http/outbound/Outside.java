package io.bailiwick.http.outbound;

import io.bailiwick.config.WebhookSettings;
import io.bailiwick.http.error.Throwables;
import io.bailiwick.http.error.Unavailability;
import io.bailiwick.http.wire.ProbeBody;
import io.bailiwick.time.Stopwatch;
import io.bailiwick.webhook.CallResult;
import io.bailiwick.webhook.Endpoints;
import io.bailiwick.webhook.WebhookSecurity;
import java.net.InetAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * Checks where calls lead, and makes them. A host is looked up once for a call, all of its
 * addresses are checked, and one of these is connected to: no second look-up could give another
 * one. Thread-safe; never blocks.
 */
public final class Outside implements Endpoints {

  private final HostLookUp lookUp;
  private final PinnedClient client;
  private final Duration testTimeout;
  private final String userAgent;

  /**
   * @param userAgent what receivers are told of who calls
   */
  public Outside(PinnedClient client, WebhookSettings settings, String userAgent) {
    this.lookUp = new HostLookUp(settings.connectTimeout());
    this.client = client;
    this.testTimeout = settings.testTimeout();
    this.userAgent = userAgent;
  }

  /** Where a call leads, or why there is none. */
  private sealed interface Way {
    record To(URI url, InetAddress address) implements Way {}

    record Closed(String objection) implements Way {}
  }

  @Override
  public CompletionStage<Optional<String>> objection(String url, WebhookSecurity security) {
    return way(url, security)
        .thenApply(
            way ->
                switch (way) {
                  case Way.To to -> Optional.empty();
                  case Way.Closed(var objection) -> Optional.of(objection);
                });
  }

  @Override
  public CompletionStage<CallResult> probe(Probe probe, WebhookSecurity security) {
    Stopwatch stopwatch = Stopwatch.start();
    return way(probe.subscription().terms().url(), security)
        .thenCompose(
            way ->
                switch (way) {
                  case Way.To(var url, var address) -> call(probe, url, address, stopwatch);
                  case Way.Closed(var objection) ->
                      CompletableFuture.completedFuture(CallResult.notSent(objection));
                })
        .exceptionally(
            failure ->
                switch (Throwables.cause(failure)) {
                  case Unavailability busy -> CallResult.notSent(busy.getMessage());
                  case RuntimeException bug -> throw bug;
                  default -> throw new IllegalStateException("a call ended in a bug", failure);
                });
  }

  private CompletionStage<CallResult> call(
      Probe probe, URI url, InetAddress address, Stopwatch stopwatch) {
    byte[] body = ProbeBody.of(probe);
    Duration left = testTimeout.minusNanos(stopwatch.elapsedNanos());
    return client.post(url, address, CallHeaders.of(probe, body, userAgent), body, left);
  }

  private CompletionStage<Way> way(String text, WebhookSecurity security) {
    SecurityRules rules = SecurityRules.of(security);
    URI url;
    try {
      url = new URI(text);
    } catch (URISyntaxException e) {
      return closed("url is malformed: " + e.getReason());
    }
    Optional<String> objection = rules.objection(url);
    return objection.isPresent()
        ? closed(objection.get())
        : lookUp
            .addresses(PinnedClient.host(url))
            .thenApply(addresses -> checked(url, addresses, rules));
  }

  private static Way checked(URI url, List<InetAddress> addresses, SecurityRules rules) {
    if (addresses.isEmpty()) {
      return new Way.Closed("the host of url cannot be looked up: " + url.getHost());
    }
    return addresses.stream()
        .map(rules::objection)
        .flatMap(Optional::stream)
        .findFirst()
        .<Way>map(Way.Closed::new)
        .orElseGet(() -> new Way.To(url, addresses.getFirst()));
  }

  private static CompletionStage<Way> closed(String objection) {
    return CompletableFuture.completedFuture(new Way.Closed(objection));
  }
}
