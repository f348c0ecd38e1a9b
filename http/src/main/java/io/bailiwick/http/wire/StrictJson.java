package io.bailiwick.http.wire;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bailiwick.http.error.Problem;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;

/**
 * Reads bodies: exactly one JSON object, in UTF-8, no member twice, nothing after it. Thread-safe.
 */
public final class StrictJson {
  /** Metadata is the only thing that nests freely; nobody's is as deep as this. */
  private static final int DEPTH_MAX = 64;

  /** What Java makes of bytes that are no UTF-8. */
  private static final char REPLACEMENT = '\uFFFD';

  private static final ObjectMapper MAPPER =
      JsonMapper.builder(
              JsonFactory.builder()
                  .streamReadConstraints(
                      StreamReadConstraints.builder().maxNestingDepth(DEPTH_MAX).build())
                  // Names come from anybody, and what is interned stays for ever.
                  .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
                  .build())
          .enable(DeserializationFeature.FAIL_ON_READING_DUP_TREE_KEY)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  private StrictJson() {}

  /** The object in {@code body}; anything else is a {@link Problem}. */
  public static ObjectNode object(byte[] body) {
    try {
      JsonNode node = MAPPER.readTree(text(body));
      if (node instanceof ObjectNode object) {
        return object;
      }
      throw Problem.invalid("Malformed request body: it must be a JSON object");
    } catch (JsonProcessingException e) {
      throw Problem.invalid("Malformed request body: " + reason(e));
    }
  }

  /** In words of our own: the library's name its switches and classes. */
  private static String reason(JsonProcessingException e) {
    String where =
        e.getLocation() == null
            ? ""
            : " at line %d, column %d"
                .formatted(e.getLocation().getLineNr(), e.getLocation().getColumnNr());
    return switch (e) {
      case MismatchedInputException mismatch ->
          "a member is there twice, or something follows the object" + where;
      case StreamConstraintsException tooMuch ->
          "it nests deeper than %d levels, or a number is too long".formatted(DEPTH_MAX) + where;
      default -> "it is no JSON" + where;
    };
  }

  /** Canonical text that was made here and kept by the engine, as a tree again. */
  static JsonNode kept(String canonical) {
    try {
      return MAPPER.readTree(canonical);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("kept text is no JSON: " + e.getOriginalMessage(), e);
    }
  }

  private static String text(byte[] body) {
    String text = new String(body, StandardCharsets.UTF_8);
    // What is malformed has become one of these; seldom is there one, and it may be meant.
    if (text.indexOf(REPLACEMENT) >= 0 && !isUtf8(body)) {
      throw Problem.invalid("Malformed request body: it is not UTF-8");
    }
    return text;
  }

  private static boolean isUtf8(byte[] body) {
    try {
      StandardCharsets.UTF_8
          .newDecoder()
          .onMalformedInput(CodingErrorAction.REPORT)
          .onUnmappableCharacter(CodingErrorAction.REPORT)
          .decode(ByteBuffer.wrap(body));
      return true;
    } catch (CharacterCodingException e) {
      return false;
    }
  }
}
