package io.bailiwick.history;

import static org.awaitility.Awaitility.await;

import io.bailiwick.harness.NoAnswer;
import io.bailiwick.harness.Reply;
import io.bailiwick.harness.Tenancy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;

/** Everything that clients asked of some tenants, and what they were told. Thread-safe. */
public final class History {
  private static final Duration ANSWERED_WITHIN = Duration.ofSeconds(20);

  private final Collection<Outcome> outcomes = new ConcurrentLinkedQueue<>();

  /** Asks, and writes down what came of it; null if there was no answer. */
  public Reply ask(Operation operation, Tenancy tenancy) {
    Reply reply = answer(operation, tenancy);
    add(reply == null ? Outcome.unknown(operation) : Outcome.of(operation, reply));
    return reply;
  }

  public void add(Outcome outcome) {
    outcomes.add(outcome);
  }

  private static Reply answer(Operation operation, Tenancy tenancy) {
    try {
      return operation.send(tenancy);
    } catch (NoAnswer unknown) {
      return null;
    }
  }

  /**
   * Repeats every unknown one with its key until it is answered.
   *
   * @param tenancies by id, on a server that runs
   * @return how many there were
   */
  public int resolve(Map<String, Tenancy> tenancies) {
    List<Outcome> unknown = outcomes.stream().filter(Outcome::isUnknown).toList();
    for (Outcome outcome : unknown) {
      Operation operation = outcome.operation();
      AtomicReference<Reply> reply = new AtomicReference<>();
      await("an answer to " + operation)
          .pollDelay(Duration.ZERO)
          .pollInterval(Duration.ofMillis(50))
          .atMost(ANSWERED_WITHIN)
          .until(
              () -> {
                reply.set(answer(operation, tenancies.get(operation.tenant())));
                return reply.get() != null && !reply.get().isUnknown();
              });
      outcomes.remove(outcome);
      outcomes.add(Outcome.of(operation, reply.get()));
    }
    return unknown.size();
  }

  /** What succeeded, of one tenant. */
  public List<Outcome> acknowledged(String tenant) {
    List<Outcome> found = new ArrayList<>();
    for (Outcome outcome : outcomes) {
      if (outcome.operation().tenant().equals(tenant) && outcome.isAcknowledged()) {
        found.add(outcome);
      }
    }
    return found;
  }

  /** What succeeded of one kind, of one tenant. */
  public Stream<Outcome> acknowledged(String tenant, Operation.Kind kind) {
    return acknowledged(tenant).stream().filter(outcome -> outcome.operation().kind() == kind);
  }

  public long acknowledged() {
    return outcomes.stream().filter(Outcome::isAcknowledged).count();
  }

  public int size() {
    return outcomes.size();
  }
}
