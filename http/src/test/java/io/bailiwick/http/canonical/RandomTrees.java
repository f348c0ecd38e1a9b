package io.bailiwick.http.canonical;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigInteger;
import java.util.Random;

/** Values of JSON, of all kinds, from a seed. */
final class RandomTrees {
  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
  private static final String[] CHARACTERS = {
    "a", "B", "0", "_", "\"", "\\", "/", "\n", "\u0001", "\u007f", "é", "€", "\ufb33", "😀"
  };

  private final Random random;

  RandomTrees(long seed) {
    this.random = new Random(seed);
  }

  ObjectNode object(int depth) {
    ObjectNode object = NODES.objectNode();
    for (int i = random.nextInt(9); i > 0; i--) {
      object.set(text(), value(depth - 1));
    }
    return object;
  }

  private JsonNode value(int depth) {
    return switch (random.nextInt(depth > 0 ? 9 : 7)) {
      case 0 -> NODES.nullNode();
      case 1 -> NODES.booleanNode(random.nextBoolean());
      case 2 -> NODES.numberNode(random.nextInt());
      case 3 -> NODES.numberNode(random.nextLong() >> random.nextInt(64));
      case 4 ->
          NODES.numberNode(
              new BigInteger(1 + random.nextInt(130), random)
                  .subtract(BigInteger.ONE.shiftLeft(64)));
      case 5 -> NODES.numberNode(finite());
      case 6 -> NODES.textNode(text());
      case 7 -> array(depth);
      default -> object(depth);
    };
  }

  private double finite() {
    double number = Double.longBitsToDouble(random.nextLong());
    return Double.isFinite(number) ? number : random.nextGaussian();
  }

  private ArrayNode array(int depth) {
    ArrayNode array = NODES.arrayNode();
    for (int i = random.nextInt(5); i > 0; i--) {
      array.add(value(depth - 1));
    }
    return array;
  }

  private String text() {
    StringBuilder text = new StringBuilder();
    for (int i = random.nextInt(6); i > 0; i--) {
      text.append(CHARACTERS[random.nextInt(CHARACTERS.length)]);
    }
    return text.toString();
  }
}
