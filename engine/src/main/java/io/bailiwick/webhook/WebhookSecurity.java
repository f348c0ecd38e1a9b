package io.bailiwick.webhook;

import java.util.List;

/**
 * Where webhooks may lead, decided by operators for the whole server.
 *
 * @param blockedRanges of addresses, as {@code address/bits}
 * @param allowedUrls patterns with {@code *}; none allow all that is not blocked
 * @param allowsHttp whether calls may go in the clear
 */
public record WebhookSecurity(
    List<String> blockedRanges, List<String> allowedUrls, boolean allowsHttp) {

  /**
   * Those of the protocol (governance, WebhookSecurityConfig): private networks, this machine, and
   * links. What is blocked besides, whatever operators decide, is none of theirs to list.
   */
  public static final List<String> BLOCKED_RANGES =
      List.of(
          "10.0.0.0/8",
          "172.16.0.0/12",
          "192.168.0.0/16",
          "127.0.0.0/8",
          "169.254.0.0/16",
          "::1/128",
          "fc00::/7");

  /** Of a server on which nobody has decided anything. */
  public static final WebhookSecurity DEFAULT =
      new WebhookSecurity(BLOCKED_RANGES, List.of(), false);

  public WebhookSecurity {
    blockedRanges = List.copyOf(blockedRanges);
    allowedUrls = List.copyOf(allowedUrls);
  }
}
