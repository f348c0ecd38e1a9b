package io.bailiwick.http.wire;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class PayloadHashTest {

  private static final String EXPECTED =
      "ecf9e98ec0641e23113ff3ce8bdc78d0ddd249886517fd4a7f68cc83d4e65667";

  @Test
  void isThatOfTheCanonicalBodyWhoeverElseHashesAtTheSameTime() {
    ObjectNode body = JsonNodeFactory.instance.objectNode().put("b", "x").put("a", 1);

    assertThat(IntStream.range(0, 2_000).parallel().mapToObj(i -> PayloadHash.of(body)))
        .containsOnly(EXPECTED);
  }
}
