package io.bailiwick.config;

import java.time.Duration;

/**
 * Webhooks. Reasons are in {@code bailiwick/webhook.conf}.
 *
 * @param secretKey what signing secrets and header values are encrypted with, or empty when it
 *     follows from the key pepper
 * @param testTimeout of a probe altogether, 1 s to 30 s
 * @param connectTimeout of looking up a host, and of connecting to it, 100 ms to 30 s
 * @param deliveryRetention how long deliveries are kept, 1 h to 10 years
 */
public record WebhookSettings(
    Secret secretKey, Duration testTimeout, Duration connectTimeout, Duration deliveryRetention) {

  /** Of the key: AES-256. */
  private static final int KEY_BYTES = 32;

  static WebhookSettings read(SettingReader reader) {
    WebhookSettings webhook =
        new WebhookSettings(
            reader.base64("webhook.secret-key", KEY_BYTES),
            reader.duration("webhook.test-timeout", Duration.ofSeconds(1), Duration.ofSeconds(30)),
            reader.duration(
                "webhook.connect-timeout", Duration.ofMillis(100), Duration.ofSeconds(30)),
            reader.duration(
                "webhook.delivery-retention", Duration.ofHours(1), Duration.ofDays(3_650)));
    reader.refuseUnless(
        webhook.connectTimeout.compareTo(webhook.testTimeout) <= 0,
        "webhook.connect-timeout",
        "must not be longer than bailiwick.webhook.test-timeout");
    return webhook;
  }
}
