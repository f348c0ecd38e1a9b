package io.bailiwick.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class SpellingTest {

  private static final Spelling SPELLING = Spelling.of(2, 4, "a-z", "0-9", "_", "-");

  @Test
  void allowsTheCharactersThatThePatternAllows() {
    Pattern pattern = Pattern.compile("[a-z0-9_-]{2,4}");
    for (int c = 0; c <= Character.MAX_VALUE; c++) {
      String text = "a" + (char) c;
      assertThat(SPELLING.fits(text)).as(text).isEqualTo(pattern.matcher(text).matches());
    }
  }

  @Test
  void hasBoundsOfLength() {
    assertThat(SPELLING.fits("")).isFalse();
    assertThat(SPELLING.fits("a")).isFalse();
    assertThat(SPELLING.fits("ab")).isTrue();
    assertThat(SPELLING.fits("abcd")).isTrue();
    assertThat(SPELLING.fits("abcde")).isFalse();
  }

  @Test
  void judgesAPartByItself() {
    assertThat(SPELLING.fits("A:bcd/E", 2, 5)).isTrue();
    assertThat(SPELLING.fits("A:bcd/E", 1, 5)).isFalse();
    assertThat(SPELLING.fits("A:bcd/E", 2, 6)).isFalse();
    assertThat(SPELLING.fits("A:bcd/E", 2, 1)).as("one that ends before it begins").isFalse();
  }
}
