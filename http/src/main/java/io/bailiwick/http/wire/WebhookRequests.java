package io.bailiwick.http.wire;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bailiwick.http.error.Problem;
import io.bailiwick.record.EventCategory;
import io.bailiwick.record.EventType;
import io.bailiwick.webhook.EventSelection;
import io.bailiwick.webhook.HeaderRules;
import io.bailiwick.webhook.RetryPolicy;
import io.bailiwick.webhook.WebhookCaller;
import io.bailiwick.webhook.WebhookCommand;
import io.bailiwick.webhook.WebhookCredentials;
import io.bailiwick.webhook.WebhookOwner;
import io.bailiwick.webhook.WebhookPatch;
import io.bailiwick.webhook.WebhookRules;
import io.bailiwick.webhook.WebhookSecurity;
import io.bailiwick.webhook.WebhookStatus;
import io.bailiwick.webhook.WebhookTerms;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;

/** Requests about webhooks as commands. */
public final class WebhookRequests {
  private static final int NAME_LENGTH_MAX = 256;
  private static final int DESCRIPTION_LENGTH_MAX = 1024;
  private static final int URL_LENGTH_MAX = 2048;
  private static final int SCOPE_FILTER_LENGTH_MAX = 1024;
  private static final int SECRET_LENGTH_MAX = 1024;

  /** As many as there are, and some that are there twice. */
  private static final int SELECTED_MAX = 100;

  /** Each is compared with each address, or URL, that is called. */
  private static final int SECURITY_ENTRIES_MAX = 1_000;

  private static final int REPLAYED_DEFAULT = 100;
  private static final BigDecimal MULTIPLIER_MAX = BigDecimal.TEN;

  private static final Set<String> OF_CREATE =
      Set.of(
          "name",
          "description",
          "url",
          "event_types",
          "event_categories",
          "scope_filter",
          "thresholds",
          "signing_secret",
          "headers",
          "retry_policy",
          "disable_after_failures",
          "metadata");
  private static final Set<String> OF_UPDATE = with(OF_CREATE, "status");
  private static final Set<String> OF_RETRY =
      Set.of("max_retries", "initial_delay_ms", "backoff_multiplier", "max_delay_ms");

  /** What an update may ask for; the third status is the system's. */
  private enum Wanted {
    ACTIVE,
    PAUSED
  }

  private WebhookRequests() {}

  public static WebhookCommand.Create create(
      WebhookCaller caller, WebhookOwner owner, ObjectNode body) {
    Members members = Members.of(body, OF_CREATE);
    String url = members.text("url", 1, URL_LENGTH_MAX);
    List<EventType> types = types(members);
    if (types == null || types.isEmpty()) {
      throw Problem.invalid("event_types is required and must not be empty");
    }
    List<EventCategory> categories = categories(members);
    SortedMap<String, String> headers = headers(members);
    if (headers != null && headers.containsValue(HeaderRules.MASK)) {
      throw Problem.invalid("headers must have values, not what is shown in their place");
    }
    RetryPolicy policy = retryPolicy(members);
    Integer failures = failures(members);
    WebhookTerms terms =
        new WebhookTerms(
            members.textOrNull("name", 0, NAME_LENGTH_MAX),
            members.textOrNull("description", 0, DESCRIPTION_LENGTH_MAX),
            url,
            new EventSelection(types, categories == null ? List.of() : categories),
            WebhookRules.pattern(members.textOrNull("scope_filter", 0, SCOPE_FILTER_LENGTH_MAX)),
            ThresholdRequests.canonicalOrNull(members),
            policy == null ? RetryPolicy.DEFAULT : policy,
            failures == null ? WebhookTerms.DISABLE_AFTER_FAILURES : failures,
            members.canonicalOrNull("metadata"));
    return new WebhookCommand.Create(
        caller,
        owner,
        terms,
        new WebhookCredentials(secret(members), headers == null ? new TreeMap<>() : headers));
  }

  public static WebhookCommand.Update update(WebhookCaller caller, String id, ObjectNode body) {
    Members members = Members.of(body, OF_UPDATE);
    Wanted status = members.choiceOrNull("status", Wanted.class);
    return new WebhookCommand.Update(
        caller,
        id,
        new WebhookPatch(
            members.textOrNull("name", 0, NAME_LENGTH_MAX),
            members.textOrNull("description", 0, DESCRIPTION_LENGTH_MAX),
            members.textOrNull("url", 1, URL_LENGTH_MAX),
            types(members),
            categories(members),
            members.textOrNull("scope_filter", 0, SCOPE_FILTER_LENGTH_MAX),
            ThresholdRequests.canonicalOrNull(members),
            secret(members),
            headers(members),
            retryPolicy(members),
            failures(members),
            status == null ? null : WebhookStatus.valueOf(status.name()),
            members.canonicalOrNull("metadata")));
  }

