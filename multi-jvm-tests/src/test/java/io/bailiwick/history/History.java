package io.bailiwick.history;

import static org.awaitility.Awaitility.await;

import io.bailiwick.harness.Clock;
import io.bailiwick.harness.NoAnswer;
import io.bailiwick.harness.Reply;
import io.bailiwick.harness.Tenancy;
import io.bailiwick.harness.Workers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Everything that clients asked of some tenants, and what they were told. Thread-safe. */
public final class History {
  private static final Duration ANSWERED_WITHIN = Duration.ofSeconds(20);

  /** Between two tries of the same. */
  private static final int PAUSE_MS = 100;

  private final Collection<Outcome> outcomes = new ConcurrentLinkedQueue<>();

  /** Asks, and writes down what came of it; null if there was no answer. */
  public Reply ask(Operation operation, Tenancy tenancy) {
    return pursue(operation, tenancy, Duration.ZERO);
  }

  /**
   * Asks, and asks again under the same key while it is not known what came of it; then writes it
   * down, once.
   *
   * @param patience after this long it stays unknown
   * @return the last answer; null if there was none
   */
  public Reply pursue(Operation operation, Tenancy tenancy, Duration patience) {
    long fromNs = System.nanoTime();
    Reply reply = answer(operation, tenancy);
    while (isUnknown(reply) && System.nanoTime() - fromNs < patience.toNanos()) {
      Clock.awaitPast(Clock.nowMs() + PAUSE_MS);
      reply = answer(operation, tenancy);
    }
    Span span = Span.since(fromNs);
    add(reply == null ? Outcome.unknown(operation, span) : Outcome.of(operation, reply, span));
    return reply;
  }

  private static boolean isUnknown(Reply reply) {
    return reply == null || reply.isUnknown();
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
   * Repeats every unknown one with its key until it is answered: those of one tenant in the order
   * in which they were left, all tenants at once.
   *
   * @param tenancies by id, on a server that runs
   * @return how many there were
   */
  public int resolve(Map<String, Tenancy> tenancies) {
    List<Outcome> unknown = outcomes.stream().filter(Outcome::isUnknown).toList();
    List<List<Outcome>> byTenant =
        List.copyOf(
            unknown.stream()
                .collect(Collectors.groupingBy(outcome -> outcome.operation().tenant()))
                .values());
    Workers.start(
            byTenant.size(),
            number -> {
              List<Outcome> ofOne = byTenant.get(number);
              ofOne.forEach(
                  outcome -> resolve(outcome, tenancies.get(outcome.operation().tenant())));
              return null;
            })
        .await(ANSWERED_WITHIN.multipliedBy(1 + unknown.size()));
    return unknown.size();
  }

  private void resolve(Outcome outcome, Tenancy tenancy) {
    Operation operation = outcome.operation();
    AtomicReference<Reply> reply = new AtomicReference<>();
    await("an answer to " + operation)
        .pollDelay(Duration.ZERO)
        .pollInterval(Duration.ofMillis(50))
        .atMost(ANSWERED_WITHIN)
        .until(
            () -> {
              reply.set(answer(operation, tenancy));
              return !isUnknown(reply.get());
            });
    outcomes.remove(outcome);
    outcomes.add(
        Outcome.of(operation, reply.get(), outcome.span().until(Span.since(System.nanoTime()))));
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

  /** Everything, of one tenant, whatever became of it. */
  public List<Outcome> of(String tenant) {
    return outcomes.stream()
        .filter(outcome -> outcome.operation().tenant().equals(tenant))
        .toList();
  }

  /** Everything of all tenants, as it began. */
  public List<Outcome> inOrder() {
    return outcomes.stream()
        .sorted(Comparator.comparingLong(outcome -> outcome.span().fromNs()))
        .toList();
  }

  public int size() {
    return outcomes.size();
  }
}
