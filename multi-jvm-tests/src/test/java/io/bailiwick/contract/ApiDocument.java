package io.bailiwick.contract;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** An OpenAPI 3.1 document, with its references followed. All of them are within it. */
final class ApiDocument {
  private static final Set<String> METHODS =
      Set.of("get", "put", "post", "delete", "patch", "head", "options");

  private final JsonNode root;
  private final List<Operation> operations = new ArrayList<>();

  /**
   * One operation.
   *
   * @param method in upper case
   * @param template such as {@code /v1/reservations/{reservation_id}}
   */
  record Operation(String method, String template, JsonNode node) {

    String id() {
      return node.path("operationId").asText();
    }

    private boolean matches(String path) {
      String[] wanted = template.split("/", -1);
      String[] found = path.split("/", -1);
      if (wanted.length != found.length) {
        return false;
      }
      for (int i = 0; i < wanted.length; i++) {
        boolean free = wanted[i].startsWith("{") && !found[i].isEmpty();
        if (!free && !wanted[i].equals(found[i])) {
          return false;
        }
      }
      return true;
    }

    private long variables() {
      return template.chars().filter(character -> character == '{').count();
    }
  }

  private ApiDocument(JsonNode root) {
    this.root = root;
    root.path("paths")
        .properties()
        .forEach(
            path ->
                path.getValue().properties().stream()
                    .filter(member -> METHODS.contains(member.getKey()))
                    .forEach(
                        member ->
                            operations.add(
                                new Operation(
                                    member.getKey().toUpperCase(Locale.ROOT),
                                    path.getKey(),
                                    member.getValue()))));
  }

  static ApiDocument parse(String yaml) {
    try {
      return new ApiDocument(new YAMLMapper().readTree(yaml));
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("not YAML: " + e.getOriginalMessage(), e);
    }
  }

  List<Operation> operations() {
    return List.copyOf(operations);
  }

  /** The operations of the path, whatever their method; a path without variables goes first. */
  private Stream<Operation> at(String path) {
    return operations.stream()
        .filter(operation -> operation.matches(path))
        .sorted(Comparator.comparingLong(Operation::variables));
  }

  boolean knows(String path) {
    return at(path).findAny().isPresent();
  }

  Optional<Operation> operation(String method, String path) {
    return at(path).filter(operation -> operation.method().equals(method)).findFirst();
  }

  JsonNode schemas() {
    return root.path("components").path("schemas");
  }

  /** The node itself, or what it refers to. */
  JsonNode resolved(JsonNode node) {
    JsonNode reference = node.path("$ref");
    return reference.isMissingNode() ? node : resolved(target(reference.asText()));
  }

  private JsonNode target(String reference) {
    JsonNode found = root.at(reference.replaceFirst("^#", ""));
    if (found.isMissingNode()) {
      throw new IllegalArgumentException("a reference leads nowhere: " + reference);
    }
    return found;
  }
}
