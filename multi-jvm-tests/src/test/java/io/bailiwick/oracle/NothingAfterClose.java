package io.bailiwick.oracle;

import io.bailiwick.history.Operation.Kind;
import io.bailiwick.history.Outcome;
import java.util.List;
import java.util.Optional;

/** I13: nothing succeeds that was asked for after the tenant's close was acknowledged. */
public final class NothingAfterClose implements Oracle {
  @Override
  public List<String> violations(Observed observed) {
    Optional<Outcome> close = observed.acknowledged(Kind.CLOSE).stream().findFirst();
    return close.stream()
        .flatMap(
            closed ->
                observed.history().acknowledged(observed.tenant()).stream()
                    .filter(outcome -> outcome.operation().kind() != Kind.CLOSE)
                    .filter(outcome -> closed.span().isBefore(outcome.span())))
        .map(outcome -> "after the close: " + outcome)
        .toList();
  }
}
