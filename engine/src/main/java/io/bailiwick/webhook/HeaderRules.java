package io.bailiwick.webhook;

import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/** Which headers a subscription may add to its calls. Pure. */
public final class HeaderRules {

  /** What is shown in the place of a value; given back it means the value that is stored. */
  public static final String MASK = "********";

  /** More than any receiver needs. */
  public static final int HEADERS_MAX = 50;

  /** A field name of HTTP. */
  private static final Pattern NAME = Pattern.compile("[!#$%&'*+.^_`|~0-9A-Za-z-]{1,128}");

  /** No line ends, which would begin further headers. */
  private static final Pattern VALUE = Pattern.compile("[\\t\\x20-\\x7E]{1,4096}");

  private static final String OURS = "x-cycles-";

  /** Set by this server for each call, or about the connection and not the call. */
  private static final Set<String> RESERVED =
      Set.of(
          "host",
          "content-length",
          "content-type",
          "content-encoding",
          "transfer-encoding",
          "connection",
          "keep-alive",
          "te",
          "trailer",
          "upgrade",
          "expect",
          "user-agent",
          "traceparent",
          "tracestate",
          "x-request-id");

  private HeaderRules() {}

  /** Whether a header may be called that. */
  public static boolean isName(String text) {
    String lower = text.toLowerCase(Locale.ROOT);
    return NAME.matcher(text).matches() && !RESERVED.contains(lower) && !lower.startsWith(OURS);
  }

  /** Whether a header can have that value. */
  public static boolean isValue(String text) {
    return VALUE.matcher(text).matches();
  }
}
