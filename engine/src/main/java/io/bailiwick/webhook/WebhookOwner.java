package io.bailiwick.webhook;

import io.bailiwick.tenant.TenantId;
import java.util.Optional;

/**
 * Whose a subscription is: a tenant's, who decides where it leads, or the operators'.
 *
 * @param text the tenant, or {@link #SYSTEM_TEXT}, which can be no tenant's id
 */
public record WebhookOwner(String text) {

  /** The name that the protocol has for the operators. */
  public static final String SYSTEM_TEXT = "__system__";

  /** The operators. */
  public static final WebhookOwner SYSTEM = new WebhookOwner(SYSTEM_TEXT);

  public WebhookOwner {
    if (!isValid(text)) {
      throw new IllegalArgumentException("no tenant and not " + SYSTEM_TEXT + ": " + text);
    }
  }

  public static WebhookOwner of(TenantId tenant) {
    return new WebhookOwner(tenant.value());
  }

  /** Whether {@code text} can name one. */
  public static boolean isValid(String text) {
    return text.equals(SYSTEM_TEXT) || TenantId.isValid(text);
  }

  /** Empty for the operators. */
  public Optional<TenantId> tenant() {
    return text.equals(SYSTEM_TEXT) ? Optional.empty() : Optional.of(new TenantId(text));
  }

  @Override
  public String toString() {
    return text;
  }
}