  /**
   * What is to be replayed; without {@code from} and {@code to} everything until now.
   *
   * @param nowMs when it is asked for
   */
  public static WebhookCommand.Replay replay(
      WebhookCaller caller, String id, ObjectNode body, long nowMs) {
    Members members = Members.ofOpen(body);
    Long fromMs = members.timeOrNull("from");
    Long toMs = members.timeOrNull("to");
    Long max = members.integerOrNull("max_events", 1, WebhookCommand.REPLAY_EVENTS_MAX);
    long lastMs = toMs == null ? nowMs : toMs;
    if (fromMs != null && fromMs > lastMs) {
      throw Problem.invalid("from must not be after to");
    }
    return new WebhookCommand.Replay(
        caller,
        id,
        fromMs == null ? 0 : fromMs,
        lastMs,
        types(members),
        max == null ? REPLAYED_DEFAULT : max.intValue());
  }

  /** Where webhooks may lead; what is absent has its default. */
  public static WebhookSecurity security(ObjectNode body) {
    Members members =
        Members.of(body, Set.of("blocked_cidr_ranges", "allowed_url_patterns", "allow_http"));
    List<String> blocked =
        members.textsOrNull("blocked_cidr_ranges", SECURITY_ENTRIES_MAX, NAME_LENGTH_MAX);
    List<String> allowed =
        members.textsOrNull("allowed_url_patterns", SECURITY_ENTRIES_MAX, URL_LENGTH_MAX);
    return new WebhookSecurity(
        blocked == null ? WebhookSecurity.BLOCKED_RANGES : blocked,
        allowed == null ? List.of() : allowed,
        Boolean.TRUE.equals(members.flagOrNull("allow_http")));
  }

  /** A body that a test may have, and that says nothing. */
  public static void checkTest(ObjectNode body) {
    Members.of(body, Set.of());
  }

  private static List<EventType> types(Members members) {
    return each(members, "event_types", EventType::of, "event type");
  }

  private static List<EventCategory> categories(Members members) {
    return each(members, "event_categories", EventCategory::of, "event category");
  }

  private static <T> List<T> each(
      Members members, String name, Function<String, Optional<T>> parsed, String what) {
    List<String> texts = members.textsOrNull(name, SELECTED_MAX, NAME_LENGTH_MAX);
    return texts == null
        ? null
        : texts.stream()
            .map(
                text ->
                    parsed
                        .apply(text)
                        .orElseThrow(
                            () ->
                                Problem.invalid("Unrecognized %s: %s", what, Members.shown(text))))
            .toList();
  }

  private static String secret(Members members) {
    return members.has("signing_secret")
        ? members.spoken("signing_secret", SECRET_LENGTH_MAX)
        : null;
  }

  private static SortedMap<String, String> headers(Members members) {
    members.checkTexts("headers", HeaderRules.HEADERS_MAX, Integer.MAX_VALUE);
    ObjectNode node = members.freeOrNull("headers");
    if (node == null) {
      return null;
    }
    SortedMap<String, String> headers = new TreeMap<>();
    Set<String> names = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
    for (Map.Entry<String, JsonNode> header : node.properties()) {
      String name = header.getKey();
      if (!HeaderRules.isName(name) || !names.add(name)) {
        throw Problem.invalid(
            "headers must not have %s: no name of a header, one that this server sets, or there"
                + " twice",
            Members.shown(name));
      }
      // Its value is nobody's business, not even in a message to whoever sent it.
      if (!HeaderRules.isValue(header.getValue().textValue())) {
        throw Problem.invalid("headers.%s must have 1 to 4096 printable ASCII characters", name);
      }
      headers.put(name, header.getValue().textValue());
    }
    return headers;
  }

  private static RetryPolicy retryPolicy(Members members) {
    Members policy = members.objectOrNull("retry_policy", OF_RETRY);
    if (policy == null) {
      return null;
    }
    Long retries = policy.integerOrNull("max_retries", 0, 10);
    Long initial = policy.integerOrNull("initial_delay_ms", 100, 60_000);
    BigDecimal multiplier =
        Fractions.numberOrNull(policy, "backoff_multiplier", BigDecimal.ONE, MULTIPLIER_MAX);
    Long max = policy.integerOrNull("max_delay_ms", 1_000, 3_600_000);
    RetryPolicy defaults = RetryPolicy.DEFAULT;
    return new RetryPolicy(
        retries == null ? defaults.maxRetries() : retries.intValue(),
        initial == null ? defaults.initialDelayMs() : initial,
        multiplier == null ? defaults.backoffMultiplier() : multiplier,
        max == null ? defaults.maxDelayMs() : max);
  }

  private static Integer failures(Members members) {
    Long failures = members.integerOrNull("disable_after_failures", 1, Integer.MAX_VALUE);
    return failures == null ? null : Integer.valueOf(failures.intValue());
  }

  private static Set<String> with(Set<String> names, String name) {
    Set<String> more = new TreeSet<>(names);
    more.add(name);
    return Set.copyOf(more);
  }
}
