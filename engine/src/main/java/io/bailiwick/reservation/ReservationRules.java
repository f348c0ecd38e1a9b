package io.bailiwick.reservation;

import io.bailiwick.amount.Amount;
import io.bailiwick.amount.OveragePolicy;
import io.bailiwick.policy.TtlOverride;
import io.bailiwick.protocol.Findings;
import io.bailiwick.protocol.Wish;
import io.bailiwick.refusal.Refusal;
import io.bailiwick.refusal.RefusalCode;
import io.bailiwick.scope.ScopePath;
import io.bailiwick.tenant.TenantSettings;
import java.util.List;

/**
 * The protocol's checks of a request against its reservation, and what a proposal has to ask for.
 * Pure.
 */
final class ReservationRules {

  private ReservationRules() {}

  /**
   * Why a command for a reservation is refused before any scope is asked, or null.
   *
   * @param nowMs when the command arrived
   */
  static Refusal check(
      Reservation reservation, ReservationCommand.OfReservation command, long nowMs) {
    if (reservation.status() == ReservationStatus.EXPIRED || reservation.isOverdue(nowMs)) {
      return Answers.expired(reservation.id());
    }
    if (reservation.end() != null) {
      return Answers.finalized(reservation);
    }
    return switch (command) {
      case ReservationCommand.Commit commit -> commit(reservation, commit.actual(), nowMs);
      case ReservationCommand.Release ignored -> release(reservation, nowMs);
      case ReservationCommand.Extend extend -> extend(reservation, extend, nowMs);
    };
  }

  private static Refusal commit(Reservation reservation, Amount actual, long nowMs) {
    if (reservation.isPastGrace(nowMs)) {
      // It is still held, and waits for whoever releases it.
      return Answers.expired(reservation.id());
    }
    Amount held = reservation.amount();
    if (actual.unit() != held.unit()) {
      return Refusal.of(
              RefusalCode.UNIT_MISMATCH,
              "actual.unit must be %s as reserved, was %s".formatted(held.unit(), actual.unit()))
          .with("scope", reservation.scope().text())
          .with("requested_unit", actual.unit().name())
          .with("expected_units", List.of(held.unit().name()));
    }
    boolean isMore = actual.value() > held.value();
    return isMore && reservation.overagePolicy() == OveragePolicy.REJECT
        ? Refusal.of(
                RefusalCode.BUDGET_EXCEEDED,
                "actual must be at most the %d reserved under REJECT, was %d"
                    .formatted(held.value(), actual.value()))
            .with("scope", reservation.scope().text())
            .with("unit", held.unit().name())
            .with("reserved", held.value())
            .with("requested", actual.value())
        : null;
  }

  private static Refusal release(Reservation reservation, long nowMs) {
    return reservation.isGraceForCommits() && nowMs > reservation.expiresAtMs()
        ? Answers.expired(reservation.id())
        : null;
  }

  private static Refusal extend(
      Reservation reservation, ReservationCommand.Extend extend, long nowMs) {
    if (nowMs > reservation.expiresAtMs()) {
      return Answers.expired(reservation.id());
    }
    if (reservation.extensions() >= reservation.extensionsMax()) {
      return Refusal.of(
              RefusalCode.MAX_EXTENSIONS_EXCEEDED,
              "Reservation %s has been extended %d times, which is the most"
                  .formatted(reservation.id(), reservation.extensions()))
          .with("extensions", (long) reservation.extensions())
          .with("max_extensions", (long) reservation.extensionsMax());
    }
    return null;
  }

  /** Whether a command is the one that ended the reservation, sent again. */
  static boolean isRepeated(ReservationCommand.OfReservation command, Reservation reservation) {
    Reservation.End end = reservation.end();
    if (end == null || end.key() == null || !end.key().text().equals(command.key().text())) {
      return false;
    }
    return switch (command) {
      case ReservationCommand.Commit ignored -> end.status() == ReservationStatus.COMMITTED;
      case ReservationCommand.Release ignored -> end.status() == ReservationStatus.RELEASED;
      case ReservationCommand.Extend ignored -> false;
    };
  }

