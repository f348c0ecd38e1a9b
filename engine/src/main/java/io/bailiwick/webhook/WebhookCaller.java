package io.bailiwick.webhook;

import io.bailiwick.apikey.ScopeFilter;
import io.bailiwick.tenant.TenantId;

/**
 * Who asks: an operator, for whom everything is there, or a tenant's key, for which only the
 * tenant's own is.
 *
 * @param tenant null for an operator
 * @param filter where the key is good for
 */
public record WebhookCaller(TenantId tenant, ScopeFilter filter) {

  public static final WebhookCaller OPERATOR = new WebhookCaller(null, ScopeFilter.ALL);

  /** Whether a subscription of {@code owner} is there for this caller. */
  public boolean sees(WebhookOwner owner) {
    return tenant == null || owner.text().equals(tenant.value());
  }

  /**
   * Whether the key is good for what a subscription is about. One about everything is beyond any
   * filter.
   *
   * @param pattern of the subscription, or null
   */
  public boolean reaches(ScopePattern pattern) {
    return filter.entries().isEmpty() || (pattern != null && pattern.isWithin(filter));
  }
}
