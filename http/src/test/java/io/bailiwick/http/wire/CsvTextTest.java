package io.bailiwick.http.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CsvTextTest {

  @Test
  void cellsAreQuotedWhereTheyMustBe() {
    assertThat(line("plain", null, "", "a,b", "say \"x\"", "two\nlines"))
        .isEqualTo("plain,,,\"a,b\",\"say \"\"x\"\"\",\"two\nlines\"\r\n");
  }

  @ParameterizedTest
  @CsvSource({"=1+1, '''=1+1'", "+1, '''+1'", "-1, '''-1'", "@x, '''@x'", "a=1, a=1"})
  void nothingIsComputed(String text, String cell) {
    assertThat(line(text)).isEqualTo(cell + "\r\n");
  }

  private static String line(String... cells) {
    return new String(CsvText.line(Arrays.asList(cells)), StandardCharsets.UTF_8);
  }
}
