package io.bailiwick.config;

import java.time.Duration;

/**
 * Reservation books. What each setting means, and why it has its default, is in {@code
 * bailiwick/reservation.conf}.
 *
 * @param livePerNodeMax live reservations in a node's memory; 0 for what half of its heap holds
 * @param livePerTenantMax those of one tenant; 0 for half of a node's
 */
public record ReservationSettings(
    Duration sweepInterval,
    Duration redeliveryInterval,
    Duration operationTimeout,
    Duration idempotencyRetention,
    Duration terminalRetention,
    int inFlightPerBookMax,
    int livePerNodeMax,
    int livePerTenantMax,
    Duration defaultTtl,
    Duration maxTtl,
    Duration defaultGrace) {

  static ReservationSettings read(SettingReader reader) {
    ReservationSettings reservation =
        new ReservationSettings(
            reader.duration(
                "reservation.sweep-interval", Duration.ofMillis(100), Duration.ofMinutes(1)),
            reader.duration(
                "reservation.redelivery-interval", Duration.ofMillis(50), Duration.ofMinutes(1)),
            reader.duration(
                "reservation.operation-timeout", Duration.ofMillis(100), Duration.ofMinutes(1)),
            reader.duration(
                "reservation.idempotency-retention", Duration.ofHours(24), Duration.ofDays(400)),
            reader.duration(
                "reservation.terminal-retention", Duration.ofHours(24), Duration.ofDays(4000)),
            reader.integer("reservation.in-flight-per-book-max", 1, 100_000),
            reader.integer("reservation.live-per-node-max", 0, 1_000_000_000),
            reader.integer("reservation.live-per-tenant-max", 0, 1_000_000_000),
            reader.duration("reservation.default-ttl", Duration.ofSeconds(1), Duration.ofHours(24)),
            reader.duration("reservation.max-ttl", Duration.ofSeconds(1), Duration.ofHours(24)),
            reader.duration("reservation.default-grace", Duration.ZERO, Duration.ofSeconds(60)));
    reader.refuseUnless(
        reservation.defaultTtl.compareTo(reservation.maxTtl) <= 0,
        "reservation.default-ttl",
        "must not be longer than bailiwick.reservation.max-ttl");
    return reservation;
  }
}
