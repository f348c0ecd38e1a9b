package io.bailiwick.http.wire;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bailiwick.amount.Amount;
import io.bailiwick.amount.Unit;
import io.bailiwick.http.canonical.CanonicalJson;
import io.bailiwick.http.canonical.NotCanonicalException;
import io.bailiwick.http.error.Problem;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The members of one object of a request. Whatever is not as asked for is a {@link Problem} that
 * names the member. Absent means absent: an explicit null is a value of the wrong type.
 */
final class Members {
  private static final Set<String> OF_AMOUNT = Set.of("unit", "amount");

  private final ObjectNode object;
  private final String path;

  private Members(ObjectNode object, String path) {
    this.object = object;
    this.path = path;
  }

  /** The members of a body, which has no others than {@code known}. */
  static Members of(ObjectNode body, Set<String> known) {
    return checked(body, "", known);
  }

  /** The members of a body that may have others as well (governance: an open schema). */
  static Members ofOpen(ObjectNode body) {
    return new Members(body, "");
  }

  private static Members checked(ObjectNode object, String path, Set<String> known) {
    for (var member : object.properties()) {
      if (!known.contains(member.getKey())) {
        throw Problem.invalid(
            "Malformed request body: there is no member %s%s", path, shown(member.getKey()));
      }
    }
    return new Members(object, path);
  }

  boolean has(String name) {
    return object.has(name);
  }

  /** The members of the object {@code name}, or null when it is absent. */
  Members objectOrNull(String name, Set<String> known) {
    ObjectNode node = freeOrNull(name);
    return node == null ? null : checked(node, path + name + '.', known);
  }

  /** The members of the object {@code name}. */
  Members object(String name, Set<String> known) {
    return required(name, objectOrNull(name, known));
  }

  /** An object that may have any members, or null when it is absent. */
  ObjectNode freeOrNull(String name) {
    JsonNode node = object.get(name);
    if (node == null || node instanceof ObjectNode) {
      return (ObjectNode) node;
    }
    throw wrong(name, "an object", node);
  }

  /** Canonical text of an object that may have any members, or null when it is absent. */
  String canonicalOrNull(String name) {
    ObjectNode node = freeOrNull(name);
    return node == null ? null : canonical(node);
  }

  /** A text of {@code min} to {@code max} characters, or null when it is absent. */
  String textOrNull(String name, int min, int max) {
    JsonNode node = object.get(name);
    return node == null ? null : text(name, node, min, max);
  }

  String text(String name, int min, int max) {
    return required(name, textOrNull(name, min, max));
  }

  /** A text that says something: not only white space. */
  String spoken(String name, int max) {
    String text = text(name, 1, max);
    if (text.isBlank()) {
      throw Problem.invalid("%s%s must not be blank", path, name);
    }
    return text;
  }

  /** Texts, or null when the array is absent. */
  List<String> textsOrNull(String name, int countMax, int lengthMax) {
    JsonNode node = object.get(name);
    if (node == null) {
      return null;
    }
    if (!node.isArray()) {
      throw wrong(name, "an array", node);
    }
    if (node.size() > countMax) {
      throw Problem.invalid(
          "%s%s must have at most %d items, had %d", path, name, countMax, node.size());
    }
    List<String> texts = new ArrayList<>();
    for (int i = 0; i < node.size(); i++) {
      texts.add(text("%s[%d]".formatted(name, i), node.get(i), 0, lengthMax));
    }
    return texts;
  }

  /** Checks the object {@code name}, if it is there: any members, and each a text. */
  void checkTexts(String name, int countMax, int lengthMax) {
    ObjectNode node = freeOrNull(name);
    if (node == null) {
      return;
    }
    if (node.size() > countMax) {
      throw Problem.invalid(
          "%s%s must have at most %d members, had %d", path, name, countMax, node.size());
    }
    for (var member : node.properties()) {
      text(name + '.' + shown(member.getKey()), member.getValue(), 0, lengthMax);
    }
  }

  /** A whole number, or null when it is absent. */
  Long integerOrNull(String name, long min, long max) {
    JsonNode node = object.get(name);
    if (node == null) {
      return null;
    }
    if (!node.isIntegralNumber()) {
      throw wrong(name, "a whole number without fraction or exponent", node);
    }
    if (!node.canConvertToLong() || node.longValue() < min || node.longValue() > max) {
      throw outOfBounds(name, node, min, max);
    }
    return node.longValue();
  }

