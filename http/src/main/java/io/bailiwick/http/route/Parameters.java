package io.bailiwick.http.route;

import io.bailiwick.amount.Unit;
import io.bailiwick.http.error.Problem;
import io.bailiwick.http.wire.BudgetRequests;
import io.bailiwick.http.wire.SegmentName;
import io.bailiwick.http.wire.WireTime;
import io.bailiwick.query.PageRequest;
import io.bailiwick.query.SortDirection;
import io.bailiwick.scope.ScopeLevel;
import io.bailiwick.scope.ScopePath;
import io.bailiwick.tenant.TenantId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.pekko.http.javadsl.model.HttpRequest;
import org.apache.pekko.http.javadsl.model.Query;
import org.apache.pekko.http.scaladsl.model.IllegalUriException;

/**
 * The query of a request. Unknown parameters are ignored, blank ones are as good as absent, the
 * first of several counts. Lengths are in characters of Unicode, as those of a body are.
 */
final class Parameters {
  private static final int LIMIT_DEFAULT = 50;
  private static final int SEARCH_LENGTH_MAX = 128;
  private static final int KEY_LENGTH_MAX = 256;
  private static final int TEXT_LENGTH_MAX = 1_024;

  private final Query query;

  private Parameters(Query query) {
    this.query = query;
  }

  static Parameters of(HttpRequest request) {
    try {
      return new Parameters(request.getUri().query());
    } catch (IllegalUriException e) {
      throw Problem.invalid("Malformed query: " + e.getMessage());
    }
  }

  /** The text of a parameter, or null. */
  String text(String name) {
    String text = query.get(name).map(String::strip).filter(value -> !value.isEmpty()).orElse(null);
    return text == null ? null : checked(name, text);
  }

  /** Whether a parameter says anything. */
  boolean names(String name) {
    return text(name) != null;
  }

  /** The text of a parameter with at most {@code lengthMax} characters, or null. */
  String text(String name, int lengthMax) {
    String text = text(name);
    if (text != null && length(text) > lengthMax) {
      throw Problem.invalid(
          "%s must have at most %d characters, had %d", name, lengthMax, length(text));
    }
    return text;
  }

  /** All values of a parameter, each of which may be several that are joined by commas. */
  List<String> texts(String name) {
    List<String> values = new ArrayList<>();
    for (String joined : query.getAll(name)) {
      for (String value : joined.split(",")) {
        String text = checked(name, value.strip());
        if (!text.isEmpty() && !values.contains(text)) {
          values.add(text);
        }
      }
    }
    return List.copyOf(values);
  }

  /** All that was given under a name, joined by commas, or null. */
  String joined(String name) {
    return texts(name).isEmpty() ? null : String.join(",", query.getAll(name));
  }

  private static String checked(String name, String text) {
    if (length(text) > TEXT_LENGTH_MAX || text.indexOf('\0') >= 0) {
      throw Problem.invalid(
          "%s must have at most %d characters, none of them U+0000", name, TEXT_LENGTH_MAX);
    }
    return text;
  }

  private static int length(String text) {
    return text.codePointCount(0, text.length());
  }

  String required(String name) {
    String text = text(name);
    if (text == null) {
      throw Problem.invalid("the parameter %s is required", name);
    }
    return text;
  }

  /** An idempotency key, or null; unlike other texts it is not taken for absent when empty. */
  String idempotencyKey() {
    String key = query.get("idempotency_key").orElse(null);
    if (key != null && (key.isEmpty() || length(key) > KEY_LENGTH_MAX || key.indexOf('\0') >= 0)) {
      throw Problem.invalid(
          "idempotency_key must have 1 to %d characters, none of them U+0000", KEY_LENGTH_MAX);
    }
    return key;
  }

  /** A ledger's scope, which must be named. */
  ScopePath scope() {
    return BudgetRequests.scope(required("scope"));
  }

  /** A scope that others begin with, or null; it may end like the beginning of a longer one. */
  ScopePath prefixOrNull(String name) {
    String text = text(name);
    return text == null ? null : BudgetRequests.prefix(text);
  }

  /** A ledger's unit, which must be named. */
  Unit unit() {
    required("unit");
    return choice("unit", Unit.class);
  }

