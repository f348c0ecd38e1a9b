package io.bailiwick.http.wire;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class PayloadHashTest {

  /** Long enough for hashes of several threads to be under way at once. */
  private static final String LONG = "x".repeat(20_000);

  @Test
  void isThatOfTheCanonicalBodyWhoeverElseHashesAtTheSameTime() throws Exception {
    ObjectNode body = JsonNodeFactory.instance.objectNode().put("b", LONG).put("a", 1);
    byte[] canonical = "{\"a\":1,\"b\":\"%s\"}".formatted(LONG).getBytes(StandardCharsets.UTF_8);
    String expected =
        HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(canonical));

    assertThat(IntStream.range(0, 2_000).parallel().mapToObj(i -> PayloadHash.of(body)))
        .containsOnly(expected);
  }
}
