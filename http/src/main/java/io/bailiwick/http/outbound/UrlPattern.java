package io.bailiwick.http.outbound;

import java.util.Locale;
import java.util.Optional;

/**
 * URLs that are meant, with {@code *} for any characters. A star in the host stays in the host:
 * {@code https://*.example.com/*} does not mean {@code https://evil.net/.example.com/}. Without a
 * path a star at the end means all paths.
 *
 * @param authority scheme, host and port, in lower case
 * @param rest path and query
 */
record UrlPattern(String authority, String rest) {

  private static final char ANY = '*';
  private static final String AFTER_SCHEME = "://";

  /** The pattern that {@code text} is: it names a scheme and a host. */
  static Optional<UrlPattern> of(String text) {
    int slashes = text.indexOf(AFTER_SCHEME);
    String scheme = text.substring(0, Math.max(slashes, 0)).toLowerCase(Locale.ROOT);
    boolean isOne =
        (scheme.equals("https") || scheme.equals("http"))
            && text.length() > slashes + AFTER_SCHEME.length()
            && text.charAt(slashes + AFTER_SCHEME.length()) != '/';
    return isOne ? Optional.of(split(text, slashes)) : Optional.empty();
  }

  private static UrlPattern split(String text, int slashes) {
    int path = text.indexOf('/', slashes + AFTER_SCHEME.length());
    boolean hasPath = path >= 0;
    String authority = hasPath ? text.substring(0, path) : text;
    boolean meansAllPaths = !hasPath && text.charAt(text.length() - 1) == ANY;
    String rest = hasPath ? text.substring(path) : meansAllPaths ? String.valueOf(ANY) : "";
    return new UrlPattern(authority.toLowerCase(Locale.ROOT), rest);
  }

  /**
   * @param wantedAuthority scheme, host and port, in lower case
   * @param wantedRest path and query, beginning with a slash if there is one
   */
  boolean matches(String wantedAuthority, String wantedRest) {
    return isMatch(authority, wantedAuthority)
        && (isMatch(rest, wantedRest) || (rest.equals("/") && wantedRest.isEmpty()));
  }

  /** Goes back to the last star only, so that many of them cost no more than a few. */
  private static boolean isMatch(String pattern, String text) {
    int p = 0;
    int t = 0;
    int star = -1;
    int starAt = 0;
    while (t < text.length()) {
      if (p < pattern.length() && pattern.charAt(p) == ANY) {
        star = p++;
        starAt = t;
      } else if (p < pattern.length() && pattern.charAt(p) == text.charAt(t)) {
        p++;
        t++;
      } else if (star >= 0) {
        p = star + 1;
        t = ++starAt;
      } else {
        return false;
      }
    }
    while (p < pattern.length() && pattern.charAt(p) == ANY) {
      p++;
    }
    return p == pattern.length();
  }
}
