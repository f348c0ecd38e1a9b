package io.bailiwick.http.canonical;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CanonicalJsonTest {
  private static String canonical(String json) {
    try {
      return CanonicalJson.of(new ObjectMapper().readTree(json));
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(e);
    }
  }

  /** RFC 8785, appendix B: bits of a number and how it is written. */
  @ParameterizedTest
  @CsvSource({
    "0000000000000000, 0",
    "8000000000000000, 0",
    "0000000000000001, 5e-324",
    "8000000000000001, -5e-324",
    "7fefffffffffffff, 1.7976931348623157e+308",
    "ffefffffffffffff, -1.7976931348623157e+308",
    "4340000000000000, 9007199254740992",
    "c340000000000000, -9007199254740992",
    "4430000000000000, 295147905179352830000",
    "44b52d02c7e14af5, 9.999999999999997e+22",
    "44b52d02c7e14af6, 1e+23",
    "44b52d02c7e14af7, 1.0000000000000001e+23",
    "444b1ae4d6e2ef4e, 999999999999999700000",
    "444b1ae4d6e2ef4f, 999999999999999900000",
    "444b1ae4d6e2ef50, 1e+21",
    "3eb0c6f7a0b5ed8c, 9.999999999999997e-7",
    "3eb0c6f7a0b5ed8d, 0.000001",
    "41b3de4355555553, 333333333.3333332",
    "41b3de4355555554, 333333333.33333325",
    "41b3de4355555555, 333333333.3333333",
    "41b3de4355555556, 333333333.3333334",
    "41b3de4355555557, 333333333.33333343",
    "becbf647612f3696, -0.0000033333333333333333",
    "43143ff3c1cb0959, 1424953923781206.2"
  })
  void writesNumbersAsTheStandardDoes(String bits, String text) {
    assertThat(EcmaNumber.text(Double.longBitsToDouble(Long.parseUnsignedLong(bits, 16))))
        .isEqualTo(text);
  }

  @Test
  void sortsMembersByTheirUtf16Units() {
    assertThat(
            canonical(
                """
                {"\\u20ac":1,"\\r":2,"\\ufb33":3,"1":4,"\\ud83d\\ude00":5,"\\u0080":6,"\\u00f6":7}
                """))
        .isEqualTo("{\"\\r\":2,\"1\":4,\"\u0080\":6,\"ö\":7,\"€\":1,\"😀\":5,\"\ufb33\":3}");
  }

  @Test
  void leavesWhiteSpaceOutAndOrderOfArraysAlone() {
    assertThat(canonical(" { \"b\" : [ 3 , 1 , {} , [] ] , \"a\" : null , \"c\" : true } "))
        .isEqualTo("{\"a\":null,\"b\":[3,1,{},[]],\"c\":true}");
  }

  @Test
  void escapesNoMoreThanItMust() {
    assertThat(canonical("\"\\u20ac$\\u000f\\u000aA'\\u0042\\u0022\\u005c\\\\\\\"\\/\""))
        .isEqualTo("\"€$\\u000f\\nA'B\\\"\\\\\\\\\\\"/\"");
  }

  @Test
  void keepsEveryDigitOfAnInteger() {
    assertThat(canonical("[9223372036854775807,9007199254740993,123456789012345678901234567890]"))
        .isEqualTo("[9223372036854775807,9007199254740993,123456789012345678901234567890]");
    assertThat(canonical("[1e2,100,-0,1.50]")).isEqualTo("[100,100,0,1.5]");
  }

  @ParameterizedTest
  @ValueSource(strings = {"\"\\ud800\"", "\"a\\udc00b\"", "{\"\\ud800\":1}", "1e400", "[-1e400]"})
  void refusesWhatHasNoText(String json) {
    assertThatThrownBy(() -> canonical(json)).isInstanceOf(NotCanonicalException.class);
  }

  /** Compared once with a text for each member by a sorted map, and each number by its digits. */
  @Test
  void randomTreesHaveTheTextsThatTheyAlwaysHad() throws Exception {
    RandomTrees trees = new RandomTrees(8785);
    MessageDigest all = MessageDigest.getInstance("SHA-256");
    for (int i = 0; i < 5_000; i++) {
      JsonNode tree = trees.object(4);
      all.update(CanonicalJson.of(tree).getBytes(StandardCharsets.UTF_8));
    }
    assertThat(HexFormat.of().formatHex(all.digest()))
        .isEqualTo("aae4fe3f9c26c6570c95c109a2329826b1d83e072ad5374e5b5e4cbb65242173");
  }

  @Test
  void whatIsCanonicalAlreadyIsPutInAsItIs() throws Exception {
    RandomTrees trees = new RandomTrees(1);
    for (int i = 0; i < 500; i++) {
      ObjectNode tree = trees.object(3);
      String text = CanonicalJson.of(tree);
      tree.properties()
          .forEach(
              member -> member.setValue(CanonicalJson.ready(CanonicalJson.of(member.getValue()))));
      assertThat(CanonicalJson.of(tree)).isEqualTo(text);
    }
  }
}
