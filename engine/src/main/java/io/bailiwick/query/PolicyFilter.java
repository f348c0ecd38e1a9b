package io.bailiwick.query;

import io.bailiwick.apikey.ScopeFilter;
import io.bailiwick.policy.PolicyStatus;
import io.bailiwick.tenant.TenantId;

/**
 * Which policies of a tenant are wanted; all that is not null must hold.
 *
 * @param pattern the whole text of the scope pattern, lower case
 * @param keyScope what the caller's key reaches
 */
public record PolicyFilter(
    TenantId tenant, String pattern, PolicyStatus status, ScopeFilter keyScope) {}
