package io.bailiwick.contract;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.bailiwick.contract.ApiDocument.Operation;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** docs/reference/api.md says in short what the document says at length. */
class ReferencePageTest {
  private static final ApiDocument DOCUMENT = ApiDocument.parse(Repository.openapi());
  private static final String PAGE = Repository.text("docs/reference/api.md");

  /** Statuses of answers that belong to no operation. */
  private static final Set<String> OF_NO_OPERATION = Set.of("405", "414", "431");

  /** The cells of a table's rows, without its two head lines and without back quotes. */
  private static List<List<String>> table(String head) {
    return PAGE.lines()
        .dropWhile(line -> !line.equals(head))
        .skip(2)
        .takeWhile(line -> line.startsWith("|"))
        .map(
            line ->
                Arrays.stream(line.substring(1, line.length() - 1).split("\\|"))
                    .map(cell -> cell.replace("`", "").strip())
                    .toList())
        .toList();
  }

  private static String statuses(Operation operation, boolean errors) {
    List<String> found = new ArrayList<>();
    operation.node().path("responses").fieldNames().forEachRemaining(found::add);
    return found.stream()
        .filter(status -> errors == status.compareTo("400") >= 0)
        .sorted()
        .collect(Collectors.joining(" "));
  }

  private static String who(Operation operation) {
    Set<String> schemes = new TreeSet<>();
    operation
        .node()
        .path("security")
        .forEach(way -> way.fieldNames().forEachRemaining(schemes::add));
    return schemes.isEmpty()
        ? "anybody"
        : Stream.of("ApiKeyAuth", "AdminKeyAuth")
            .filter(schemes::contains)
            .map(scheme -> scheme.equals("ApiKeyAuth") ? "K" : "A")
            .collect(Collectors.joining(" or "));
  }

  @Test
  void theOperationsAreThoseOfTheDocument() {
    List<List<String>> expected =
        DOCUMENT.operations().stream()
            .map(
                operation ->
                    List.of(
                        operation.id(),
                        operation.method(),
                        operation.template(),
                        who(operation),
                        operation.node().path("x-permission").asText(),
                        statuses(operation, false),
                        statuses(operation, true)))
            .toList();
    assertThat(table("| operation | method | path | who | permission | success | other statuses |"))
        .isEqualTo(expected);
  }

  @Test
  void theErrorsAreThoseThatOperationsGiveWithTheirStatuses() {
    Map<String, Set<String>> given = new TreeMap<>();
    for (Operation operation : DOCUMENT.operations()) {
      operation
          .node()
          .path("responses")
          .properties()
          .forEach(
              response ->
                  codes(DOCUMENT.resolved(response.getValue()))
                      .forEach(
                          code ->
                              given
                                  .computeIfAbsent(code, unused -> new TreeSet<>())
                                  .add(response.getKey())));
    }
    Map<String, Set<String>> said = new TreeMap<>();
    for (List<String> row : table("| error | HTTP | when |")) {
      Set<String> statuses = new TreeSet<>(List.of(row.get(1).split(", ")));
      statuses.removeAll(OF_NO_OPERATION);
      said.put(row.get(0), statuses);
    }
    assertThat(said).isEqualTo(given);
  }

  @Test
  void theErrorsAreInTheOrderOfBothPlanes() {
    List<String> said = table("| error | HTTP | when |").stream().map(List::getFirst).toList();
    for (String plane : List.of("ErrorCode", "AdminErrorCode")) {
      List<String> ordered = new ArrayList<>();
      DOCUMENT.schemas().path(plane).path("enum").forEach(code -> ordered.add(code.asText()));
      assertThat(said.stream().filter(ordered::contains))
          .containsExactlyElementsOf(ordered.stream().filter(said::contains).toList());
    }
  }

  private static List<String> codes(JsonNode response) {
    List<String> found = new ArrayList<>();
    response
        .path("content")
        .path("application/json")
        .path("schema")
        .path("allOf")
        .path(1)
        .path("properties")
        .path("error")
        .path("enum")
        .forEach(code -> found.add(code.asText()));
    return found;
  }
}
