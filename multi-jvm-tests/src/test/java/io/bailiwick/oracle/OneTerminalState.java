package io.bailiwick.oracle;

import io.bailiwick.history.Operation.Kind;
import io.bailiwick.history.Outcome;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** I7: nobody was told of a second end of a reservation. */
public final class OneTerminalState implements Oracle {
  @Override
  public List<String> violations(Observed observed) {
    Map<String, Outcome> ends = new HashMap<>();
    List<String> found = new ArrayList<>();
    Stream.concat(
            observed.acknowledged(Kind.COMMIT).stream(),
            observed.acknowledged(Kind.RELEASE).stream())
        .forEach(
            end -> {
              Outcome other = ends.putIfAbsent(end.reservationId(), end);
              if (other != null && !other.operation().key().equals(end.operation().key())) {
                found.add("ended twice: " + other + " and " + end);
              }
            });
    return found;
  }
}
