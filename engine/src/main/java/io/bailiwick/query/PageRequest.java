package io.bailiwick.query;

/**
 * Which part of a list is wanted.
 *
 * @param cursor from the page before, or null for the first one
 * @param limit rows at most, 1 to {@link #LIMIT_MAX}
 */
public record PageRequest(String cursor, int limit) {

  /** The protocol's largest page. */
  public static final int LIMIT_MAX = 200;

  public PageRequest {
    if (limit < 1 || limit > LIMIT_MAX) {
      throw new IllegalArgumentException("limit must be 1 to " + LIMIT_MAX + ", was " + limit);
    }
  }

  /** The first page. */
  public static PageRequest first(int limit) {
    return new PageRequest(null, limit);
  }
}