  /** A tenant, or null. What can be none is refused. */
  TenantId tenant(String name) {
    String text = text(name);
    if (text == null) {
      return null;
    }
    String folded = text.toLowerCase(Locale.ROOT);
    if (!TenantId.isValid(folded)) {
      throw Problem.invalid("%s must be 3 to 64 of a-z 0-9 -, was %s", name, text);
    }
    return new TenantId(folded);
  }

  /** Whether a parameter that filters by tenant can match none, as it names what can be none. */
  boolean namesNobody(String name) {
    String text = text(name);
    return text != null && !TenantId.isValid(text.toLowerCase(Locale.ROOT));
  }

  /**
   * Whether a tenant is named that is not {@code own}, in any case. Whatever else the text is: that
   * it could be nobody's name makes it no less foreign.
   */
  boolean namesOther(String name, TenantId own) {
    String text = text(name);
    return text != null && !text.toLowerCase(Locale.ROOT).equals(own.value());
  }

  /** Names of levels below the tenant. */
  Map<ScopeLevel, String> levels() {
    Map<ScopeLevel, String> names = new EnumMap<>(ScopeLevel.class);
    for (ScopeLevel level : ScopeLevel.values()) {
      String name = level == ScopeLevel.TENANT ? null : text(level.text());
      if (name != null) {
        names.put(level, SegmentName.checked(level.text(), name));
      }
    }
    return names;
  }

  /** The constant that a parameter names exactly, or null. */
  <E extends Enum<E>> E choice(String name, Class<E> type) {
    return choice(name, type, false);
  }

  /** The constant that a parameter names in any case. */
  <E extends Enum<E>> E choiceOr(String name, Class<E> type, E otherwise) {
    E chosen = choice(name, type, true);
    return chosen == null ? otherwise : chosen;
  }

  SortDirection direction() {
    return choiceOr("sort_dir", SortDirection.class, SortDirection.DESC);
  }

  private <E extends Enum<E>> E choice(String name, Class<E> type, boolean lower) {
    String text = text(name);
    if (text == null) {
      return null;
    }
    for (E constant : type.getEnumConstants()) {
      if (lower ? constant.name().equalsIgnoreCase(text) : constant.name().equals(text)) {
        return constant;
      }
    }
    throw Problem.invalid(
        "%s must be one of %s, was %s",
        name,
        Arrays.stream(type.getEnumConstants())
            .map(constant -> lower ? constant.name().toLowerCase(Locale.ROOT) : constant.name())
            .collect(Collectors.joining(", ")),
        text);
  }

  Boolean flag(String name) {
    String text = text(name);
    if (text == null) {
      return null;
    }
    // Several languages write a truth value with a capital when nobody tells them otherwise.
    return switch (text.toLowerCase(Locale.ROOT)) {
      case "true" -> Boolean.TRUE;
      case "false" -> Boolean.FALSE;
      default -> throw Problem.invalid("%s must be true or false, was %s", name, text);
    };
  }

  /** A time in milliseconds since 1970, or null. */
  Long time(String name) {
    String text = text(name);
    if (text == null) {
      return null;
    }
    // A plus sign that nobody escaped has become a space.
    return WireTime.epochMs(text.replace(' ', '+'))
        .orElseThrow(
            () ->
                Problem.invalid(
                    "%s must be a time such as 2026-11-24T09:00:00Z, was %s", name, text));
  }

  String search() {
    return text("search", SEARCH_LENGTH_MAX);
  }

  /** Which page; what is above {@code limitMax} is cut to it. */
  PageRequest page(int limitMax) {
    return new PageRequest(
        query.get("cursor").filter(text -> !text.isBlank()).orElse(null), limit(limitMax));
  }

  private int limit(int max) {
    String text = text("limit");
    if (text == null) {
      return Math.min(LIMIT_DEFAULT, max);
    }
    if (!text.matches("-?[0-9]+")) {
      throw Problem.invalid("limit must be a whole number, was %s", text);
    }
    boolean isHuge = !text.startsWith("-") && text.length() > 9;
    int limit = isHuge ? max : text.length() > 9 ? 0 : Integer.parseInt(text);
    if (limit < 1) {
      throw Problem.invalid("limit must be 1 to %d, was %s", max, text);
    }
    return Math.min(limit, max);
  }
}
