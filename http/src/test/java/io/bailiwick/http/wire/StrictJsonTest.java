package io.bailiwick.http.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.bailiwick.http.error.Problem;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StrictJsonTest {
  private static Problem refused(byte[] body) {
    Problem problem = catchThrowableOfType(Problem.class, () -> StrictJson.object(body));
    assertThat(problem.status()).isEqualTo(400);
    assertThat(problem.getMessage())
        .startsWith("Malformed request body")
        .doesNotContain("com.fasterxml", "Exception", "Node", "Feature");
    return problem;
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "{",
        "{\"a\":1",
        "{\"a\":1,}",
        "{\"a\":1}{}",
        "{\"a\":1} x",
        "{'a':1}",
        "{a:1}",
        "[]",
        "5",
        "\"text\"",
        "null",
        "{\"a\":01}",
        "{\"a\":NaN}",
        "{\"a\":+1}",
        "{\"a\":\"\t\"}",
        "{/**/\"a\":1}",
        "\ufeff{}",
        "{\"a\":1,\"a\":1}",
        "{\"a\":{\"b\":1,\"b\":2}}"
      })
  void whatIsNotOneObjectIsRefused(String body) {
    refused(body.getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void whatIsNotUtf8IsRefused() {
    refused(new byte[] {'{', '"', (byte) 0xC0, (byte) 0xAF, '"', ':', '1', '}'});
    refused(new byte[] {'{', '"', (byte) 0xED, (byte) 0xA0, (byte) 0x80, '"', ':', '1', '}'});
    refused("{\"a\":\"é\"}".getBytes(StandardCharsets.ISO_8859_1));
    refused("{\"a\":1}".getBytes(StandardCharsets.UTF_16));
  }

  @Test
  void theSignOfWhatIsNotUtf8MayBeMeant() {
    assertThat(
            StrictJson.object("{\"a\":\"\uFFFD\"}".getBytes(StandardCharsets.UTF_8))
                .path("a")
                .asText())
        .isEqualTo("\uFFFD");
    refused(
        new byte[] {
          '{', '"', (byte) 0xEF, (byte) 0xBF, (byte) 0xBD, (byte) 0xFF, '"', ':', '1', '}'
        });
  }

  @Test
  void whatIsTooDeepIsRefused() {
    String deep = "{\"a\":" + "[".repeat(100_000) + "]".repeat(100_000) + "}";
    refused(deep.getBytes(StandardCharsets.UTF_8));
    assertThat(
            StrictJson.object(
                ("{\"a\":" + "[".repeat(60) + "]".repeat(60) + "}")
                    .getBytes(StandardCharsets.UTF_8)))
        .hasSize(1);
  }
}
