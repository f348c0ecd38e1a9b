package io.bailiwick.record;

import io.bailiwick.tenant.TenantId;
import io.bailiwick.tenant.TenantStatus;
import java.util.List;
import java.util.Map;

/** What events of tenants, keys, policies and webhook subscriptions say. */
public sealed interface LifecycleData extends EventData {

  /**
   * A tenant was made, changed, or closed.
   *
   * @param from null for one that is new, and where it is not known
   * @param changedFields under their wire names
   */
  record TenantLifecycle(
      TenantId tenant, TenantStatus from, TenantStatus to, List<String> changedFields)
      implements LifecycleData {
    @Override
    public Map<String, Object> members() {
      return Present.members(
          "tenant_id", tenant.value(),
          "previous_status", Present.name(from),
          "new_status", to.name(),
          "changed_fields", changedFields);
    }
  }

  /**
   * A key was made, changed, or revoked.
   *
   * @param from a key's status, or null for one that is new
   * @param permissions under their wire names
   */
  record KeyLifecycle(String keyId, String name, String from, String to, List<String> permissions)
      implements LifecycleData {
    @Override
    public Map<String, Object> members() {
      return Present.members(
          "key_id", keyId,
          "key_name", name,
          "previous_status", from,
          "new_status", to,
          "permissions", permissions);
    }
  }

  /**
   * A request came with a key that is no good, or somebody whom it came to has asked about it.
   *
   * @param keyId null where nobody knows the key
   * @param name of the key, or null
   * @param reason key_not_found, invalid_key, key_revoked, key_expired, tenant_closed or
   *     tenant_not_found
   */
  record KeyAuthFailed(String keyId, String name, String reason, String sourceIp)
      implements LifecycleData {
    @Override
    public Map<String, Object> members() {
      return Present.members(
          "key_id", keyId,
          "key_name", name,
          "failure_reason", reason,
          "source_ip", sourceIp);
    }
  }

  /** A policy was made, changed, or taken away. */
  record PolicyLifecycle(
      String policyId, String name, String scopePattern, List<String> changedFields)
      implements LifecycleData {
    @Override
    public Map<String, Object> members() {
      return Present.members(
          "policy_id", policyId,
          "name", name,
          "scope_pattern", scopePattern,
          "changed_fields", changedFields);
    }
  }

  /**
   * A webhook subscription was made, changed, or taken away.
   *
   * @param owner a tenant, or {@link EventRecord#SYSTEM}
   * @param from null for one that is new
   * @param to null for one that is deleted
   * @param disableReason of one that was disabled, else null
   */
  record WebhookLifecycle(
      String subscriptionId,
      String owner,
      String from,
      String to,
      List<String> changedFields,
      String disableReason)
      implements LifecycleData {
    @Override
    public Map<String, Object> members() {
      return Present.members(
          "subscription_id", subscriptionId,
          "tenant_id", owner,
          "previous_status", from,
          "new_status", to,
          "changed_fields", changedFields,
          "disable_reason", disableReason);
    }
  }
}