  /** What a command wishes of the scopes of its path. */
  static Wish wish(ReservationCommand command, Reservation reservation) {
    return switch (command) {
      case ReservationCommand.Decide c -> new Wish.Judge(c.estimate().unit(), c.estimate().value());
      case ReservationCommand.Reserve c ->
          c.dryRun()
              ? new Wish.Judge(c.estimate().unit(), c.estimate().value())
              : new Wish.Hold(c.estimate().unit(), c.estimate().value());
      case ReservationCommand.Debit c ->
          new Wish.Debit(c.actual().unit(), c.actual().value(), c.overagePolicy());
      case ReservationCommand.Commit c -> {
        long beyond = c.actual().value() - reservation.amount().value();
        yield beyond > 0
            ? new Wish.Overage(
                c.actual().unit(), beyond, reservation.overagePolicy(), reservation.scope())
            : new Wish.Pass(c.actual().unit(), false, reservation.scope());
      }
      case ReservationCommand.Release ignored ->
          new Wish.Pass(reservation.amount().unit(), false, null);
      case ReservationCommand.Extend ignored ->
          new Wish.Pass(reservation.amount().unit(), true, null);
    };
  }

  /** The first that is named: by the request, a policy, the deepest ledger, the tenant. */
  static OveragePolicy policy(OveragePolicy requested, Findings findings) {
    if (requested != null) {
      return requested;
    }
    if (findings.governing() != null && findings.governing().overagePolicy() != null) {
      return findings.governing().overagePolicy();
    }
    if (findings.policy() != null) {
      return findings.policy();
    }
    OveragePolicy ofTenant = findings.settings().overagePolicy();
    return ofTenant == null ? OveragePolicy.ALLOW_IF_AVAILABLE : ofTenant;
  }

  /**
   * How long a reservation lives: as asked for, or by default; cut to what is allowed. A policy
   * says both before the tenant.
   */
  static long ttlMs(Long requested, Findings findings, BookLimits limits) {
    TtlOverride override = override(findings);
    TenantSettings settings = findings.settings();
    long byDefault = first(override.defaultTtlMs(), settings.defaultTtlMs(), limits.defaultTtlMs());
    long wanted = requested == null ? byDefault : requested;
    long most = first(override.maxTtlMs(), settings.maxTtlMs(), BookLimits.TENANT_MAX_TTL_MS);
    return Math.min(wanted, Math.min(most, limits.maxTtlMs()));
  }

  static int extensionsMax(Findings findings) {
    return first(
        override(findings).maxExtensions(),
        findings.settings().maxExtensions(),
        BookLimits.TENANT_MAX_EXTENSIONS);
  }

  private static <T> T first(T ofPolicy, T ofTenant, T otherwise) {
    return ofPolicy != null ? ofPolicy : ofTenant != null ? ofTenant : otherwise;
  }

  private static TtlOverride override(Findings findings) {
    return findings.governing() == null || findings.governing().ttl() == null
        ? TtlOverride.NONE
        : findings.governing().ttl();
  }

  /** Why a path without a ledger in the unit cannot be charged. */
  static Refusal noLedger(ReservationCommand command, Findings findings) {
    ScopePath scope =
        switch (command) {
          case ReservationCommand.Decide c -> c.scope();
          case ReservationCommand.Reserve c -> c.scope();
          case ReservationCommand.Debit c -> c.scope();
          case ReservationCommand.OfReservation c ->
              throw new IllegalStateException("its ledgers are known: " + c);
        };
    if (findings.otherUnitsAt() == null) {
      return Refusal.of(
              RefusalCode.BUDGET_NOT_FOUND, "Budget not found for provided scope: " + scope)
          .with("scope", scope.text());
    }
    String unit = wish(command, null).unit().name();
    return Refusal.of(
            RefusalCode.UNIT_MISMATCH,
            "No budget in %s at: %s".formatted(unit, findings.otherUnitsAt()))
        .with("scope", findings.otherUnitsAt().text())
        .with("requested_unit", unit)
        .with("expected_units", findings.otherUnits().stream().map(Enum::name).toList());
  }
}
