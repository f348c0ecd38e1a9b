package io.bailiwick.record;

import io.bailiwick.scope.Ledger;
import java.util.Map;

/**
 * What the close of a tenant has done to one of the things that it owned (governance,
 * EventDataTenantCascade).
 */
public sealed interface CascadeData extends EventData {

  /** Why, wherever a reason is shown. */
  String REASON = "tenant_closed";

  /** What its audit entry says and its event does not. */
  default Map<String, Object> audited() {
    return Map.of();
  }

  /**
   * A ledger was closed.
   *
   * @param released of what was held on it, before that
   */
  record LedgerClosed(Ledger before, long released) implements CascadeData {
    @Override
    public Map<String, Object> audited() {
      return Map.of("released_reserved_amount", released);
    }

    @Override
    public Map<String, Object> members() {
      return Present.members(
          "ledger_id",
          before.ledgerId(),
          "scope",
          before.scope().text(),
          "unit",
          before.unit().name(),
          "prior_status",
          before.status().name(),
          "new_status",
          "CLOSED",
          "cascade_reason",
          REASON);
    }
  }

  /** All that was held on a ledger was released. */
  record HoldsReleased(Ledger ledger, long amount) implements CascadeData {
    @Override
    public Map<String, Object> members() {
      return Present.members(
          "ledger_id",
          ledger.ledgerId(),
          "scope",
          ledger.scope().text(),
          "unit",
          ledger.unit().name(),
          "prior_status",
          ledger.status().name(),
          "released_amount",
          amount,
          "cascade_reason",
          REASON);
    }
  }

  /**
   * A key was revoked.
   *
   * @param from its status before
   */
  record KeyRevoked(String keyId, String name, String from) implements CascadeData {
    @Override
    public Map<String, Object> members() {
      return Present.members(
          "key_id",
          keyId,
          "name",
          name,
          "prior_status",
          from,
          "new_status",
          "REVOKED",
          "cascade_reason",
          REASON);
    }
  }

  /**
   * A webhook subscription was disabled.
   *
   * @param name or null
   * @param from its status before
   */
  record SubscriptionDisabled(String subscriptionId, String name, String from)
      implements CascadeData {
    @Override
    public Map<String, Object> members() {
      return Present.members(
          "subscription_id",
          subscriptionId,
          "name",
          name,
          "prior_status",
          from,
          "new_status",
          "DISABLED",
          "cascade_reason",
          REASON);
    }
  }
}
