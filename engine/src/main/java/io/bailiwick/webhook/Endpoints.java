package io.bailiwick.webhook;

import java.util.Optional;
import java.util.concurrent.CompletionStage;

/** The outside, where webhooks lead. Thread-safe; never blocks; every stage completes in time. */
public interface Endpoints {

  /**
   * Why {@code url} must not be called, in words; empty when it may be. A name is looked up, and
   * each of its addresses must be allowed.
   */
  CompletionStage<Optional<String>> objection(String url, WebhookSecurity security);

  /** Sends a probe; what goes wrong is in the result. */
  CompletionStage<CallResult> probe(Probe probe, WebhookSecurity security);

  /**
   * A call that says nothing but that it was made.
   *
   * @param eventId {@code evt_test_} and 12 characters
   * @param traceFlags of its trace, two hexadecimal digits
   * @param atMs when
   */
  record Probe(
      WebhookSubscription subscription,
      WebhookCredentials credentials,
      String eventId,
      String requestId,
      String traceId,
      String traceFlags,
      long atMs) {}
}
