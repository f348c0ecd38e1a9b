package io.bailiwick.contract;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * What the document says of one operation, for tests that go through all of them.
 *
 * @param template such as {@code /v1/reservations/{reservation_id}}
 * @param takesKey whether a tenant's key may call it
 * @param takesAdmin whether the admin key may
 * @param permission that a tenant's key needs; empty for none
 * @param hasBody whether there may be one
 * @param parameters of the query
 * @param sorts what {@code sort_by} may be; empty where there is none
 * @param errors in the document's order
 */
public record DocumentedOperation(
    String id,
    String method,
    String template,
    boolean takesKey,
    boolean takesAdmin,
    String permission,
    boolean hasBody,
    List<String> parameters,
    List<String> sorts,
    List<Error> errors) {

  /** An answer that is no success. */
  public record Error(int status, String code) {}

  /** Those that need a credential, in the document's order. */
  public static List<DocumentedOperation> all() {
    ApiDocument document = ApiDocument.parse(Repository.openapi());
    return document.operations().stream()
        .map(operation -> of(operation, document))
        .filter(operation -> operation.takesKey || operation.takesAdmin)
        .toList();
  }

  private static DocumentedOperation of(ApiDocument.Operation operation, ApiDocument document) {
    JsonNode node = operation.node();
    List<String> ways = new ArrayList<>();
    node.path("security").forEach(way -> way.fieldNames().forEachRemaining(ways::add));
    return new DocumentedOperation(
        operation.id(),
        operation.method(),
        operation.template(),
        ways.contains("ApiKeyAuth"),
        ways.contains("AdminKeyAuth"),
        node.path("x-permission").asText(),
        node.has("requestBody"),
        parameters(node, document),
        sorts(node, document),
        errors(node, document));
  }

  private static List<String> parameters(JsonNode operation, ApiDocument document) {
    List<String> names = new ArrayList<>();
    for (JsonNode parameter : operation.path("parameters")) {
      JsonNode resolved = document.resolved(parameter);
      if (resolved.path("in").asText().equals("query")) {
        names.add(resolved.path("name").asText());
      }
    }
    return List.copyOf(names);
  }

  private static List<String> sorts(JsonNode operation, ApiDocument document) {
    List<String> values = new ArrayList<>();
    for (JsonNode parameter : operation.path("parameters")) {
      JsonNode resolved = document.resolved(parameter);
      if (resolved.path("name").asText().equals("sort_by")) {
        document
            .resolved(resolved.path("schema"))
            .path("enum")
            .forEach(value -> values.add(value.asText()));
      }
    }
    return List.copyOf(values);
  }

  private static List<Error> errors(JsonNode operation, ApiDocument document) {
    return operation.path("responses").properties().stream()
        .flatMap(
            response -> {
              int status = Integer.parseInt(response.getKey());
              return status < 400 ? Stream.empty() : codes(document, status, response.getValue());
            })
        .toList();
  }

  private static Stream<Error> codes(ApiDocument document, int status, JsonNode response) {
    List<Error> errors = new ArrayList<>();
    document
        .resolved(response)
        .at("/content/application~1json/schema/allOf/1/properties/error/enum")
        .forEach(code -> errors.add(new Error(status, code.asText())));
    return errors.stream();
  }

  @Override
  public String toString() {
    return id;
  }
}
