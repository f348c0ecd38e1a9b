package io.bailiwick.contract;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.bailiwick.contract.ApiDocument.Operation;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** What the guides tell people to send is what the document says a request is. */
class GuidesTest {
  private static final ApiDocument DOCUMENT = ApiDocument.parse(Repository.openapi());
  private static final Schemas SCHEMAS = new Schemas(DOCUMENT.schemas());
  private static final Pattern CURL =
      Pattern.compile(
          "curl -s '?localhost:7878(?<path>/v1[^ ?']*)(\\?[^']*')?'?"
              + " -H \"X-Cycles-API-Key: \\$KEY\""
              + "(?: -H 'Content-Type: application/json' -d '(?<body>[^']*)')?");
  private static final Pattern BARE =
      Pattern.compile("POST (?<path>/v1\\S+)\\n(?<body>\\{[^`]*)```");

  private static List<String> violations(String method, String path, String body) {
    Operation operation = DOCUMENT.operation(method, path).orElseThrow();
    JsonNode schema =
        operation
            .node()
            .path("requestBody")
            .path("content")
            .path("application/json")
            .path("schema");
    if (body == null) {
      return schema.isMissingNode() ? List.of() : List.of("the body is missing");
    }
    try {
      return SCHEMAS.violations(schema, new ObjectMapper().readTree(body));
    } catch (JsonProcessingException e) {
      return List.of(e.getOriginalMessage());
    }
  }

  @Test
  void theFiveLinesOfTheFirstFiveMinutesAreRequests() {
    String guide = Repository.text("docs/guides/first-five-minutes.md");
    List<List<String>> found =
        CURL.matcher(guide)
            .results()
            .map(
                line ->
                    violations(
                        line.group("body") == null ? "GET" : "POST",
                        line.group("path").replace("$ID", "demo.1.a.1"),
                        line.group("body")))
            .toList();
    assertThat(found).hasSize(5).allSatisfy(violations -> assertThat(violations).isEmpty());
    assertThat(guide.split("curl", -1)).as("every line is understood here").hasSize(5 + 1);
  }

  @Test
  void theBodiesOfReserveAndCommitAreRequests() {
    String guide = Repository.text("docs/guides/reserve-commit.md");
    List<List<String>> found =
        BARE.matcher(guide)
            .results()
            .map(request -> violations("POST", request.group("path"), request.group("body")))
            .toList();
    assertThat(found).hasSize(2).allSatisfy(violations -> assertThat(violations).isEmpty());
  }

  @Test
  void thePoliciesOfTheGuideToLimitsAreRequests() {
    String guide = Repository.text("docs/guides/limit-a-fleet.md");
    List<List<String>> found =
        BARE.matcher(guide)
            .results()
            .map(request -> violations("POST", request.group("path"), request.group("body")))
            .toList();
    assertThat(found).hasSize(3).allSatisfy(violations -> assertThat(violations).isEmpty());
  }

  @Test
  void theFailuresThatAGuideExplainsAreErrorsOfTheDocument() {
    List<String> known = new ArrayList<>();
    DOCUMENT.schemas().path("ErrorCode").path("enum").forEach(code -> known.add(code.asText()));
    List<String> named =
        Pattern.compile("[A-Z]{3,}_[A-Z_]{4,}")
            .matcher(
                Repository.text("docs/guides/reserve-commit.md").split("## When a call fails")[1])
            .results()
            .map(match -> match.group())
            .distinct()
            .toList();
    assertThat(named).hasSizeGreaterThan(8).allMatch(known::contains);
  }
}
