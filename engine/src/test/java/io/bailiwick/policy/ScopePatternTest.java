package io.bailiwick.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bailiwick.scope.ScopePath;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ScopePatternTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "tenant:acme",
        "tenant:acme/app:chat",
        "tenant:acme/*",
        "tenant:acme/app:chat/*",
        "tenant:acme/agent:*",
        "tenant:acme/app:chat/agent:*",
        "agent:*",
        "*/agent:writer"
      })
  void takesEveryForm(String text) {
    assertThat(new ScopePattern(text).text()).isEqualTo(text);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "*",
        "/*",
        "**",
        "workspace:eng",
        "agent",
        "robot:*",
        "tenant:*",
        "*/tenant:acme",
        "*/agent:*",
        "*/app:chat/agent:writer",
        "tenant:acme/*/agent:writer",
        "tenant:acme/agent:*/toolset:web",
        "tenant:acme/agent:x/app:*",
        "tenant:acme/agent:wri*",
        "tenant:acme/agent:x/app:y",
        "tenant:acme/",
        "tenant:a/*"
      })
  void refusesWhatIsNoPattern(String text) {
    assertThatThrownBy(() -> new ScopePattern(text)).isInstanceOf(IllegalArgumentException.class);
  }

  @ParameterizedTest
  @CsvSource({
    "tenant:acme/app:chat, true",
    "tenant:acme/*, true",
    "tenant:other/*, false",
    "tenant:acme2, false",
    "agent:*, true",
    "*/agent:writer, true"
  })
  void isOfOneTree(String text, boolean isWithin) {
    assertThat(new ScopePattern(text).isWithin(new ScopePath("tenant:acme"))).isEqualTo(isWithin);
  }

  @Test
  void saysWhatEachOfItsScopesHas() {
    assertThat(new ScopePattern("tenant:acme/app:chat/*").segments())
        .containsExactly("tenant:acme", "app:chat");
    assertThat(new ScopePattern("tenant:acme/agent:*").segments())
        .containsExactly("tenant:acme", "agent:*");
    assertThat(new ScopePattern("*/agent:writer").segments()).containsExactly("agent:writer");
  }

  @Test
  void theMoreItNamesTheMoreSpecificItIs() {
    List<String> ascending =
        List.of(
            "tenant:acme/*",
            "agent:*",
            "tenant:acme/app:chat/*",
            "tenant:acme/app:chat/agent:*",
            "*/agent:writer",
            "tenant:acme/app:chat/agent:writer");
    List<String> sorted =
        ascending.reversed().stream()
            .map(ScopePattern::new)
            .sorted(ScopePattern.SPECIFICITY)
            .map(ScopePattern::text)
            .toList();

    assertThat(sorted).isEqualTo(ascending);
  }
}
