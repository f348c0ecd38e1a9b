package io.bailiwick.http.error;

import static org.assertj.core.api.Assertions.assertThat;

import io.bailiwick.refusal.Refusal;
import io.bailiwick.refusal.RefusalCode;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeoutException;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class RefusalsTest {

  /** The codes of a schema of the served document, in its order. */
  private static List<String> documented(String schema) throws IOException {
    try (InputStream in = RefusalsTest.class.getResourceAsStream("/bailiwick/openapi.yaml")) {
      String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
      String from = text.substring(text.indexOf("\n    " + schema + ":\n") + 1);
      List<String> codes = new ArrayList<>();
      for (String line : from.substring(from.indexOf("enum:\n") + 6).split("\n")) {
        if (!line.startsWith("        - ")) {
          break;
        }
        codes.add(line.substring(10));
      }
      assertThat(codes).isNotEmpty();
      return codes;
    }
  }

  @ParameterizedTest
  @EnumSource
  void everyRefusalIsAnErrorThatThePlaneHas(RefusalCode code) throws IOException {
    Refusal refusal = Refusal.of(code, "why").with("requested", 5L);
    Problem runtime = Refusals.problem(refusal, Plane.RUNTIME);
    Problem admin = Refusals.problem(refusal, Plane.ADMIN);
    assertThat(documented("ErrorCode")).contains(runtime.code().name());
    assertThat(documented("AdminErrorCode")).contains(admin.code().name());
    assertThat(runtime.getMessage()).isEqualTo("why");
    assertThat(runtime.details()).containsEntry("requested", 5L);
    assertThat(runtime.status()).isBetween(400, 499);
  }

  @Test
  void theCodesAreInTheOrderOfTheDocument() throws IOException {
    for (String schema : List.of("ErrorCode", "AdminErrorCode")) {
      List<String> documented = documented(schema);
      List<String> ours = new ArrayList<>();
      for (ErrorCode code : ErrorCode.values()) {
        ours.add(code.name());
      }
      documented.retainAll(ours);
      ours.retainAll(documented);
      assertThat(ours).isEqualTo(documented);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "TENANT_SUSPENDED, FORBIDDEN, 403, TENANT_SUSPENDED, 403",
    "TENANT_NOT_FOUND, NOT_FOUND, 404, TENANT_NOT_FOUND, 404",
    "BUDGET_NOT_FOUND, NOT_FOUND, 404, BUDGET_NOT_FOUND, 404",
    "WEBHOOK_NOT_FOUND, NOT_FOUND, 404, WEBHOOK_NOT_FOUND, 404",
    "WEBHOOK_URL_INVALID, INVALID_REQUEST, 400, WEBHOOK_URL_INVALID, 400",
    "REPLAY_IN_PROGRESS, INVALID_REQUEST, 400, REPLAY_IN_PROGRESS, 409",
    "COUNT_MISMATCH, INVALID_REQUEST, 400, COUNT_MISMATCH, 409",
    "TOO_MANY_MATCHED, LIMIT_EXCEEDED, 400, LIMIT_EXCEEDED, 400",
    "STATUS_UNCHANGED, INVALID_REQUEST, 409, INVALID_REQUEST, 409",
    "UNIT_MISMATCH, UNIT_MISMATCH, 400, UNIT_MISMATCH, 400",
    "RESERVATION_EXPIRED, RESERVATION_EXPIRED, 410, RESERVATION_EXPIRED, 410",
    "BUDGET_EXCEEDED, BUDGET_EXCEEDED, 409, BUDGET_EXCEEDED, 409"
  })
  void planesNameThingsDifferently(
      RefusalCode code, ErrorCode runtime, int status, ErrorCode admin, int adminStatus) {
    Problem ofRuntime = Refusals.problem(Refusal.of(code, "m"), Plane.RUNTIME);
    Problem ofAdmin = Refusals.problem(Refusal.of(code, "m"), Plane.ADMIN);
    assertThat(ofRuntime.code()).isEqualTo(runtime);
    assertThat(ofRuntime.status()).isEqualTo(status);
    assertThat(ofAdmin.code()).isEqualTo(admin);
    assertThat(ofAdmin.status()).isEqualTo(adminStatus);
  }

  @Test
  void overloadSaysWhenToComeBack() {
    Problem problem = Refusals.problem(Refusal.of(RefusalCode.LIMIT_EXCEEDED, "m"), Plane.RUNTIME);
    assertThat(problem.status()).isEqualTo(429);
    assertThat(problem.headers().get("Retry-After")).matches(Pattern.compile("[0-9]+"));
  }

  @Test
  void overloadSaysTheMomentAsWellAndNothingElseDoes() {
    Problem problem = Refusals.problem(Refusal.of(RefusalCode.LIMIT_EXCEEDED, "m"), Plane.RUNTIME);
    assertThat(Refusals.timed(problem, 10_001).headers())
        .containsEntry("Retry-After", "1")
        .containsEntry("X-RateLimit-Reset", "12");
    assertThat(Refusals.timed(problem, 10_000).headers()).containsEntry("X-RateLimit-Reset", "11");
    Problem away = Throwables.unavailable("away");
    assertThat(Refusals.timed(away, 10_000).headers()).isEqualTo(away.headers());
  }

  @Test
  void aRateSaysWhenThereIsRoomAgain() {
    Refusal refusal = Refusal.of(RefusalCode.LIMIT_EXCEEDED, "m");
    Problem problem =
        Refusals.problem(refusal.with(Refusal.RETRY_AFTER_MS, 41_001L), Plane.RUNTIME);
    assertThat(Refusals.timed(problem, 10_000).headers())
        .containsEntry("Retry-After", "42")
        .containsEntry("X-RateLimit-Reset", "52");
    problem = Refusals.problem(refusal.with(Refusal.RETRY_AFTER_MS, 1L), Plane.RUNTIME);
    assertThat(problem.headers()).containsEntry("Retry-After", "1");
  }

  @Test
  void whatIsThrownShowsNothingOfItself() {
    Problem bug = Throwables.problem(new CompletionException(new IllegalStateException("secret")));
    assertThat(bug.status()).isEqualTo(500);
    assertThat(bug.getMessage()).isEqualTo("Internal error");
    Problem late = Throwables.problem(new TimeoutException("secret"));
    assertThat(late.status()).isEqualTo(503);
    assertThat(late.code()).isEqualTo(ErrorCode.INTERNAL_ERROR);
    assertThat(late.getMessage()).doesNotContain("secret");
    assertThat(late.headers()).containsKey("Retry-After");
  }
}
