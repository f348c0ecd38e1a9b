package io.bailiwick.operation;

import static org.assertj.core.api.Assertions.assertThat;

import io.bailiwick.contract.DocumentedOperation;
import io.bailiwick.contract.DocumentedOperation.Error;
import io.bailiwick.harness.SharedServer;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * Every error that the document has for an operation is produced by the test of its name, but for
 * those that this server never gives. The answers are judged by the document's closed schemas, as
 * all are. What faults of the server give is in {@link FaultsIT}.
 */
class ErrorsIT {
  /** Only a fault gives these. */
  private static final Set<Integer> OF_FAULTS = Set.of(500, 503);

  private static Stage stage;

  @BeforeAll
  static void fill() {
    stage = new Stage(SharedServer.operator());
  }

  @TestFactory
  Stream<DynamicTest> everyErrorIsProduced() {
    return DocumentedOperation.all().stream()
        .flatMap(
            operation ->
                operation.errors().stream()
                    .filter(error -> !OF_FAULTS.contains(error.status()))
                    .filter(error -> Never.because(operation, error).isEmpty())
                    .map(error -> test(operation, error)));
  }

  private static DynamicTest test(DocumentedOperation operation, Error error) {
    return DynamicTest.dynamicTest(
        "%s %d %s".formatted(operation, error.status(), error.code()),
        () -> new Provocation(stage, operation).of(error).refused(error.status(), error.code()));
  }

  /** The list of what is not produced, with the reasons, which has to stay short. */
  @Test
  void whatIsNeverGivenHasAReason() {
    TreeMap<String, Integer> reasons = new TreeMap<>();
    int produced = 0;
    for (DocumentedOperation operation : DocumentedOperation.all()) {
      for (Error error : operation.errors()) {
        if (Never.because(operation, error).isPresent()) {
          reasons.merge(Never.because(operation, error).get(), 1, Integer::sum);
        } else {
          produced++;
        }
      }
    }
    System.out.printf("%d errors of operations are produced; never given: %s%n", produced, reasons);
    assertThat(reasons).hasSizeLessThanOrEqualTo(7);
  }
}
