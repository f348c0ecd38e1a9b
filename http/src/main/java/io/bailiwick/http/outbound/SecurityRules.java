package io.bailiwick.http.outbound;

import io.bailiwick.webhook.WebhookSecurity;
import java.net.InetAddress;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;

/**
 * Where calls may lead, ready to be asked. Immutable.
 *
 * @param allowed none allow all
 */
public record SecurityRules(
    List<AddressRange> blocked, List<UrlPattern> allowed, boolean allowsHttp) {

  /**
   * Of what operators have decided.
   *
   * @throws IllegalArgumentException naming the first range or pattern that is none
   */
  public static SecurityRules of(WebhookSecurity security) {
    return new SecurityRules(
        each(security.blockedRanges(), AddressRange::of, "no range of addresses: "),
        each(security.allowedUrls(), UrlPattern::of, "no pattern of http or https URLs: "),
        security.allowsHttp());
  }

  private static <T> List<T> each(
      List<String> texts, Function<String, Optional<T>> parsed, String complaint) {
    List<T> all = new ArrayList<>();
    for (String text : texts) {
      all.add(parsed.apply(text).orElseThrow(() -> new IllegalArgumentException(complaint + text)));
    }
    return List.copyOf(all);
  }

  /** Why the URL itself is not called, in words, whatever it leads to. */
  Optional<String> objection(URI url) {
    if (!url.isAbsolute() || url.getHost() == null) {
      return Optional.of("url must be absolute and name a host");
    }
    String scheme = url.getScheme().toLowerCase(Locale.ROOT);
    if (!scheme.equals("https") && !scheme.equals("http")) {
      return Optional.of("url must begin with https://");
    }
    if (scheme.equals("http") && !allowsHttp) {
      return Optional.of("url must begin with https://: calls in the clear are not allowed here");
    }
    if (url.getRawUserInfo() != null) {
      return Optional.of("url must not hold a user or a password; use headers");
    }
    if (url.getPort() == 0 || url.getPort() > 65_535) {
      return Optional.of("url must name a port from 1 to 65535 or none");
    }
    return isAllowed(url)
        ? Optional.empty()
        : Optional.of("url matches none of the allowed_url_patterns of this server");
  }

  private boolean isAllowed(URI url) {
    String authority = (url.getScheme() + "://" + url.getRawAuthority()).toLowerCase(Locale.ROOT);
    String rest = url.getRawPath() + (url.getRawQuery() == null ? "" : '?' + url.getRawQuery());
    return allowed.isEmpty()
        || allowed.stream().anyMatch(pattern -> pattern.matches(authority, rest));
  }

  /** Why {@code address} is not connected to, in words. */
  Optional<String> objection(InetAddress address) {
    for (List<AddressRange> ranges : List.of(AddressRange.NEVER, blocked)) {
      for (AddressRange range : ranges) {
        if (range.contains(address)) {
          // The address itself is not told: whoever asks may be looking around.
          return Optional.of("url leads to an address in a blocked range");
        }
      }
    }
    return Optional.empty();
  }
}
