package io.bailiwick.tenant;

import io.bailiwick.text.Spelling;

/**
 * A tenant's name.
 *
 * @param value 3 to 64 of {@code a-z 0-9 -} (governance, Tenant.tenant_id)
 */
public record TenantId(String value) implements Comparable<TenantId> {

  private static final Spelling SPELLING = Spelling.of(3, 64, "a-z", "0-9", "-");

  public TenantId {
    if (!isValid(value)) {
      throw new IllegalArgumentException("tenant_id must be 3 to 64 of a-z 0-9 -, was " + value);
    }
  }

  /** Whether {@code text} can name a tenant. */
  public static boolean isValid(String text) {
    return SPELLING.fits(text);
  }

  /**
   * Whether the part of {@code text} can that begins at {@code from} and ends before {@code to}.
   */
  public static boolean isValid(String text, int from, int to) {
    return SPELLING.fits(text, from, to);
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
