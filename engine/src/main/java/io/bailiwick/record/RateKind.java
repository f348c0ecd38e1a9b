package io.bailiwick.record;

import java.util.Optional;
import java.util.stream.Stream;

/**
 * What there can be too many of among the reservations of a tenant, or the attempts to authenticate
 * with its keys. Attempts with keys of nobody are those of {@link EventRecord#SYSTEM}, and a share
 * of everybody's.
 */
public enum RateKind {
  DENIAL(
      EventType.RESERVATION_DENIED,
      EventType.RESERVATION_DENIAL_RATE_SPIKE,
      "denial_rate",
      100_000),
  EXPIRY(
      EventType.RESERVATION_EXPIRED,
      EventType.RESERVATION_EXPIRY_RATE_SPIKE,
      "expiry_rate",
      50_000),
  AUTH_FAILURE(
      EventType.API_KEY_AUTH_FAILED,
      EventType.API_KEY_AUTH_FAILURE_RATE_SPIKE,
      "auth_failure_rate",
      100_000);

  private final EventType counted;
  private final EventType told;
  private final String metric;
  private final RateTerms protocol;

  RateKind(EventType counted, EventType told, String metric, int threshold) {
    this.counted = counted;
    this.told = told;
    this.metric = metric;
    this.protocol = new RateTerms(RateTerms.WINDOW_S, threshold);
  }

  /** The kind that events of that type tell of. */
  public static Optional<RateKind> ofTold(EventType type) {
    return Stream.of(values()).filter(kind -> kind.told == type).findFirst();
  }

  /** The kind of that metric. */
  public static Optional<RateKind> ofMetric(String metric) {
    return Stream.of(values()).filter(kind -> kind.metric.equals(metric)).findFirst();
  }

  /** The events that are counted. */
  public EventType counted() {
    return counted;
  }

  /** The event that tells of too many. */
  public EventType told() {
    return told;
  }

  /** Its name on the wire. */
  public String metric() {
    return metric;
  }

  /** The name of its threshold on the wire. */
  public String thresholdMember() {
    return metric + "_threshold";
  }

  /** The protocol's defaults. */
  public RateTerms protocol() {
    return protocol;
  }
}
