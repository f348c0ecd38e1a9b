package io.bailiwick.config;

import java.time.Duration;

/**
 * Events, decisions and the audit log. Reasons are in {@code bailiwick/record.conf}.
 *
 * @param auditRetention of entries of somebody who is known; 0 is for ever
 * @param unauthenticatedRetention of the others; 0 is for ever
 * @param eventRetention 0 is for ever
 * @param decisions whether decisions for agents are recorded
 * @param decisionRetention 0 is for ever
 * @param alikePerSecondMax failures of one kind that are recorded one by one
 * @param failuresPerSecondMax failures of all kinds that are recorded one by one
 * @param failedAuthenticationsPerMinuteMax the same of nobody knows whom, and of keys that are no
 *     good any more
 */
public record RecordSettings(
    Duration auditRetention,
    Duration unauthenticatedRetention,
    Duration eventRetention,
    boolean decisions,
    Duration decisionRetention,
    int alikePerSecondMax,
    int failuresPerSecondMax,
    int failedAuthenticationsPerMinuteMax) {

  private static final Duration LONGEST = Duration.ofDays(4000);

  static RecordSettings read(SettingReader reader) {
    RecordSettings record =
        new RecordSettings(
            reader.duration("record.audit-retention", Duration.ZERO, LONGEST),
            reader.duration("record.unauthenticated-retention", Duration.ZERO, LONGEST),
            reader.duration("record.event-retention", Duration.ZERO, LONGEST),
            reader.flag("record.decisions"),
            reader.duration("record.decision-retention", Duration.ZERO, LONGEST),
            reader.integer("record.alike-per-second-max", 1, 1_000),
            reader.integer("record.failures-per-second-max", 1, 10_000),
            reader.integer("record.failed-authentications-per-minute-max", 1, 100_000));
    reader.refuseUnless(
        isAtMost(record.unauthenticatedRetention, record.auditRetention),
        "record.unauthenticated-retention",
        "must not be longer than bailiwick.record.audit-retention");
    return record;
  }

  private static boolean isAtMost(Duration shorter, Duration longer) {
    return longer.isZero() || (!shorter.isZero() && shorter.compareTo(longer) <= 0);
  }
}
