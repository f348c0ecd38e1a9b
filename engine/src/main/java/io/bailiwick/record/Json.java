package io.bailiwick.record;

/**
 * JSON that a client has sent, to be shown as it is.
 *
 * @param text canonical, so that it can stand in other JSON
 */
public record Json(String text) {

  /** Null for null. */
  public static Json of(String text) {
    return text == null ? null : new Json(text);
  }
}
