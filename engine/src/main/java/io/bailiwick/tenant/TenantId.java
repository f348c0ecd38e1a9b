package io.bailiwick.tenant;

import java.util.regex.Pattern;

/**
 * A tenant's name.
 *
 * @param value 3 to 64 of {@code a-z 0-9 -} (governance, Tenant.tenant_id)
 */
public record TenantId(String value) implements Comparable<TenantId> {

  private static final Pattern VALID = Pattern.compile("[a-z0-9-]{3,64}");

  public TenantId {
    if (!isValid(value)) {
      throw new IllegalArgumentException("tenant_id must be 3 to 64 of a-z 0-9 -, was " + value);
    }
  }

  /** Whether {@code text} can name a tenant. */
  public static boolean isValid(String text) {
    return VALID.matcher(text).matches();
  }

  @Override
  public int compareTo(TenantId other) {
    return value.compareTo(other.value);
  }

  @Override
  public String toString() {
    return value;
  }
}
