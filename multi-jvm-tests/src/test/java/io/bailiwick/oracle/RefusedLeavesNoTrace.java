package io.bailiwick.oracle;

import io.bailiwick.history.Operation.Kind;
import io.bailiwick.history.Outcome;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** I4: a request that was refused has made no reservation. */
public final class RefusedLeavesNoTrace implements Oracle {
  @Override
  public List<String> violations(Observed observed) {
    Set<String> refused =
        observed.history().of(observed.tenant()).stream()
            .filter(outcome -> outcome.operation().kind() == Kind.RESERVE)
            .filter(outcome -> !outcome.isUnknown() && !outcome.isAcknowledged())
            .map(Outcome::operation)
            .map(operation -> operation.key())
            .collect(Collectors.toSet());
    return observed.rows().stream()
        .filter(row -> refused.contains(row.path("idempotency_key").asText()))
        .map(row -> "was refused: " + row)
        .toList();
  }
}
