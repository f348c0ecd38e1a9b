package io.bailiwick.tenant;

import io.bailiwick.refusal.Refusal;
import io.bailiwick.refusal.RefusalCode;

/** What an operator's command does to a tenant. Pure. */
public final class TenantRules {

  /**
   * @param changed the tenant as it becomes, or null when nothing changes
   */
  public record Decision(Tenant changed, TenantReply reply) {}

  private TenantRules() {}

  /**
   * @param tenant as it is, or null when there is none
   */
  public static Decision decide(Tenant tenant, TenantCommand command, long atMs) {
    return switch (command) {
      case TenantCommand.Create create -> create(tenant, create, atMs);
      case TenantCommand.Update update -> update(tenant, update, atMs);
    };
  }

  /** There is no such tenant. */
  public static Refusal notFound(TenantId tenant) {
    return Refusal.of(RefusalCode.TENANT_NOT_FOUND, "Tenant not found: " + tenant);
  }

  /** Nothing that a closed tenant owns changes any more. */
  public static Refusal closed(TenantId tenant) {
    return Refusal.of(
        RefusalCode.TENANT_CLOSED,
        "Tenant %s is closed; owned objects are read-only".formatted(tenant));
  }

  /** A suspended tenant begins nothing new. */
  public static Refusal suspended(TenantId tenant) {
    return Refusal.of(
        RefusalCode.TENANT_SUSPENDED,
        "Tenant %s is suspended; what is held can be settled, nothing new begins"
            .formatted(tenant));
  }

  private static Decision create(Tenant tenant, TenantCommand.Create create, long atMs) {
    if (tenant == null) {
      Tenant made =
          new Tenant(
              create.tenant(),
              create.name(),
              TenantStatus.ACTIVE,
              create.parent(),
              create.settings(),
              create.expiryPolicy(),
              create.metadata(),
              atMs,
              atMs,
              null,
              null);
      return new Decision(made, new TenantReply.Created(made));
    }
    if (tenant.name().equals(create.name())) {
      return new Decision(null, new TenantReply.Existing(tenant));
    }
    return refused(
        Refusal.of(
            RefusalCode.DUPLICATE_RESOURCE,
            "Tenant %s exists under another name".formatted(tenant.id())));
  }

  private static Decision update(Tenant tenant, TenantCommand.Update update, long atMs) {
    if (tenant == null) {
      return refused(notFound(update.tenant()));
    }
    TenantStatus from = tenant.status();
    TenantStatus to = update.status() == null ? from : update.status();
    if (from == TenantStatus.CLOSED && to != TenantStatus.CLOSED) {
      return refused(
          Refusal.of(
              RefusalCode.INVALID_REQUEST, "Cannot transition from CLOSED to %s".formatted(to)));
    }
    TenantSettings settings = merged(tenant.settings(), update.settings());
    Tenant changed =
        new Tenant(
            tenant.id(),
            update.name() == null ? tenant.name() : update.name(),
            to,
            tenant.parent(),
            settings,
            tenant.expiryPolicy(),
            update.metadata() == null ? tenant.metadata() : update.metadata(),
            tenant.createdAtMs(),
            atMs,
            to != TenantStatus.SUSPENDED
                ? null
                : from == to ? tenant.suspendedAtMs() : Long.valueOf(atMs),
            to != TenantStatus.CLOSED
                ? null
                : from == to ? tenant.closedAtMs() : Long.valueOf(atMs));
    boolean changesNothing = changed.equals(at(tenant, atMs));
    return new Decision(
        changesNothing ? null : changed,
        new TenantReply.Updated(changesNothing ? tenant : changed));
  }

  private static TenantSettings merged(TenantSettings before, TenantSettings wanted) {
    if (wanted == null) {
      return before;
    }
    return new TenantSettings(
        wanted.overagePolicy() == null ? before.overagePolicy() : wanted.overagePolicy(),
        wanted.defaultTtlMs() == null ? before.defaultTtlMs() : wanted.defaultTtlMs(),
        wanted.maxTtlMs() == null ? before.maxTtlMs() : wanted.maxTtlMs(),
        wanted.maxExtensions() == null ? before.maxExtensions() : wanted.maxExtensions());
  }

  private static Tenant at(Tenant tenant, long atMs) {
    return new Tenant(
        tenant.id(),
        tenant.name(),
        tenant.status(),
        tenant.parent(),
        tenant.settings(),
        tenant.expiryPolicy(),
        tenant.metadata(),
        tenant.createdAtMs(),
        atMs,
        tenant.suspendedAtMs(),
        tenant.closedAtMs());
  }

  private static Decision refused(Refusal refusal) {
    return new Decision(null, new TenantReply.Refused(refusal));
  }
}
