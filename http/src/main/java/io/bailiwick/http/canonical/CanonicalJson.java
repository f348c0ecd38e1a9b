package io.bailiwick.http.canonical;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.POJONode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/**
 * Writes a JSON value in its canonical form (RFC 8785, JCS): no white space, members in the order
 * of their UTF-16 code units, texts with the fewest escapes, numbers as ECMAScript writes them.
 *
 * <p>One difference, on purpose: an integer is written with all of its digits, where JCS would go
 * through a binary number of 53 bits. Amounts have 63 bits, and two different ones must not have
 * the same text. Decision 0021.
 *
 * <p>The depth of the recursion is bounded by whoever read the value.
 */
public final class CanonicalJson {
  private static final char[] HEX = "0123456789abcdef".toCharArray();

  /** String's own order is that of UTF-16 code units, which is what JCS asks for. */
  private static final Comparator<Map.Entry<String, JsonNode>> BY_NAME = Map.Entry.comparingByKey();

  private CanonicalJson() {}

  /** A value of which the canonical text is known, so that it need not be written again. */
  public static JsonNode ready(String canonical) {
    return JsonNodeFactory.instance.pojoNode(canonical);
  }

  /**
   * The canonical text.
   *
   * @throws NotCanonicalException when the value has none: a text that is no Unicode, or a number
   *     too large for what a reader would make of it
   */
  public static String of(JsonNode value) {
    StringBuilder text = new StringBuilder(256);
    write(value, text);
    return text.toString();
  }

  private static void write(JsonNode value, StringBuilder text) {
    switch (value.getNodeType()) {
      case OBJECT -> object(value, text);
      case ARRAY -> array(value, text);
      case STRING -> string(value.textValue(), text);
      case NUMBER -> number(value, text);
      case BOOLEAN -> text.append(value.booleanValue());
      case NULL -> text.append("null");
      case POJO -> text.append((String) ((POJONode) value).getPojo());
      case BINARY, MISSING ->
          throw new IllegalArgumentException("no JSON value: " + value.getNodeType());
    }
  }

  private static void object(JsonNode value, StringBuilder text) {
    List<Map.Entry<String, JsonNode>> members = new ArrayList<>(value.properties());
    members.sort(BY_NAME);
    char before = '{';
    for (Map.Entry<String, JsonNode> member : members) {
      text.append(before);
      string(member.getKey(), text);
      text.append(':');
      write(member.getValue(), text);
      before = ',';
    }
    text.append(before == '{' ? "{}" : "}");
  }

  private static void array(JsonNode value, StringBuilder text) {
    text.append('[');
    for (int i = 0; i < value.size(); i++) {
      if (i > 0) {
        text.append(',');
      }
      write(value.get(i), text);
    }
    text.append(']');
  }

  private static void number(JsonNode value, StringBuilder text) {
    if (value.isIntegralNumber()) {
      if (value.canConvertToLong()) {
        text.append(value.longValue());
      } else {
        text.append(value.bigIntegerValue());
      }
    } else {
      text.append(EcmaNumber.text(value.doubleValue()));
    }
  }

  private static void string(String value, StringBuilder text) {
    text.append('"');
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      switch (c) {
        case '"' -> text.append("\\\"");
        case '\\' -> text.append("\\\\");
        case '\b' -> text.append("\\b");
        case '\f' -> text.append("\\f");
        case '\n' -> text.append("\\n");
        case '\r' -> text.append("\\r");
        case '\t' -> text.append("\\t");
        default -> {
          if (c < 0x20) {
            text.append("\\u00").append(HEX[c >> 4]).append(HEX[c & 0xF]);
          } else {
            text.append(c);
            i = throughPair(value, i, text);
          }
        }
      }
    }
    text.append('"');
  }

  /** The second half of a pair belongs to its first; halves alone are no Unicode. */
  private static int throughPair(String value, int at, StringBuilder text) {
    char c = value.charAt(at);
    if (!Character.isSurrogate(c)) {
      return at;
    }
    boolean isPair =
        Character.isHighSurrogate(c)
            && at + 1 < value.length()
            && Character.isLowSurrogate(value.charAt(at + 1));
    if (!isPair) {
      throw new NotCanonicalException("a text has half of a surrogate pair");
    }
    text.append(value.charAt(at + 1));
    return at + 1;
  }
}
