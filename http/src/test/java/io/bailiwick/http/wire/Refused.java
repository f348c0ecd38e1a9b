package io.bailiwick.http.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bailiwick.http.error.ErrorCode;
import io.bailiwick.http.error.Problem;
import java.util.function.Consumer;

/** Bodies that are changed in one place, and what is said about it. */
final class Refused {
  private static final ObjectMapper MAPPER = new ObjectMapper();

  private Refused() {}

  static ObjectNode json(String text) {
    try {
      return (ObjectNode) MAPPER.readTree(text.replace('\'', '"'));
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(text, e);
    }
  }

  /** {@code body} with {@code value} at {@code pointer}, or without it when that is empty. */
  static ObjectNode with(String body, String pointer, String value) {
    ObjectNode changed = json(body);
    JsonPointer place = JsonPointer.compile(pointer);
    ObjectNode parent = (ObjectNode) changed.at(place.head());
    String name = place.last().getMatchingProperty();
    if (value.isEmpty()) {
      parent.remove(name);
    } else {
      JsonNode node = json("{'v':" + value + "}").get("v");
      parent.set(name, node);
    }
    return changed;
  }

  static Problem by(Consumer<ObjectNode> reader, ObjectNode body) {
    Throwable thrown = catchThrowable(() -> reader.accept(body));
    assertThat(thrown).as("%s", body).isInstanceOf(Problem.class);
    return (Problem) thrown;
  }

  /** Refuses with 400, and the message names the member. */
  static void invalid(Consumer<ObjectNode> reader, ObjectNode body, String named) {
    Problem problem = by(reader, body);
    assertThat(problem.status()).isEqualTo(400);
    assertThat(problem.code()).isEqualTo(ErrorCode.INVALID_REQUEST);
    assertThat(problem.getMessage()).contains(named);
  }
}
