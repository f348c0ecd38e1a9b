package io.bailiwick.projection;

import static org.assertj.core.api.Assertions.assertThat;

import io.bailiwick.record.Json;
import org.junit.jupiter.api.Test;

class DecisionActionTest {

  @Test
  void isWhatTheRequestSaysEachTimeItIsAsked() {
    Json action = new Json("{\"kind\":\"llm\",\"name\":\"gpt\",\"tags\":[\"a\"]}");

    assertThat(DecisionAction.of(action)).isEqualTo(new DecisionAction("llm", "gpt"));
    assertThat(DecisionAction.of(action)).isEqualTo(new DecisionAction("llm", "gpt"));
  }

  @Test
  void isUnknownWhereTheRequestSaysNothing() {
    assertThat(DecisionAction.of(null)).isEqualTo(new DecisionAction(null, null));
    assertThat(DecisionAction.of(new Json("{\"kind\":\"llm\"}")))
        .isEqualTo(new DecisionAction("llm", null));
  }

  @Test
  void keepsNoMoreThanItsBound() {
    for (int i = 0; i < 3 * DecisionAction.KEPT_MAX; i++) {
      String name = "name-" + i;
      Json action = new Json("{\"kind\":\"llm\",\"name\":\"" + name + "\"}");
      assertThat(DecisionAction.of(action).name()).isEqualTo(name);
      assertThat(DecisionAction.keptCount()).isBetween(1, DecisionAction.KEPT_MAX);
    }
  }
}
