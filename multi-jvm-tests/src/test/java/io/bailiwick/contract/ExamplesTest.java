package io.bailiwick.contract;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bailiwick.contract.ApiDocument.Operation;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The examples are what people copy, so each of them is what it is an example of. */
class ExamplesTest {
  private static final ApiDocument DOCUMENT = ApiDocument.parse(Repository.openapi());
  private static final Schemas SCHEMAS = new Schemas(DOCUMENT.schemas());

  /** A body of an operation, with its schema and its examples. */
  record Body(String place, JsonNode content) {

    JsonNode json() {
      return content.path("application/json");
    }

    @Override
    public String toString() {
      return place;
    }
  }

  static Stream<Body> bodies() {
    return DOCUMENT.operations().stream()
        .flatMap(ExamplesTest::bodiesOf)
        .filter(body -> !body.json().isMissingNode());
  }

  private static Stream<Body> bodiesOf(Operation operation) {
    List<Body> bodies = new ArrayList<>();
    bodies.add(
        new Body(
            operation.id() + " request", operation.node().path("requestBody").path("content")));
    operation
        .node()
        .path("responses")
        .properties()
        .forEach(
            response ->
                bodies.add(
                    new Body(
                        operation.id() + " " + response.getKey(),
                        DOCUMENT.resolved(response.getValue()).path("content"))));
    return bodies.stream();
  }

  @ParameterizedTest
  @MethodSource("bodies")
  void everyBodyHasExamplesThatItsSchemaAccepts(Body body) {
    JsonNode examples = body.json().path("examples");
    assertThat(examples.size()).isPositive();
    examples
        .properties()
        .forEach(
            example -> {
              JsonNode value = example.getValue().path("value");
              assertThat(SCHEMAS.violations(body.json().path("schema"), value))
                  .as(example.getKey())
                  .isEmpty();
              assertThat(JsonRules.violations(value)).as(example.getKey()).isEmpty();
            });
  }

  @ParameterizedTest
  @MethodSource("bodies")
  void noExampleIsAcceptedWithAMemberTooMany(Body body) {
    body.json()
        .path("examples")
        .forEach(
            example -> {
              ObjectNode value = example.path("value").deepCopy();
              value.put("surplus", 1);
              assertThat(SCHEMAS.violations(body.json().path("schema"), value)).isNotEmpty();
            });
  }

  @Test
  void balancesInExamplesAddUp() {
    List<String> wrong = new ArrayList<>();
    bodies().forEach(body -> body.json().path("examples").forEach(example -> look(example, wrong)));
    assertThat(wrong).isEmpty();
  }

  private static void look(JsonNode node, List<String> wrong) {
    if (node.has("allocated") && node.has("remaining")) {
      long rest = amount(node, "allocated");
      for (String part : List.of("spent", "reserved", "debt")) {
        rest -= amount(node, part);
      }
      if (rest != amount(node, "remaining")) {
        wrong.add(node.toString());
      }
    }
    node.forEach(child -> look(child, wrong));
  }

  private static long amount(JsonNode ledger, String member) {
    return ledger.path(member).path("amount").asLong();
  }
}
