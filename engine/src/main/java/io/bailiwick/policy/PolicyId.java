package io.bailiwick.policy;

import io.bailiwick.tenant.TenantId;
import java.util.regex.Pattern;

/**
 * The name of a policy, unique for ever. It says whose it is, so that whoever is asked for it needs
 * to look up nothing.
 *
 * @param text {@code pol_tenant_unique}; opaque to clients
 */
public record PolicyId(String text) {

  private static final Pattern VALID = Pattern.compile("pol_[a-z0-9-]{3,64}_[a-z0-9-]{1,40}");

  public PolicyId {
    if (!isValid(text)) {
      throw new IllegalArgumentException("not the id of a policy: " + text);
    }
  }

  /**
   * @param unique among the tenant's, 1 to 40 of {@code a-z 0-9 -}
   */
  public static PolicyId of(TenantId tenant, String unique) {
    return new PolicyId("pol_" + tenant.value() + '_' + unique);
  }

  /** Whether {@code text} can name a policy. */
  public static boolean isValid(String text) {
    return VALID.matcher(text).matches();
  }

  public TenantId tenant() {
    return new TenantId(text.substring(text.indexOf('_') + 1, text.lastIndexOf('_')));
  }

  @Override
  public String toString() {
    return text;
  }
}
