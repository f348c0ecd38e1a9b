package io.bailiwick.webhook;

import io.bailiwick.refusal.Refusal;
import io.bailiwick.refusal.RefusalCode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** What a subscription may be, and what a change makes of it. Pure. */
public final class WebhookRules {

  private WebhookRules() {}

  /** A change, decided. */
  public sealed interface Decision {

    /**
     * What is to be stored.
     *
     * @param changedFields by their names on the wire; none when nothing is to be stored
     */
    record Changed(
        WebhookSubscription after, WebhookCredentials credentials, List<String> changedFields)
        implements Decision {

      /** Whether it leads elsewhere than before. */
      public boolean leadsElsewhere() {
        return changedFields.contains("url");
      }
    }

    record Refused(Refusal refusal) implements Decision {}
  }

  /**
   * Why a subscription must not be stored, whoever asks and whatever it was before (governance,
   * WEBHOOK SUBSCRIPTION INVARIANTS).
   */
  public static Optional<Refusal> refusal(WebhookOwner owner, EventSelection selection) {
    if (selection.isEmpty()) {
      return Optional.of(
          invalid("event_types and event_categories must not both be empty: nothing is selected"));
    }
    if (owner.tenant().isEmpty()) {
      return Optional.empty();
    }
    return selection
        .firstForOperatorsOnly()
        .map(
            name ->
                invalid(
                    name
                        + " is for operators: a tenant's webhook gets budget, reservation and"
                        + " tenant events only"));
  }

  /** Why a key must not have to do with a subscription about {@code pattern}. */
  public static Optional<Refusal> refusal(WebhookCaller caller, ScopePattern pattern) {
    return caller.reaches(pattern)
        ? Optional.empty()
        : Optional.of(
            Refusal.of(
                RefusalCode.FORBIDDEN,
                "The key does not reach "
                    + (pattern == null ? "all scopes of the tenant" : pattern.text())));
  }

  /** A subscription as it begins. */
  public static WebhookSubscription created(
      String id,
      WebhookOwner owner,
      WebhookTerms terms,
      WebhookCredentials credentials,
      long nowMs) {
    return new WebhookSubscription(
        id,
        owner,
        terms,
        List.copyOf(credentials.headers().keySet()),
        WebhookStatus.ACTIVE,
        WebhookHealth.NEW,
        nowMs,
        nowMs);
  }

  /**
   * What {@code patch} makes of {@code before}.
   *
   * @param credentials of {@code before}
   */
  public static Decision patched(
      WebhookSubscription before, WebhookCredentials credentials, WebhookPatch patch, long nowMs) {
    WebhookTerms terms = patched(before.terms(), patch);
    Optional<Refusal> refusal = refusal(before.owner(), terms.selection());
    if (refusal.isPresent()) {
      return new Decision.Refused(refusal.get());
    }
    Optional<String> unknown = masked(patch).filter(name -> !before.headerNames().contains(name));
    if (unknown.isPresent()) {
      return new Decision.Refused(
          invalid("headers.%s is not stored, so its value must be given".formatted(unknown.get())));
    }
    WebhookCredentials wanted =
        new WebhookCredentials(
            or(patch.signingSecret(), credentials.signingSecret()),
            unmasked(or(patch.headers(), credentials.headers()), credentials));
    WebhookStatus status = or(patch.status(), before.status());
    List<String> changed = changed(before.terms(), terms);
    addIf(!wanted.signingSecret().equals(credentials.signingSecret()), "signing_secret", changed);
    addIf(!wanted.headers().equals(credentials.headers()), "headers", changed);
    addIf(status != before.status(), "status", changed);
    if (changed.isEmpty()) {
      return new Decision.Changed(before, credentials, List.of());
    }
    boolean isEnabled = before.status() == WebhookStatus.DISABLED && status == WebhookStatus.ACTIVE;
    WebhookSubscription after =
        new WebhookSubscription(
            before.id(),
            before.owner(),
            terms,
            List.copyOf(wanted.headers().keySet()),
            status,
            isEnabled ? before.health().forgiven() : before.health(),
            before.createdAtMs(),
            Math.max(nowMs, before.updatedAtMs()));
    return new Decision.Changed(after, wanted, List.copyOf(changed));
  }

  private static Optional<String> masked(WebhookPatch patch) {
    return patch.headers() == null
        ? Optional.empty()
        : patch.headers().entrySet().stream()
            .filter(header -> header.getValue().equals(HeaderRules.MASK))
            .map(Map.Entry::getKey)
            .findFirst();
  }

  /** Whoever gives back what he was shown means what is stored. */
  private static SortedMap<String, String> unmasked(
      SortedMap<String, String> headers, WebhookCredentials stored) {
    SortedMap<String, String> plain = new TreeMap<>(headers);
    plain.replaceAll(
        (name, value) ->
            value.equals(HeaderRules.MASK) ? stored.headers().getOrDefault(name, value) : value);
    return plain;
  }

  private static WebhookTerms patched(WebhookTerms before, WebhookPatch patch) {
    return new WebhookTerms(
        or(patch.name(), before.name()),
        or(patch.description(), before.description()),
        or(patch.url(), before.url()),
        new EventSelection(
            or(patch.types(), before.selection().types()),
            or(patch.categories(), before.selection().categories())),
        patch.scopeFilter() == null ? before.scopePattern() : pattern(patch.scopeFilter()),
        or(patch.thresholds(), before.thresholds()),
        or(patch.retryPolicy(), before.retryPolicy()),
        or(patch.disableAfterFailures(), before.disableAfterFailures()),
        or(patch.metadata(), before.metadata()));
  }

  /**
   * The pattern of that text.
   *
   * @param text blank or null for none
   */
  public static ScopePattern pattern(String text) {
    return text == null || text.isBlank() ? null : new ScopePattern(text);
  }

  private static List<String> changed(WebhookTerms before, WebhookTerms after) {
    EventSelection selected = before.selection();
    EventSelection selects = after.selection();
    List<String> changed = new ArrayList<>();
    addIf(differ(before.name(), after.name()), "name", changed);
    addIf(differ(before.description(), after.description()), "description", changed);
    addIf(differ(before.url(), after.url()), "url", changed);
    addIf(differ(selected.types(), selects.types()), "event_types", changed);
    addIf(differ(selected.categories(), selects.categories()), "event_categories", changed);
    addIf(differ(before.scopePattern(), after.scopePattern()), "scope_filter", changed);
    addIf(differ(before.thresholds(), after.thresholds()), "thresholds", changed);
    addIf(differ(before.retryPolicy(), after.retryPolicy()), "retry_policy", changed);
    addIf(
        before.disableAfterFailures() != after.disableAfterFailures(),
        "disable_after_failures",
        changed);
    addIf(differ(before.metadata(), after.metadata()), "metadata", changed);
    return changed;
  }

  private static boolean differ(Object before, Object after) {
    return !Objects.equals(before, after);
  }

  private static void addIf(boolean isChanged, String name, List<String> changed) {
    if (isChanged) {
      changed.add(name);
    }
  }

  private static <T> T or(T wanted, T otherwise) {
    return wanted == null ? otherwise : wanted;
  }

  private static Refusal invalid(String message) {
    return Refusal.of(RefusalCode.INVALID_REQUEST, message);
  }
}