  long integer(String name, long min, long max) {
    return required(name, integerOrNull(name, min, max));
  }

  /** Whatever is there, or null. */
  JsonNode nodeOrNull(String name) {
    return object.get(name);
  }

  Boolean flagOrNull(String name) {
    JsonNode node = object.get(name);
    if (node == null || node.isBoolean()) {
      return node == null ? null : Boolean.valueOf(node.booleanValue());
    }
    throw wrong(name, "true or false", node);
  }

  <E extends Enum<E>> E choiceOrNull(String name, Class<E> type) {
    String text = textOrNull(name, 0, Integer.MAX_VALUE);
    if (text == null) {
      return null;
    }
    for (E constant : type.getEnumConstants()) {
      if (constant.name().equals(text)) {
        return constant;
      }
    }
    throw notOneOf(
        path + name,
        Arrays.stream(type.getEnumConstants()).map(Enum::name).collect(Collectors.joining(", ")),
        text);
  }

  <E extends Enum<E>> E choice(String name, Class<E> type) {
    return required(name, choiceOrNull(name, type));
  }

  Amount amountOrNull(String name) {
    Members amount = objectOrNull(name, OF_AMOUNT);
    return amount == null
        ? null
        : new Amount(
            amount.choice("unit", Unit.class), amount.integer("amount", 0, Long.MAX_VALUE));
  }

  Amount amount(String name) {
    return required(name, amountOrNull(name));
  }

  /** A time with its offset (RFC 3339) in milliseconds since 1970, or null when it is absent. */
  Long timeOrNull(String name) {
    String text = textOrNull(name, 0, 64);
    if (text == null) {
      return null;
    }
    return WireTime.epochMs(text)
        .orElseThrow(
            () ->
                Problem.invalid(
                    "%s%s must be a time such as 2026-11-24T09:00:00Z, was %s",
                    path, name, shown(text)));
  }

  private String text(String name, JsonNode node, int min, int max) {
    if (!node.isTextual()) {
      throw wrong(name, "a text", node);
    }
    String text = node.textValue();
    int length = text.codePointCount(0, text.length());
    if (length < min || length > max) {
      throw Problem.invalid(
          min == 0
              ? "%s%s must have at most %4$d characters, had %5$d"
              : max == Integer.MAX_VALUE
                  ? "%s%s must not be empty"
                  : "%s%s must have %d to %d characters, had %d",
          path,
          name,
          min,
          max,
          length);
    }
    for (int i = 0; i < text.length(); i++) {
      // No store keeps the one, no encoding carries the other.
      if (text.charAt(i) == 0 || isHalfAPair(text, i)) {
        throw Problem.invalid("%s%s must be Unicode without U+0000", path, name);
      }
    }
    return text;
  }

  private static boolean isHalfAPair(String text, int at) {
    char c = text.charAt(at);
    if (Character.isHighSurrogate(c)) {
      return at + 1 == text.length() || !Character.isLowSurrogate(text.charAt(at + 1));
    }
    return Character.isLowSurrogate(c)
        && (at == 0 || !Character.isHighSurrogate(text.charAt(at - 1)));
  }

  /** Canonical text; what has none is refused. */
  static String canonical(JsonNode node) {
    try {
      return CanonicalJson.of(node);
    } catch (NotCanonicalException e) {
      throw Problem.invalid("Malformed request body: " + e.getMessage());
    }
  }

  static Problem notOneOf(String name, String choices, String was) {
    return Problem.invalid("%s must be one of %s, was %s", name, choices, shown(was));
  }

  /** A value of a client, short enough for a message. */
  static String shown(String value) {
    return value.length() <= 80 ? value : value.substring(0, 80) + '…';
  }

  private <T> T required(String name, T value) {
    if (value == null) {
      throw Problem.invalid("%s%s is required", path, name);
    }
    return value;
  }

  Problem wrong(String name, String wanted, JsonNode node) {
    return Problem.invalid("%s%s must be %s, was %s", path, name, wanted, shown(node.toString()));
  }

  private Problem outOfBounds(String name, JsonNode node, long min, long max) {
    return max == Long.MAX_VALUE && node.isIntegralNumber() && node.bigIntegerValue().signum() < 0
        ? Problem.invalid(
            "%s%s must be %d or more, was %s", path, name, min, shown(node.toString()))
        : Problem.invalid(
            "%s%s must be %d to %d, was %s", path, name, min, max, shown(node.toString()));
  }
}
