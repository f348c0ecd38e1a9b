package io.bailiwick.contract;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.bailiwick.contract.ApiDocument.Operation;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The promise that a document makes for every answer: a status that is declared for the operation,
 * the headers it requires, the media type, and a body that its schema accepts. Immutable; any
 * thread may ask it.
 */
public final class ResponseContract {
  /** The request line or the headers were too long for an operation to be chosen. */
  private static final Set<Integer> BEFORE_THE_PATH = Set.of(414, 431);

  /** Members of an error, and the headers that say the same. */
  private static final Map<String, String> IDENTITY =
      Map.of("request_id", "X-Request-Id", "trace_id", "X-Cycles-Trace-Id");

  private static final ObjectMapper JSON =
      JsonMapper.builder()
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .enable(DeserializationFeature.FAIL_ON_READING_DUP_TREE_KEY)
          .build();

  private final ApiDocument document;
  private final Schemas schemas;

  private ResponseContract(ApiDocument document) {
    this.document = document;
    this.schemas = new Schemas(document.schemas());
  }

  /** Of the text that a server serves at {@code /openapi.yaml}. */
  public static ResponseContract of(String openapiYaml) {
    return new ResponseContract(ApiDocument.parse(openapiYaml));
  }

  /**
   * Does nothing if the answer is as promised.
   *
   * @throws AssertionError with the answer and everything that is wrong with it
   */
  public void check(Answer answer) {
    List<String> violations = violations(answer);
    if (!violations.isEmpty()) {
      throw new AssertionError(answer + "\n  " + String.join("\n  ", violations));
    }
  }

  /** What is wrong with an answer; empty if nothing is. */
  public List<String> violations(Answer answer) {
    Optional<Operation> operation = document.operation(answer.method(), answer.path());
    if (BEFORE_THE_PATH.contains(answer.status())) {
      return ofNoOperation(answer, answer.status());
    }
    if (operation.isEmpty()) {
      return ofNoOperation(answer, document.knows(answer.path()) ? 405 : 404);
    }
    JsonNode declared =
        operation.get().node().path("responses").path(Integer.toString(answer.status()));
    if (declared.isMissingNode()) {
      return List.of(operation.get().id() + " does not declare the status " + answer.status());
    }
    return answerViolations(document.resolved(declared), answer);
  }

  /**
   * What is wrong with a body of which the caller knows more than the document, such as which form
   * of the balances it asked for.
   *
   * @param schema a name under {@code components.schemas}
   */
  public List<String> violations(String schema, String body) {
    JsonNode named = document.schemas().path(schema);
    if (named.isMissingNode()) {
      throw new IllegalArgumentException("no schema is called " + schema);
    }
    return bodyViolations(named, body);
  }

  private List<String> ofNoOperation(Answer answer, int expected) {
    List<String> found = new ArrayList<>();
    if (answer.status() != expected) {
      found.add("no operation was meant, so the status should be " + expected);
    }
    if (expected == 405 && answer.header("Allow").isEmpty()) {
      found.add("the header Allow is missing");
    }
    JsonNode asForAnUnknownReservation =
        document.resolved(
            document
                .operation("GET", "/v1/reservations/unknown")
                .orElseThrow()
                .node()
                .path("responses")
                .path("404"));
    found.addAll(headerViolations(asForAnUnknownReservation, answer));
    found.addAll(mediaTypeViolations("application/json", answer));
    found.addAll(violations("ErrorResponse", answer.body()));
    found.addAll(identityViolations(answer));
    return found;
  }

  private List<String> answerViolations(JsonNode declared, Answer answer) {
    List<String> found = new ArrayList<>(headerViolations(declared, answer));
    if (!declared.has("content")) {
      if (!answer.body().isEmpty()) {
        found.add("there should be no body");
      }
      return found;
    }
    Map.Entry<String, JsonNode> content = content(declared, answer);
    found.addAll(mediaTypeViolations(content.getKey(), answer));
    if (content.getKey().equals("application/json")) {
      found.addAll(bodyViolations(content.getValue().path("schema"), answer.body()));
      found.addAll(identityViolations(answer));
    }
    return found;
  }

  /** The declared form that an answer has, or the first one if it has none of them. */
  private static Map.Entry<String, JsonNode> content(JsonNode declared, Answer answer) {
    var forms = declared.path("content").properties();
    String type = answer.header("Content-Type").orElse("").split(";", 2)[0].strip();
    return forms.stream()
        .filter(form -> form.getKey().equals(type))
        .findFirst()
        .orElseGet(() -> forms.iterator().next());
  }

  private List<String> headerViolations(JsonNode declared, Answer answer) {
    List<String> found = new ArrayList<>();
    for (Map.Entry<String, JsonNode> header : declared.path("headers").properties()) {
      JsonNode definition = document.resolved(header.getValue());
      Optional<String> value = answer.header(header.getKey());
      if (value.isEmpty()) {
        if (definition.path("required").asBoolean()) {
          found.add("the header " + header.getKey() + " is missing");
        }
        continue;
      }
      boolean whole = definition.path("schema").path("type").asText().equals("integer");
      if (whole && !value.get().matches("[0-9]{1,18}")) {
        found.add(header.getKey() + " should be a whole number, was " + value.get());
      } else if (!whole) {
        schemas
            .violations(definition.path("schema"), TextNode.valueOf(value.get()))
            .forEach(violation -> found.add(header.getKey() + ": " + violation));
      }
    }
    return found;
  }

  private static List<String> mediaTypeViolations(String declared, Answer answer) {
    String found = answer.header("Content-Type").orElse("none").toLowerCase(Locale.ROOT);
    String[] parts = found.split(";", 2);
    boolean utf8 = parts.length == 1 || !parts[1].contains("charset") || parts[1].contains("utf-8");
    return parts[0].strip().equals(declared) && utf8
        ? List.of()
        : List.of("the content type should be " + declared + ", was " + found);
  }

  private List<String> bodyViolations(JsonNode schema, String body) {
    JsonNode value = read(body);
    if (value.isMissingNode()) {
      return List.of("the body is not JSON");
    }
    List<String> found = new ArrayList<>(JsonRules.violations(value));
    found.addAll(schemas.violations(schema, value));
    return found;
  }

  /** An error names its request and its trace in the body as in the headers. */
  private static List<String> identityViolations(Answer answer) {
    JsonNode body = read(answer.body());
    List<String> found = new ArrayList<>();
    if (body.has("error")) {
      IDENTITY.forEach(
          (member, header) -> {
            String said = body.path(member).asText();
            if (!said.equals(answer.header(header).orElse("missing"))) {
              found.add(member + " should be that of " + header + ", was '" + said + "'");
            }
          });
    }
    return found;
  }

  /** A missing node where the text is not JSON. */
  private static JsonNode read(String body) {
    try {
      return JSON.readTree(body);
    } catch (JsonProcessingException notJson) {
      return MissingNode.getInstance();
    }
  }
}
